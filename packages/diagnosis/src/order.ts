import type { Certainty, Finding, Severity } from './finding.ts'

const CERTAINTIES: readonly Certainty[] = ['proven', 'likely', 'hint']
const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info']

/**
 * The order of lists: by severity, how much of the loss it explains, certainty of the cause, and its place in the table of
 * rules, which sorting keeps. No guess stands before a proven cause of the same loss.
 */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(a.causeCertainty === 'hint') - Number(b.causeCertainty === 'hint') ||
    b.explains - a.explains ||
    CERTAINTIES.indexOf(a.causeCertainty) - CERTAINTIES.indexOf(b.causeCertainty)
  )
}
