import type { Resource } from './resources.ts'

/**
 * - `listing`: a complete list is being read (the first one, or a relist while the old state stays)
 * - `watching`: following; nothing is known to be missing
 * - `closed`: the connection is lost and being reopened; what is held is as old as `heard`
 * - `forbidden`: the API refused (403); asked again every minute
 * - `not-recorded`: a recording holds nothing of it
 */
export type WatchPhase = 'listing' | 'watching' | 'closed' | 'forbidden' | 'not-recorded'

/** Returns whether nothing can be known by a watch of this phase, however long one waits. */
export function isUnreadable(phase: WatchPhase): boolean {
  return phase === 'forbidden' || phase === 'not-recorded'
}

/** What is known of one followed resource, cluster-wide (`namespace` null) or in one namespace. */
export interface WatchState {
  readonly resource: Resource
  readonly namespace: string | null
  readonly phase: WatchPhase
  /** The first complete list is in; before it nothing may claim that something does not exist. */
  readonly hasSynced: boolean
  /** While listing: objects read so far, and how many the API expects in all (null when it does not say). */
  readonly loaded: number
  readonly expected: number | null
  /** Objects that the API has and that cannot be kept, a field being of another type than the API promises: all counted, some named. */
  readonly leftOut?: {
    readonly count: number
    readonly objects: readonly { readonly key: string; readonly why: string }[]
  }
  /** Of a refused cluster-wide scope: in how many namespaces it is followed one by one, is refused, and is neither; some of the last are named. */
  readonly byNamespace?: {
    readonly followed: number
    readonly denied: number
    readonly unfollowed: number
    readonly named: readonly string[]
    /** Not all namespaces have been asked about once: nothing is known of the others. */
    readonly isLooking?: boolean
  }
  /** Why it is closed or forbidden, in one sentence for people; null otherwise. */
  readonly reason: string | null
  /** How many tries to reopen have failed since it closed. */
  readonly failures: number
  /** The API server is out of reach for it: nothing was heard for too long, or a reopening failed. */
  readonly blind: boolean
  /** While blind: when it was last heard, else last proven complete, in ms since the epoch; null where it never was. */
  readonly asOf: number | null
}

/** When something was last heard on the open watch and when the held state was last proven complete; ms since the epoch. */
export interface WatchTimes {
  /** The last byte or ping answer: the connection works. */
  readonly heard: number | null
  /** The last event or bookmark, or the last complete list: what is held was up to date then. */
  readonly progressed: number | null
  /** After this the watch counts as stalled, whatever is heard; null while its server has sent no bookmark. */
  readonly stalledAfter: number | null
  readonly verified: number | null
  /** Silence after which the watch counts as lost, in ms: 20 s over HTTP/2, 75 s over HTTP/1.1. */
  readonly silenceLimit: number
  /** When it is asked for again after a failure; null while none is waited out. */
  readonly nextAttempt: number | null
}
