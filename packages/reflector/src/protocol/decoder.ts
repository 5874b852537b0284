import type { Told } from '@slicescope/model'
import type { ApiStatus } from './api-error.ts'

/** One page of a LIST. */
export interface Page<T> {
  readonly items: readonly Told<T>[]
  /** Objects of the page that are not as the API promises; absent where there are none. */
  readonly odd?: readonly OddObject[]
  /** There were none at all, unwanted ones included. */
  readonly isEmpty?: boolean
  /** Of the list, not of its items: a watch starts from here. */
  readonly resourceVersion: string
  /** Asks for the next page; '' after the last one. */
  readonly continueToken: string
  /** How many objects follow on later pages, an estimate; null when the API does not say. */
  readonly remaining: number | null
}

/** An object that can be named, but not kept: a field has another type than the API promises. */
export interface OddObject {
  readonly key: string
  /** Names the field, never what is in it. */
  readonly why: string
}

/** One event of a WATCH. */
export type WatchEvent<T> =
  | { readonly type: 'set' | 'delete'; readonly object: T; readonly resourceVersion: string }
  /** An object that is not wanted: nothing is held of it, but the watch is that far. */
  | { readonly type: 'unwanted'; readonly resourceVersion: string }
  | { readonly type: 'odd'; readonly object: OddObject; readonly isDeleted: boolean; readonly resourceVersion: string }
  | { readonly type: 'bookmark'; readonly resourceVersion: string; readonly endsInitialEvents: boolean }
  | { readonly type: 'error'; readonly status: ApiStatus }

/** Reads the bytes of one WATCH. */
export interface WatchDecoder<T> {
  /** The events that are complete with this chunk. Throws UnreadableError for one that cannot be understood; none is skipped. */
  push(chunk: Uint8Array): readonly WatchEvent<T>[]
  /** The stream has ended. Throws UnreadableError when it did so inside an event. */
  end(): void
}

/** The representation of one resource on the wire. JSON now; another one replaces this and nothing else. */
export interface Decoder<T> {
  /** The Accept header. */
  readonly accept: string
  /** Throws UnreadableError. */
  readPage(body: Uint8Array): Page<T>
  openWatch(): WatchDecoder<T>
}
