import type { ServiceGraph } from '@slicescope/graph'
import type { Certainty, Finding, Severity } from './finding.ts'
import { stateSentence } from './state-sentence.ts'

export interface Verdict {
  /** Without the time since when. */
  readonly sentence: string
  readonly severity: Severity | null
  /** Of the finding that makes the sentence; null where counts alone do. */
  readonly code: string | null
  readonly causeCertainty: Certainty | null
}

/**
 * The first line over the picture: the finding that explains the state best, of those that the reader may see and in
 * their order; where none does, what the counts say. What explains nothing and breaks nothing stays in the list.
 */
export function chooseVerdict(findings: readonly Finding[], graph: ServiceGraph): Verdict {
  const chosen = findings.find(({ explains, severity }) => explains > 0 || severity !== 'info')
  const severity = (chosen ?? findings[0])?.severity ?? null
  if (chosen === undefined) return { sentence: stateSentence(graph), severity, code: null, causeCertainty: null }
  return { sentence: chosen.sentence, severity, code: chosen.code, causeCertainty: chosen.causeCertainty }
}
