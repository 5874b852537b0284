import {
  CHANGES_MS,
  concerning,
  FLAPPING_MS,
  putTogether,
  type Seen,
  seenIn,
  type Watched,
} from '@slicescope/diagnosis'
import type { Listers, Resource, ResourceDelta } from '@slicescope/model'
import type { TouchedServices } from './touched-services.ts'

/** What Services are made of. */
const MADE_OF: ReadonlySet<Resource> = new Set<Resource>(['services', 'endpointslices', 'pods', 'nodes'])

/** Of one Service: more would not be told. */
const MOST_OF_ONE = 100
/** Of all Services together, about 10 MB; those that changed last are kept. */
const MOST_OF_ALL = 20_000

/** What was seen to happen to each Service in the last hour, and pods that came and went in the last ten minutes. Bounded. */
export class ChangesLog {
  readonly #listers: Listers
  /** By the Service's key, the one noted last at the end. */
  readonly #entries = new Map<string, readonly Watched[]>()
  #size = 0

  constructor(listers: Listers) {
    this.#listers = listers
  }

  /** To be told of every Delta, with the Services that it may touch and when it was received. */
  follow(delta: ResourceDelta, { near, far }: TouchedServices, time: number): void {
    const seen = seenIn(delta)
    if (seen.length === 0) return
    // Whom pods and Nodes explain something, they need not belong to.
    const touched = new Set(MADE_OF.has(delta.resource) ? near : far)
    for (const key of touched) {
      const service = this.#listers.services.get(key)
      const own =
        service === undefined
          ? seen.filter(({ type }) => type === 'service-deleted')
          : concerning(service, { seen, delta, listers: this.#listers })
      for (const each of own) this.#note(key, each, time)
    }
  }

  /** As many backends are ready as told; null where that is not known. */
  noteReady(
    key: string,
    { from, to, time }: { readonly from: number; readonly to: number; readonly time: number },
  ): void {
    this.#note(key, { type: 'ready', from, to, fewest: Math.min(from, to) }, time)
  }

  /** The oldest first. */
  of(key: string, now: number): readonly Watched[] {
    return (this.#entries.get(key) ?? []).filter(entry => isFresh(entry, now))
  }

  #note(key: string, seen: Seen, time: number): void {
    const before = this.#entries.get(key) ?? []
    const entries = withEntry(
      before.filter(entry => isFresh(entry, time)),
      { ...seen, time, last: time },
    ).slice(-MOST_OF_ONE)
    this.#entries.delete(key)
    this.#entries.set(key, entries)
    this.#size += entries.length - before.length
    for (const [oldest, own] of this.#entries) {
      if (this.#size <= MOST_OF_ALL) break
      this.#entries.delete(oldest)
      this.#size -= own.length
    }
  }
}

function isFresh({ type, time }: Watched, now: number): boolean {
  return now - time <= (type === 'flap' ? FLAPPING_MS : CHANGES_MS)
}

/** Put together with the last one that is alike and close, where there is one. */
function withEntry(entries: readonly Watched[], fresh: Watched): readonly Watched[] {
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at]
    const joined = entry === undefined ? null : putTogether(entry, fresh)
    if (joined !== null) return entries.with(at, joined)
  }
  return [...entries, fresh]
}
