import { formatPlace } from './format-place.ts'
import { parsePlace } from './parse-place.ts'
import type { Place } from './place.ts'

/** The page's place, kept in the address bar: `go` makes an entry that Back returns from, `replace` none. */
export class PlaceStore {
  readonly #window: Window
  readonly #listeners = new Set<() => void>()
  #place: Place

  constructor(window: Window) {
    this.#window = window
    this.#place = parsePlace(window.location)
    window.addEventListener('popstate', () => this.#set(parsePlace(window.location)))
  }

  readonly getSnapshot = (): Place => this.#place

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  go(change: Partial<Place>): void {
    this.#write({ ...this.#place, ...change }, 'pushState')
  }

  replace(change: Partial<Place>): void {
    this.#write({ ...this.#place, ...change }, 'replaceState')
  }

  #write(place: Place, how: 'pushState' | 'replaceState'): void {
    const address = formatPlace(place)
    const { location, history } = this.#window
    if (address !== `${location.pathname}${location.search}`) history[how](null, '', address)
    this.#set(place)
  }

  #set(place: Place): void {
    this.#place = place
    for (const listener of this.#listeners) listener()
  }
}
