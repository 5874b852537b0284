import type { Event, Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { eventsOf } from './pod-events.ts'

/** What kubelets said of failed readiness probes of these pods, the newest first. Needs events; none where they are not known. */
export function probeFailures(c: Case, pods: readonly Pod[]): readonly Event[] {
  return eventsOf(c, pods, ['Unhealthy']).filter(({ message = '' }) => message.startsWith('Readiness probe'))
}
