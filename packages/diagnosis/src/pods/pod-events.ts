import { type Event, eventTime, objectKey, type Pod } from '@slicescope/model'
import type { Case } from '../case.ts'

/** What events say of these pods under one of the reasons, the newest first. Needs events; none where they are not known. */
export function eventsOf(c: Case, pods: readonly Pod[], reasons: readonly string[]): readonly Event[] {
  return aboutUids(
    c,
    pods.map(({ metadata }) => metadata.uid),
    reasons,
  )
}

/** The newest first; of one time in the order of their names, for Stores keep no order. */
export function aboutUids(c: Case, uids: readonly string[], reasons: readonly string[]): readonly Event[] {
  const events = c.read('events')
  return uids
    .flatMap(uid => events.byIndex('object', uid))
    .filter(({ reason = '' }) => reasons.includes(reason))
    .toSorted((a, b) => compare(eventTime(b), eventTime(a)) || compare(objectKey(a), objectKey(b)))
}

/** All warnings about one object, whatever their reason, the newest first. Needs events. */
export function warningsAbout(c: Case, uid: string): readonly Event[] {
  return c
    .read('events')
    .byIndex('object', uid)
    .filter(({ reason }) => reason !== undefined)
    .toSorted((a, b) => compare(eventTime(b), eventTime(a)) || compare(objectKey(a), objectKey(b)))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
