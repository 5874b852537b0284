import type { LeaseKey } from '@slicescope/model'

/** Notes which Leases the rules of one diagnosis look for, known or not: the server has to read them. */
export class LeaseLog {
  readonly #leases = new Map<string, LeaseKey>()

  note(key: LeaseKey): void {
    this.#leases.set(`${key.namespace}/${key.name}`, key)
  }

  get leases(): readonly LeaseKey[] {
    return [...this.#leases.values()]
  }
}
