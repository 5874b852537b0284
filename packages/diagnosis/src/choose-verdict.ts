import type { ServiceGraph } from '@slicescope/graph'
import type { Begun } from './changes/begun.ts'
import type { Certainty, Finding, Severity } from './finding.ts'
import { hasLoss } from './loss.ts'
import { stateSentence } from './state-sentence.ts'
import { sentenceOf } from './words.ts'

export interface Verdict {
  /** The parts in one. Without the time since when. */
  readonly sentence: string
  /** See Finding. */
  readonly lead: string
  readonly facts: string
  readonly guess: string
  readonly onset: string | null
  readonly severity: Severity | null
  /** Of the finding that makes the sentence; null where counts alone do. */
  readonly code: string | null
  readonly causeCertainty: Certainty | null
  /** Key of the change that the sentence names; null where it names none. */
  readonly change: string | null
}

/**
 * The first line over the picture: the finding that explains the state best, of those that the reader may see and in
 * their order, with the change after which it began (`begun`, of those that the reader may see); where none does, what
 * the counts say. What explains nothing and breaks nothing stays in the list.
 */
export function chooseVerdict(
  findings: readonly Finding[],
  graph: Pick<ServiceGraph, 'summary'>,
  begun: ReadonlyMap<Finding, Begun> = new Map(),
): Verdict {
  const chosen =
    findings.find(isOfLoss(graph)) ?? findings.find(({ explains, severity }) => explains > 0 || severity !== 'info')
  const severity = (chosen ?? findings[0])?.severity ?? null
  if (chosen === undefined) return { ...stateVerdict(graph), severity, code: null, causeCertainty: null, change: null }
  const { code, causeCertainty, lead, guess, onset } = chosen
  const after = begun.get(chosen)
  const facts = [chosen.facts, after?.words].filter(Boolean).join(', ')
  const sentence = sentenceOf({ causeCertainty, lead, facts, guess })
  return { sentence, lead, facts, guess, onset, severity, code, causeCertainty, change: after?.key ?? null }
}

/** Where something is lost, why it is lost comes before whatever else is proven, as who depends on the Service. */
function isOfLoss(graph: Pick<ServiceGraph, 'summary'>): (finding: Finding) => boolean {
  const isLost = hasLoss(graph)
  return ({ explains, severity }) => isLost && explains > 0 && severity !== 'info'
}

function stateVerdict(graph: Pick<ServiceGraph, 'summary'>) {
  const sentence = stateSentence(graph)
  return { sentence, lead: sentence.replace(/\.$/, ''), facts: '', guess: '', onset: null }
}
