import type { Certainty, Finding, Severity } from './finding.ts'

const CERTAINTIES: readonly Certainty[] = ['proven', 'likely', 'hint']
const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info']

/**
 * The order of lists: what explains the Service's state before what does not; then by certainty of the cause, severity,
 * how much it explains, and its place in the table of rules, which sorting keeps.
 */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    Number(a.explains === 0) - Number(b.explains === 0) ||
    CERTAINTIES.indexOf(a.causeCertainty) - CERTAINTIES.indexOf(b.causeCertainty) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.explains - a.explains
  )
}
