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
export function killingProbe(c: Case, pod: Pod): 'startup' | 'liveness' | null {
  const newest = (probe: string) => failuresOf(probe, c, [pod])[0]
  const [startup, liveness] = [newest('Startup'), newest('Liveness')].map(event =>
    event === undefined ? -Infinity : toTime(eventTime(event)),
  )
  const last = Math.max(startup ?? -Infinity, liveness ?? -Infinity)
  if (last === -Infinity || c.clock.isPast(last + CYCLE_MS)) return null
  return last === liveness ? 'liveness' : 'startup'
}

function failuresOf(probe: string, c: Case, pods: readonly Pod[]): readonly Event[] {
  return eventsOf(c, pods, ['Unhealthy']).filter(({ message = '' }) => message.startsWith(`${probe} probe`))
}
