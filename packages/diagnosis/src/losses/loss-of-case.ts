import type { ServiceGraph } from '@slicescope/graph'
import type { Service } from '@slicescope/model'
import type { Evidence } from '../evidence.ts'
import { circumstancesOf } from './circumstances.ts'
import { type Loss, NO_LOSSES } from './loss-memory.ts'
import { lossOf } from './note-loss.ts'

interface Asked {
  readonly service: Service
  readonly graph: ServiceGraph
  readonly evidence: Evidence
  readonly now: number
}

/** What is lost of a Service by its counts and by what is remembered of it; null where nothing is. */
export function lossOfCase({ service, graph, evidence, now }: Asked): Loss | null {
  const { summary, pods, absentPods } = graph
  const hasPods = () => pods.length + (absentPods ?? []).length > 0
  const circumstances = circumstancesOf({ service, summary, hasPods }, evidence)
  const memory = evidence.observed?.losses ?? NO_LOSSES
  return lossOf(memory, { summary, circumstances, time: now, isSeen: memory.whole !== null })
}
