import type { Case } from '../case.ts'
import { watchedSince } from '../changes/watched-since.ts'

/** Controllers make the pods of a workload that was scaled up within moments; a large one takes some seconds. */
export const SCALING_MS = 30_000

/** Whether a workload behind it was seen to be scaled a moment ago. */
export function isScaling(c: Case): boolean {
  const last = watchedSince(c, 'scaling', 0).at(-1)?.last
  return last !== undefined && !c.clock.isPast(last + SCALING_MS)
}
