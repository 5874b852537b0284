import type { Delta } from './delta.ts'
import type { Lister } from './lister.ts'
import { assert, must } from './asserts.ts'
import { isEqualKept } from './equality.ts'
import { type KubernetesObject, type ObjectKey, objectKey } from './resources.ts'

/** The values under which an index files an object; none when it does not concern the index. */
export type IndexFunc<T> = (object: T) => readonly string[]

type Filed<T> = T | Set<T>

/**
 * The writable set of one resource's objects, with named indexes. Writes answer with the Deltas they made, none
 * when no kept field changed. Only the Sequencer writes.
 */
export class Store<T extends KubernetesObject, I extends string = string> implements Lister<T, I> {
  readonly #objects = new Map<ObjectKey, T>()
  readonly #indexFuncs: Readonly<Record<I, IndexFunc<T>>>
  readonly #indexes: Map<string, Map<string, Filed<T>>>

  constructor(indexFuncs: Readonly<Record<I, IndexFunc<T>>>) {
    this.#indexFuncs = indexFuncs
    this.#indexes = new Map(Object.keys(indexFuncs).map(name => [name, new Map()]))
  }

  get size(): number {
    return this.#objects.size
  }

  get(key: ObjectKey): T | undefined {
    return this.#objects.get(key)
  }

  list(): IterableIterator<T> {
    return this.#objects.values()
  }

  keys(): IterableIterator<ObjectKey> {
    return this.#objects.keys()
  }

  byIndex(index: I, value: string): readonly T[] {
    const filed = must(this.#indexes.get(index), `index ${index}`).get(value)
    if (filed === undefined) return []
    return filed instanceof Set ? [...filed] : [filed]
  }

  indexValues(index: I): IterableIterator<string> {
    return must(this.#indexes.get(index), `index ${index}`).keys()
  }

  /** Another uid under the same key is another object: the old one is deleted, the new one added. */
  set(object: T): readonly Delta<T>[] {
    const key = objectKey(object)
    const previous = this.#objects.get(key)
    if (previous !== undefined && isEqualKept(previous, object)) return []
    this.#objects.set(key, object)
    if (previous !== undefined) this.#unfile(previous)
    this.#file(object)
    if (previous === undefined) return [{ type: 'added', object }]
    if (previous.metadata.uid === object.metadata.uid) return [{ type: 'updated', object, previous }]
    return [
      { type: 'deleted', object: previous },
      { type: 'added', object },
    ]
  }

  delete(key: ObjectKey): readonly Delta<T>[] {
    const object = this.#objects.get(key)
    if (object === undefined) return []
    this.#objects.delete(key)
    this.#unfile(object)
    return [{ type: 'deleted', object }]
  }

  #file(object: T): void {
    for (const name in this.#indexFuncs) {
      const index = must(this.#indexes.get(name))
      for (const value of this.#indexFuncs[name](object)) {
        const filed = index.get(value)
        if (filed === undefined) index.set(value, object)
        else if (filed instanceof Set) filed.add(object)
        else if (filed !== object) index.set(value, new Set([filed, object]))
      }
    }
  }

  #unfile(object: T): void {
    for (const name in this.#indexFuncs) {
      const index = must(this.#indexes.get(name))
      for (const value of this.#indexFuncs[name](object)) {
        const filed = index.get(value)
        if (filed instanceof Set) {
          filed.delete(object)
          if (filed.size === 0) index.delete(value)
        } else if (filed !== undefined) {
          assert(filed === object, `index ${name} held another object under ${value}`)
          index.delete(value)
        }
      }
    }
  }
}
