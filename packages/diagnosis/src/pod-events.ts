import { type Event, eventTime, type Pod } from '@slicescope/model'
import type { Case } from './case.ts'

/** What events say of these pods under one of the reasons, the newest first. Needs events; none where they are not known. */
export function eventsOf(c: Case, pods: readonly Pod[], reasons: readonly string[]): readonly Event[] {
  return aboutUids(
    c,
    pods.map(({ metadata }) => metadata.uid),
    reasons,
  )
}

export function aboutUids(c: Case, uids: readonly string[], reasons: readonly string[]): readonly Event[] {
  const events = c.read('events')
  return uids
    .flatMap(uid => events.byIndex('object', uid))
    .filter(({ reason = '' }) => reasons.includes(reason))
    .toSorted((a, b) => (eventTime(a) > eventTime(b) ? -1 : 1))
}
