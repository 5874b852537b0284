import type { ServiceGraph } from '@slicescope/graph'
import type { Begun } from './changes/begun.ts'
import type { Certainty, Finding, Severity } from './finding.ts'
import { hasLoss } from './loss.ts'
import { stateSentence } from './state-sentence.ts'

export interface Verdict {
  /** Without the time since when. */
  readonly sentence: string
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
  if (chosen === undefined)
    return { sentence: stateSentence(graph), severity, code: null, causeCertainty: null, change: null }
  const { code, causeCertainty } = chosen
  const after = begun.get(chosen)
  const sentence = after === undefined ? chosen.sentence : withBegun(chosen, after)
  return { sentence, severity, code, causeCertainty, change: after?.key ?? null }
}

/** Where something is lost, why it is lost comes before whatever else is proven, as who depends on the Service. */
function isOfLoss(graph: Pick<ServiceGraph, 'summary'>): (finding: Finding) => boolean {
  const isLost = hasLoss(graph)
  return ({ explains, severity }) => isLost && explains > 0 && severity !== 'info'
}

/** Behind the facts: a guess stays behind all that is known. */
function withBegun({ sentence, causeCertainty }: Finding, { words }: Begun): string {
  const guess = causeCertainty === 'hint' ? sentence.lastIndexOf('; perhaps ') : -1
  const end = guess === -1 ? sentence.length - 1 : guess
  return `${sentence.slice(0, end)}, ${words}${sentence.slice(end)}`
}
