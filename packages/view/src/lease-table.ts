import { gistOf, type LeaseState, type ReadLease } from '@slicescope/diagnosis'
import type { LeaseAnswer, LeaseKey } from '@slicescope/model'

interface Asked {
  readonly key: LeaseKey
  readonly services: Set<string>
  lease: LeaseState
}

/** Leases that diagnoses of Services ask for, and what was read of them. One that nobody asks for is forgotten. */
export class LeaseTable {
  readonly #asked = new Map<string, Asked>()
  readonly #ofService = new Map<string, readonly LeaseKey[]>()

  of(key: LeaseKey): LeaseState {
    return this.#asked.get(idOf(key))?.lease ?? { state: 'loading' }
  }

  /** Those that somebody asks for, the longest asked first. */
  keys(): readonly LeaseKey[] {
    return [...this.#asked.values()].map(({ key }) => key)
  }

  /** Takes over what the diagnosis of a Service asks for, in place of what it asked for before. */
  ask(service: string, keys: readonly LeaseKey[]): void {
    const before = this.#ofService.get(service) ?? []
    if (keys.length === 0) this.#ofService.delete(service)
    else this.#ofService.set(service, keys)
    for (const key of keys) {
      const asked = this.#asked.get(idOf(key)) ?? { key, services: new Set<string>(), lease: { state: 'loading' } }
      asked.services.add(service)
      this.#asked.set(idOf(key), asked)
    }
    const wanted = new Set(keys.map(idOf))
    for (const key of before) if (!wanted.has(idOf(key))) this.#leave(key, service)
  }

  /** Takes over what another one knew of those that are asked for. */
  restore(leases: readonly (readonly [LeaseKey, LeaseState])[]): void {
    for (const [key, lease] of leases) {
      const asked = this.#asked.get(idOf(key))
      if (asked !== undefined) asked.lease = lease
    }
  }

  /** Takes over what was read at `time`, in ms; answers with the Services whose diagnosis it may change. */
  note(key: LeaseKey, answer: LeaseAnswer, time: number): Iterable<string> {
    const asked = this.#asked.get(idOf(key))
    if (asked === undefined) return []
    const before = asked.lease
    asked.lease = answer.state === 'known' ? readAgain(before, answer, time) : answer
    return gistOf(asked.lease) === gistOf(before) ? [] : asked.services
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
