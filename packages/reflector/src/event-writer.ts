import type { Change, Relist, Resource, ResourceObjects, ResourceWriter } from '@slicescope/model'
import { OddWatchError } from './failure.ts'
import { ApiError, OddObjectError } from './protocol/api-error.ts'
import type { WatchEvent } from './protocol/decoder.ts'

/** A listener of the store threw: a bug of ours, never a fault of the API server's. */
export class WriteError extends Error {
  override readonly name = 'WriteError'
}

/** Runs what writes to the store, so that a bug in it is distinguished from a failed request. */
export function writing(write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new WriteError('the store could not be written', { cause: error })
  }
}

/** What a batch of events came to. */
export interface Applied {
  /** The newest resourceVersion that is applied; null when the batch had none. */
  readonly resourceVersion: string | null
  /** A watch's ERROR: nothing after it counts. */
  readonly error: ApiError | null
}

/** Applies a batch as one write, up to its ERROR if it has one. */
export function applyEvents<R extends Resource>(
  writer: ResourceWriter<R>,
  events: readonly WatchEvent<ResourceObjects[R]>[],
): Applied {
  const end = events.findIndex(event => event.type === 'error')
  const counted = end === -1 ? events : events.slice(0, end)
  const changes = toChanges(counted)
  if (changes.length > 0) writing(() => writer.apply(changes))
  const last = counted.at(-1)
  return {
    resourceVersion: last === undefined || last.type === 'error' ? null : last.resourceVersion,
    error: errorAt(events, end),
  }
}

function errorAt(events: readonly WatchEvent<unknown>[], at: number): ApiError | null {
  const event = events[at]
  return event?.type === 'error' ? new ApiError(event.status, 'event') : null
}

function toChanges<T>(events: readonly WatchEvent<T>[]): readonly Change<T>[] {
  return events.flatMap(event => (event.type === 'set' || event.type === 'delete' ? [event] : []))
}

/** The state that a watch tells before its changes (WatchList). Its events come in no order of resourceVersions; only the closing bookmark has one that counts. */
export class InitialEvents<R extends Resource> {
  readonly #writer: ResourceWriter<R>
  readonly #relist: Relist<ResourceObjects[R]>
  #loaded = 0

  constructor(writer: ResourceWriter<R>) {
    this.#writer = writer
    this.#relist = writer.relist()
  }

  get loaded(): number {
    return this.#loaded
  }

  /** Takes the batch up to the closing bookmark. Answers with that one's resourceVersion and what follows it, or null before it came. */
  take(
    events: readonly WatchEvent<ResourceObjects[R]>[],
  ): { readonly resourceVersion: string; readonly rest: readonly WatchEvent<ResourceObjects[R]>[] } | null {
    const end = events.findIndex(
      event => event.type === 'error' || (event.type === 'bookmark' && event.endsInitialEvents),
    )
    const initial = end === -1 ? events : events.slice(0, end)
    // kube-apiserver sends no other bookmark before that one: this server does not know lists by watch.
    if (initial.some(event => event.type === 'bookmark'))
      throw new OddWatchError('does not say when a list is complete')
    const odd = initial.find(event => event.type === 'odd')
    if (odd?.type === 'odd') throw new OddObjectError(`${odd.object.key}: ${odd.object.why}`)
    this.#stamp(initial)
    const closing = events[end]
    if (closing === undefined) return null
    if (closing.type === 'error') throw new ApiError(closing.status, 'event')
    writing(() => this.#relist.finish())
    return { resourceVersion: closing.resourceVersion, rest: events.slice(end + 1) }
  }

  /** In order: what is deleted while the state is still being told may be told again after that. */
  #stamp(events: readonly WatchEvent<ResourceObjects[R]>[]): void {
    for (let at = 0; at < events.length; ) {
      const isSet = events[at]?.type === 'set'
      const next = events.findIndex((event, index) => index > at && (event.type === 'set') !== isSet)
      const run = toChanges(events.slice(at, next === -1 ? undefined : next))
      if (isSet) writing(() => this.#relist.add(run))
      else if (run.length > 0) writing(() => this.#writer.apply(run))
      if (isSet) this.#loaded += run.length
      at = next === -1 ? events.length : next
    }
  }
}
