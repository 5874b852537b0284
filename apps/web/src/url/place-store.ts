import { formatPlace } from './format-place.ts'
import { parsePlace } from './parse-place.ts'
import { keyOf, LIVE, type Place } from './place.ts'
import { Subscribable } from '../store/subscribable.ts'

/** The address bar and its history, as far as they are used. A browser's window is one. */
export interface AddressBar {
  readonly location: { readonly pathname: string; readonly search: string }
  readonly history: Pick<History, 'pushState' | 'replaceState'>
  readonly addEventListener: (type: 'popstate', listener: () => void) => void
}

/** The page's place, kept in the address bar: `go` makes an entry that Back returns from, `replace` none. */
export class PlaceStore extends Subscribable {
  readonly #bar: AddressBar
  #place: Place

  constructor(bar: AddressBar) {
    super()
    this.#bar = bar
    this.#place = parsePlace(bar.location)
    bar.addEventListener('popstate', () => this.#set(parsePlace(bar.location)))
  }

  readonly getSnapshot = (): Place => this.#place

  go(change: Partial<Place>): void {
    this.#write(changed(this.#place, change), 'pushState')
  }

  replace(change: Partial<Place>): void {
    this.#write(changed(this.#place, change), 'replaceState')
  }

  #write(place: Place, how: 'pushState' | 'replaceState'): void {
    const address = formatPlace(place)
    const { location, history } = this.#bar
    if (address !== `${location.pathname}${location.search}`) {
      try {
        history[how](null, '', address)
      } catch {
        // Browsers refuse an address that changes too often, as while the strip is dragged; the next change writes it.
      }
    }
    this.#set(place)
  }

  #set(place: Place): void {
    this.#place = place
    this.notify()
  }
}

/** What is compared is one Service, and times are of one cluster. */
function changed(place: Place, change: Partial<Place>): Place {
  const isOther = change.service !== undefined && keyOr(change.service) !== keyOr(place.service)
  const isElsewhere = change.cluster !== undefined && change.cluster !== place.cluster && place.cluster !== null
  return { ...place, ...(isOther ? { compare: null } : {}), ...(isElsewhere ? LIVE : {}), ...change }
}

function keyOr(service: Place['service']): string {
  return service === null ? '' : keyOf(service)
}
