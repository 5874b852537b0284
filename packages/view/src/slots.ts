/** What has a place: a backend with what first decides its order. */
export interface Placed {
  readonly key: string
  readonly zone: string | null
  /** RFC 3339; null where neither its pod nor its slices tell. */
  readonly createdAt: string | null
}

interface Place {
  readonly zone: string | null
  readonly slot: number
}

/**
 * The slot of each backend in its zone. A backend keeps its slot as long as it is in the zone; newcomers take the lowest
 * free ones, in order of creation, then key. So nothing jumps when one comes or goes.
 */
export class Slots {
  #places = new Map<string, Place>()

  /** Takes over which backends there are now. */
  assign(backends: readonly Placed[]): void {
    const kept = new Map<string, Place>()
    for (const { key, zone } of backends) {
      const place = this.#places.get(key)
      if (place !== undefined && place.zone === zone) kept.set(key, place)
    }
    const free = new FreeSlots(kept.values())
    const newcomers = backends.filter(({ key }) => !kept.has(key)).toSorted(byAge)
    for (const { key, zone } of newcomers) kept.set(key, { zone, slot: free.take(zone) })
    this.#places = kept
  }

  /** -1 for what is no backend. */
  slotOf(key: string): number {
    return this.#places.get(key)?.slot ?? -1
  }
}

class FreeSlots {
  readonly #taken = new Map<string | null, Set<number>>()
  readonly #next = new Map<string | null, number>()

  constructor(places: Iterable<Place>) {
    for (const { zone, slot } of places) this.#taken.set(zone, (this.#taken.get(zone) ?? new Set()).add(slot))
  }

  /** The lowest free one of the zone, which is then taken. */
  take(zone: string | null): number {
    let slot = this.#next.get(zone) ?? 0
    while (this.#taken.get(zone)?.has(slot)) slot += 1
    this.#next.set(zone, slot + 1)
    return slot
  }
}

function byAge(a: Placed, b: Placed): number {
  const byTime = compareTimes(a.createdAt, b.createdAt)
  if (byTime !== 0) return byTime
  return a.key < b.key ? -1 : 1
}

/** Unknown last. Times of the API are all of one form, so that their order is that of their text. */
function compareTimes(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}
