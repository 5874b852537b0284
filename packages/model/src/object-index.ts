import { assert } from './asserts.ts'
import type { Finder } from './finder.ts'

/** Files what is held under any number of values. One alone under its value is filed without a Set around it. */
export class ObjectIndex<H extends object> implements Finder<H> {
  readonly #filed = new Map<string, H | Set<H>>()

  add(value: string, held: H): void {
    const filed = this.#filed.get(value)
    if (filed === undefined) this.#filed.set(value, held)
    else if (filed instanceof Set) filed.add(held)
    else if (filed !== held) this.#filed.set(value, new Set([filed, held]))
  }

  remove(value: string, held: H): void {
    const filed = this.#filed.get(value)
    if (filed instanceof Set) {
      filed.delete(held)
      if (filed.size === 0) this.#filed.delete(value)
    } else if (filed !== undefined) {
      assert(filed === held, `an index held another object under ${value}`)
      this.#filed.delete(value)
    }
  }

  find(value: string): Iterable<H> {
    const filed = this.#filed.get(value)
    if (filed === undefined) return []
    return filed instanceof Set ? filed : [filed]
  }

  count(value: string): number {
    const filed = this.#filed.get(value)
    if (filed === undefined) return 0
    return filed instanceof Set ? filed.size : 1
  }

  values(): IterableIterator<string> {
    return this.#filed.keys()
  }
}
