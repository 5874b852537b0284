import { OWNER_KINDS, podOwner, type PodOwner } from '@slicescope/graph'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'

/** What helps to know the workload of a pod. */
export const OWNER_HELPS = OWNER_KINDS

/** Null for a pod that nothing owns. Needs pods; OWNER_HELPS help. */
export function ownerOfPod(pod: Pod, c: Case): PodOwner | null {
  return podOwner(pod, (kind, key) => c.read(kind).get(key))
}
