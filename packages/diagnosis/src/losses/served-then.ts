import type { ServiceGraph, ServiceSummary } from '@slicescope/graph'

/** How a Service was served when a cause was worked out, as coarse as the words of a cause stay true for. Plain data. */
export interface ServedThen {
  /** By slices alone, so that it is the same for all readers. */
  readonly kind: 'unknown' | 'empty' | 'none' | 'some'
  /** Fewer were ready than wanted. */
  readonly isShort: boolean
  /** How many lost backends had a pod that was Ready again: their slices follow in a moment. */
  readonly healing: number
}

type Served = Pick<ServiceSummary, 'counts' | 'workloads'>

export function servedThen({
  summary,
  backends,
  pods,
}: Pick<ServiceGraph, 'summary' | 'backends' | 'pods'>): ServedThen {
  const { counts, workloads } = summary
  return {
    kind: kindOf(summary),
    isShort: counts !== null && counts.ready < (workloads.wanted ?? 0),
    healing: (counts?.lost ?? 0) === 0 ? 0 : healingIn(backends, pods),
  }
}

function healingIn(backends: ServiceGraph['backends'], pods: ServiceGraph['pods']): number {
  const ready = new Set(pods.filter(pod => pod.ready && pod.deletionTimestamp === null).map(({ uid }) => uid))
  return backends.filter(({ key, loss }) => loss === 'lost' && ready.has(key)).length
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
