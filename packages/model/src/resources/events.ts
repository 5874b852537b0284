import { defineResource, onlyIf } from '../define-resource.ts'
import { cutText, type Kept, number, object, sharedText, text, time } from '../fields.ts'
import { NAME } from './common.ts'
import { present } from './file-by.ts'

const FIELDS = object(
  {
    metadata: [1, object({ ...NAME, creationTimestamp: [8, time] }, ['name', 'namespace', 'uid'])],
    involvedObject: [2, object({ kind: [1, sharedText], namespace: [2, sharedText], name: [3, text], uid: [4, text] })],
    reason: [3, sharedText],
    message: [4, cutText],
    count: [8, number],
    firstTimestamp: [6, time],
    lastTimestamp: [7, time],
    eventTime: [10, time],
    series: [11, object({ lastObservedTime: [2, time] })],
  },
  ['metadata', 'involvedObject'],
)

type Event = Kept<typeof FIELDS>

/** Warnings that a rule of diagnosis reads. A field selector cannot name several, so the others are dropped on arrival. */
const WARNINGS: ReadonlySet<string> = new Set([
  'FailedCreate',
  'FailedCreatePodSandBox',
  'FailedMount',
  'FailedAttachVolume',
  'FailedScheduling',
  'Unhealthy',
  'Failed',
  'FailedToUpdateEndpointSlices',
  'BackOff',
  'SyncLoadBalancerFailed',
  'TooManyAddressesToMirror',
  'InvalidIPAddress',
  'FailedToCreateEndpoint',
  'FailedToUpdateEndpoint',
])

/** What was done, told in `changes`, and what gives a pod more time to start. */
const NORMAL: ReadonlySet<string> = new Set(['ScalingReplicaSet', 'Pulling', 'TriggeredScaleUp', 'Nominated'])

/** What kubelets and controllers report of every pod, and no rule reads: the API server is to leave these out. */
const EVERYDAY = ['Scheduled', 'Pulled', 'Created', 'Started', 'Killing', 'SuccessfulCreate', 'SuccessfulDelete']

/** Diagnosis looks at the last minutes; a cluster that fails everywhere says so a thousand times a minute. */
const MAX_EVENTS = 5_000

/** What decides whether an event is stored at all. */
const SIGHT = object({ type: [9, text], reason: [3, text], involvedObject: [2, object({ kind: [1, text] })] }, [
  'reason',
])

/** `object`: the uid of what it is about. */
export const events = defineResource({
  resource: 'events',
  kind: 'Event',
  group: '',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: FIELDS,
  indexes: { object: event => present(event.involvedObject.uid) },
  isWanted: onlyIf(SIGHT, isKeptEvent),
  implied: ({ reason = '' }) => ({ type: NORMAL.has(reason) ? 'Normal' : 'Warning' }),
  fieldSelector: EVERYDAY.map(reason => `reason!=${reason}`).join(','),
  newest: { limit: MAX_EVENTS, age: eventRank },
})

/** Of Services all warnings are stored: there are few, and the controller that writes one means the Service. */
function isKeptEvent({ type, reason, involvedObject }: Kept<typeof SIGHT>): boolean {
  return type === 'Warning' ? WARNINGS.has(reason) || involvedObject?.kind === 'Service' : NORMAL.has(reason)
}

/** When it was last seen, RFC 3339; '' where nothing tells. The old and the new API say it in different fields. */
export function eventTime({ series, lastTimestamp, eventTime: at, metadata }: Event): string {
  return series?.lastObservedTime ?? lastTimestamp ?? at ?? metadata.creationTimestamp ?? ''
}

/** For a store of only the newest: every container that starts has a Pulling, so these go before all others. */
function eventRank(event: Event): string {
  return `${event.reason === 'Pulling' ? 0 : 1} ${eventTime(event)}`
}
