import type { Observed } from '@slicescope/diagnosis'
import type { ServiceGraph } from '@slicescope/graph'
import type { Diagnosed } from './outcome.ts'
import type { Since } from './schema/freshness.ts'
import { Slots } from './slots.ts'

/** What is shown of an open Service: its graph with places, and what outlives the Service itself. */
export interface Picture {
  readonly graph: ServiceGraph
  readonly slots: Slots
  readonly since: Since | null
  readonly deletedAt: number | null
  /** Of one that was deleted: what was remembered of it, and why it was as it was. */
  readonly atEnd: AtEnd | null
}

interface AtEnd {
  readonly observed: Observed
  readonly diagnosed: Diagnosed | undefined
}

interface Open {
  count: number
  /** The last one shown; null before the Service was ever there. */
  last: Picture | null
}

/** Keeps the places of each open Service's backends, and the last picture of one that is deleted while open. */
export class OpenServices {
  readonly #open = new Map<string, Open>()

  keys(): IterableIterator<string> {
    return this.#open.keys()
  }

  has(key: string): boolean {
    return this.#open.has(key)
  }

  open(key: string): void {
    const open = this.#open.get(key) ?? { count: 0, last: null }
    open.count += 1
    this.#open.set(key, open)
  }

  close(key: string): void {
    const open = this.#open.get(key)
    if (open === undefined) return
    open.count -= 1
    if (open.count <= 0) this.#open.delete(key)
  }

  /** Takes over the Service as it is. Another uid is another Service, whose backends are placed again. */
  show(key: string, graph: ServiceGraph, since: Since | null): Picture {
    const open = this.#open.get(key)
    const last = open?.last ?? null
    const slots = last !== null && last.graph.service.uid === graph.service.uid ? last.slots : new Slots()
    slots.assign(graph.backends)
    const picture: Picture = { graph, slots, since, deletedAt: null, atEnd: null }
    if (open !== undefined) open.last = picture
    return picture
  }

  /** Notes when the Service went, and how it was then, unless that is known. */
  markDeleted(key: string, time: number, atEnd: AtEnd): void {
    const open = this.#open.get(key)
    if (open === undefined || open.last === null || open.last.deletedAt !== null) return
    open.last = { ...open.last, deletedAt: time, atEnd }
  }

  lastPicture(key: string): Picture | null {
    return this.#open.get(key)?.last ?? null
  }
}
