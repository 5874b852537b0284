import { textAt } from './json.ts'

/** A whole API object, as stored; never changed in place. */
export type RawObject = Readonly<Record<string, unknown>>

/** Files objects under the values that a function gives them; looking up costs nothing that grows with the cluster. */
export class ObjectIndex {
  readonly #valuesOf: (object: RawObject) => readonly string[]
  readonly #filed = new Map<string, Map<string, RawObject>>()

  constructor(valuesOf: (object: RawObject) => readonly string[]) {
    this.#valuesOf = valuesOf
  }

  /** The objects under a value, in the order in which they came. */
  get(value: string): readonly RawObject[] {
    return [...(this.#filed.get(value)?.values() ?? [])]
  }

  count(value: string): number {
    return this.#filed.get(value)?.size ?? 0
  }

  /** Takes over a change: `previous` goes, `object` comes. */
  apply(previous: RawObject | undefined, object: RawObject | undefined): void {
    const before = previous === undefined ? [] : this.#valuesOf(previous)
    const after = object === undefined ? [] : this.#valuesOf(object)
    for (const value of before)
      if (previous !== undefined && !after.includes(value)) this.#remove(value, uidOf(previous))
    for (const value of after) if (object !== undefined) this.#add(value, object)
  }

  #add(value: string, object: RawObject): void {
    const filed = this.#filed.get(value) ?? new Map<string, RawObject>()
    this.#filed.set(value, filed)
    filed.set(uidOf(object), object)
  }

  #remove(value: string, uid: string): void {
    const filed = this.#filed.get(value)
    filed?.delete(uid)
    if (filed?.size === 0) this.#filed.delete(value)
  }
}

export function uidOf(object: RawObject): string {
  return textAt(object, 'metadata', 'uid') ?? ''
}
