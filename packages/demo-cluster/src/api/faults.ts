import type { ResourceName } from './raw-objects.ts'

/** What can befall a request before it is answered, or a list while it is. */
export type RequestFault =
  | { readonly kind: 'status'; readonly code: 401 | 410 | 429 | 500 | 503 | 504; readonly retryAfterSeconds?: number }
  /** The whole connection is reset. */
  | { readonly kind: 'reset' }
  /** The answer ends in its middle. */
  | { readonly kind: 'cut' }
  /** The answer comes in small pieces, this many milliseconds apart. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** History is forgotten first: what asks for an older version gets 410. */
  | { readonly kind: 'forget' }

/** What can befall a watch in place of an event. All but `stall` end it. */
export type WatchFault =
  | { readonly kind: 'close' }
  /** Stays open and says nothing more. */
  | { readonly kind: 'stall' }
  /** Half of the line, then the end. */
  | { readonly kind: 'cut-line' }
  /** A line that is no JSON. */
  | { readonly kind: 'garbage-line' }
  /** An ERROR event with a Status of this code; 410 says Expired. */
  | { readonly kind: 'error'; readonly code: 410 | 429 | 500 | 504 }
  | { readonly kind: 'reset' }

/** A request as the hooks see it. `resource` is undefined for discovery and the like. */
export interface RequestSeen {
  readonly verb: string
  readonly resource: ResourceName | undefined
  readonly namespace: string | undefined
  readonly query: URLSearchParams
}

export interface WatchSeen {
  readonly resource: ResourceName
  readonly namespace: string | undefined
  /** ADDED, MODIFIED, DELETED, BOOKMARK: the event in whose place the fault would come. */
  readonly eventType: string
  readonly object: object
}

/** Asked before each request is answered, and before each event of a watch is written. */
export interface Faults {
  readonly onRequest?: (request: RequestSeen) => RequestFault | undefined
  readonly onEvent?: (watch: WatchSeen) => WatchFault | undefined
}

export interface RandomFaultsOptions {
  /** In [0, 1). The same numbers give the same faults to the same calls. */
  readonly random: () => number
  /** Share of requests and of events that meet a fault. */
  readonly requestRate: number
  readonly eventRate: number
  readonly requestFaults?: readonly RequestFault[]
  readonly eventFaults?: readonly WatchFault[]
}

const REQUEST_FAULTS: readonly RequestFault[] = [
  { kind: 'status', code: 429, retryAfterSeconds: 1 },
  { kind: 'status', code: 500 },
  { kind: 'status', code: 410 },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'slow', milliseconds: 5 },
  { kind: 'forget' },
]

/** Without `stall`, which only a client's own idle limit ends. */
const EVENT_FAULTS: readonly WatchFault[] = [
  { kind: 'close' },
  { kind: 'cut-line' },
  { kind: 'garbage-line' },
  { kind: 'error', code: 410 },
  { kind: 'error', code: 500 },
  { kind: 'reset' },
]

/** A seeded schedule: list, get and watch requests and the events of watches meet faults at the given rates. */
export function randomFaults(options: RandomFaultsOptions): Faults {
  const { random, requestRate, eventRate, requestFaults = REQUEST_FAULTS, eventFaults = EVENT_FAULTS } = options
  const draw = <T>(faults: readonly T[], rate: number): T | undefined =>
    random() < rate ? faults[Math.floor(random() * faults.length)] : undefined
  return {
    onRequest: ({ verb, resource }) =>
      resource !== undefined && ['get', 'list', 'watch'].includes(verb) ? draw(requestFaults, requestRate) : undefined,
    onEvent: () => draw(eventFaults, eventRate),
  }
}
