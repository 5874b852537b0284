import type { Certainty, Finding, Severity } from './finding.ts'

const CERTAINTIES: readonly Certainty[] = ['proven', 'likely', 'hint']
const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info']

/**
 * The order of lists: by certainty of the cause, severity, how much it explains, and its place in the table of rules,
 * which sorting keeps. What is only worth knowing comes last: proven as it may be, it is not why something is lost.
 */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    Number(a.severity === 'info') - Number(b.severity === 'info') ||
    CERTAINTIES.indexOf(a.causeCertainty) - CERTAINTIES.indexOf(b.causeCertainty) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.explains - a.explains
  )
}
