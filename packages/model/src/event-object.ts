import { cutText, type Kept, number, object, sharedText, text } from './fields.ts'

/** The allow-list of core/v1 Events. See objects.ts. */
export const EVENT = object(
  {
    metadata: object({ name: text, namespace: sharedText, uid: text, creationTimestamp: text }, [
      'name',
      'namespace',
      'uid',
    ]),
    involvedObject: object({ kind: sharedText, namespace: sharedText, name: text, uid: text }),
    reason: sharedText,
    message: cutText,
    count: number,
    firstTimestamp: text,
    lastTimestamp: text,
    eventTime: text,
    series: object({ lastObservedTime: text }),
  },
  ['metadata', 'involvedObject'],
)

export type Event = Kept<typeof EVENT>

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

/** What kubelets and controllers report of every pod, and nobody asks for: the API server is to leave these out. */
const EVERYDAY = ['Scheduled', 'Pulled', 'Created', 'Started', 'Killing', 'SuccessfulCreate', 'SuccessfulDelete']

export const EVENTS_FIELD_SELECTOR = EVERYDAY.map(reason => `reason!=${reason}`).join(',')

/** Of Services all warnings are kept: there are few, and whoever writes one means the Service. */
export function isKeptEvent({ type, reason, involvedObject }: Readonly<Record<string, unknown>>): boolean {
  if (typeof reason !== 'string') return false
  return type === 'Warning' ? WARNINGS.has(reason) || isAboutService(involvedObject) : NORMAL.has(reason)
}

function isAboutService(involved: unknown): boolean {
  return typeof involved === 'object' && involved !== null && 'kind' in involved && involved.kind === 'Service'
}

/** When it was last seen, RFC 3339; '' where nothing tells. The old and the new API say it in different fields. */
export function eventTime({ series, lastTimestamp, eventTime: time, metadata }: Event): string {
  return series?.lastObservedTime ?? lastTimestamp ?? time ?? metadata.creationTimestamp ?? ''
}

/** For who keeps only the newest: every container that starts has a Pulling, so these go before all others. */
export function eventRank(event: Event): string {
  return `${event.reason === 'Pulling' ? 0 : 1} ${eventTime(event)}`
}
