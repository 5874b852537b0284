import type { ServiceGraph } from '@slicescope/graph'
import type { Clock } from '../clock.ts'
import { toTime } from '../clock.ts'

/** Pods in their first minute are on their way. */
const GRACE_MS = 60_000

/** Whether the Service has less than all of what it could have, by its slices. */
export function hasLoss({ summary: { health } }: Pick<ServiceGraph, 'summary'>): boolean {
  return health === 'down' || health === 'fallback' || health === 'empty' || health === 'degraded'
}

/** In its first minute, or as told. */
export function isYoung(creationTimestamp: string | null, clock: Clock, grace = GRACE_MS): boolean {
  const born = toTime(creationTimestamp)
  return !Number.isNaN(born) && !clock.isPast(born + grace)
}
