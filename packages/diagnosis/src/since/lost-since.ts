import { findReadyCondition } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { toTime } from '../clock.ts'

/** When the condition Ready of the first of these pods turned, or it was made; ms since the epoch, null where none tells. */
export function lostSince(pods: readonly Pod[]): number | null {
  const times = pods
    .map(pod => toTime(findReadyCondition(pod)?.lastTransitionTime ?? pod.metadata.creationTimestamp))
    .filter(time => !Number.isNaN(time))
  return times.length === 0 ? null : times.reduce((first, time) => Math.min(first, time))
}
