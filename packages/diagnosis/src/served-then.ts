import type { ServiceSummary } from '@slicescope/graph'

/** How a Service was served when a cause was worked out, as coarse as the words of a cause stay true for. Plain data. */
export interface ServedThen {
  /** By slices alone, so that it is the same for all readers. */
  readonly kind: 'unknown' | 'empty' | 'none' | 'some'
  /** Fewer were ready than wanted. */
  readonly isShort: boolean
}

type Served = Pick<ServiceSummary, 'counts' | 'workloads'>

export function servedThen(summary: Served): ServedThen {
  const { counts, workloads } = summary
  return { kind: kindOf(summary), isShort: counts !== null && counts.ready < (workloads.wanted ?? 0) }
}

/** Whether the words of then are of another state than the counts of now. Those of now follow in a moment. */
export function isOutdated(then: ServedThen, now: Served): boolean {
  const { counts, workloads } = now
  const isFull = counts !== null && workloads.wanted !== null && counts.ready >= workloads.wanted
  return then.kind !== kindOf(now) || (then.isShort && isFull)
}

function kindOf({ counts }: Served): ServedThen['kind'] {
  if (counts === null) return 'unknown'
  if (counts.ready > 0) return 'some'
  return counts.total + counts.terminating === 0 ? 'empty' : 'none'
}
