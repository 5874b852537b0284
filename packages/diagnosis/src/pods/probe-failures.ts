import { type Event, eventTime, type Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { eventsOf } from './pod-events.ts'

/** What kubelets said of failed readiness probes of these pods, the newest first. Needs events; none where they are not known. */
export function probeFailures(c: Case, pods: readonly Pod[]): readonly Event[] {
  return failuresOf('Readiness', c, pods)
}

/** The same of liveness probes. */
export function livenessFailures(c: Case, pods: readonly Pod[]): readonly Event[] {
  return failuresOf('Liveness', c, pods)
}

/** A container is paused for 5 minutes at most before it is started again, and then fails its probe a few times. */
const CYCLE_MS = 600_000

/**
 * For which probe its kubelet restarts containers of a pod, by what it said last: it kills a container whose startup or
 * liveness probe has failed failureThreshold times (prober/worker.go). Null where it said nothing of them lately.
 */
export function killingProbe(c: Case, pod: Pod): KillingProbe | null {
  const newest = (probe: string) => {
    const [event] = failuresOf(probe, c, [pod])
    return event === undefined ? -Infinity : toTime(eventTime(event))
  }
  const [startup, liveness] = [newest('Startup'), newest('Liveness')]
  const last = Math.max(startup, liveness)
  if (last === -Infinity || c.clock.isPast(last + CYCLE_MS)) return null
  return { probe: last === liveness ? 'liveness' : 'startup', isOver: newest('Readiness') > last }
}

export interface KillingProbe {
  readonly probe: 'startup' | 'liveness'
  /** Since then its kubelet has asked the readiness probe, which failed. */
  readonly isOver: boolean
}

function failuresOf(probe: string, c: Case, pods: readonly Pod[]): readonly Event[] {
  return eventsOf(c, pods, ['Unhealthy']).filter(({ message = '' }) => message.startsWith(`${probe} probe`))
}
