import { gistOf, type LeaseState, type ReadLease } from '@slicescope/diagnosis'
import type { LeaseAnswer, LeaseKey } from '@slicescope/model'

/** What the last read of a Lease came to, and when that was, in ms since the epoch. Plain data. */
export interface KnownLease {
  readonly key: LeaseKey
  readonly lease: LeaseState
  readonly at: number
}

interface Asked {
  readonly key: LeaseKey
  readonly services: Set<string>
}

/** What was read longer ago proves nothing any more. */
const KEPT_MS = 600_000

const LOADING: LeaseState = { state: 'loading' }

/** What was read of Leases, and which of them the diagnoses of Services ask for. */
export class LeaseTable {
  /** The one read last at the end. */
  readonly #known = new Map<string, KnownLease>()
  readonly #asked = new Map<string, Asked>()
  readonly #ofService = new Map<string, readonly LeaseKey[]>()

  of(key: LeaseKey, now: number): LeaseState {
    return now < this.knownUntil(key) ? (this.#known.get(idOf(key))?.lease ?? LOADING) : LOADING
  }

  /** Until when what was read of it counts, in ms since the epoch; Infinity where nothing was. */
  knownUntil(key: LeaseKey): number {
    return (this.#known.get(idOf(key))?.at ?? Infinity) + KEPT_MS
  }

  /** Those that something asks for, the longest asked first. */
  keys(): readonly LeaseKey[] {
    return [...this.#asked.values()].map(({ key }) => key)
  }

  /** All that was read. */
  known(): readonly KnownLease[] {
    return [...this.#known.values()]
  }

  /** Takes over what another one knew. */
  restore(known: readonly KnownLease[]): void {
    for (const each of known) this.#known.set(idOf(each.key), each)
  }

  /** Takes over what the diagnosis of a Service asks for, in place of what it asked for before. */
  ask(service: string, keys: readonly LeaseKey[]): void {
    const before = this.#ofService.get(service) ?? []
    if (keys.length === 0) this.#ofService.delete(service)
    else this.#ofService.set(service, keys)
    for (const key of keys) {
      const asked = this.#asked.get(idOf(key)) ?? { key, services: new Set<string>() }
      asked.services.add(service)
      this.#asked.set(idOf(key), asked)
    }
    const wanted = new Set(keys.map(idOf))
    for (const key of before) if (!wanted.has(idOf(key))) this.#leave(key, service)
  }

  /** Takes over what was read at `time`, in ms; answers with the Services whose diagnosis it may change. */
  note(key: LeaseKey, answer: LeaseAnswer, time: number): Iterable<string> {
    const before = this.of(key, time)
    const lease = answer.state === 'known' ? readAgain(before, answer, time) : answer
    this.#known.delete(idOf(key))
    this.#known.set(idOf(key), { key, lease, at: time })
    for (const [id, { at }] of this.#known) {
      if (time - at <= KEPT_MS) break
      this.#known.delete(id)
    }
    return gistOf(lease) === gistOf(before) ? [] : (this.#asked.get(idOf(key))?.services ?? [])
  }

  #leave(key: LeaseKey, service: string): void {
    const asked = this.#asked.get(idOf(key))
    asked?.services.delete(service)
    if (asked?.services.size === 0) this.#asked.delete(idOf(key))
  }
}

function readAgain(before: LeaseState, answer: LeaseAnswer & { readonly state: 'known' }, time: number): ReadLease {
  if (before.state !== 'known') return { ...answer, first: time, last: time, isRenewed: false }
  const isSame = before.renewTime === answer.renewTime
  return { ...answer, first: isSame ? before.first : time, last: time, isRenewed: before.isRenewed || !isSame }
}

function idOf({ namespace, name }: LeaseKey): string {
  return `${namespace}/${name}`
}
