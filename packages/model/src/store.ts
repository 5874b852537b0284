import { must } from './asserts.ts'
import type { Delta } from './delta.ts'
import type { Finder } from './finder.ts'
import type { Lister } from './lister.ts'
import { ObjectIndex } from './object-index.ts'
import { ObjectTable, splitKey } from './object-table.ts'
import type { Packing } from './packing.ts'
import type { KubernetesObject, ObjectKey } from './keys.ts'

/** The values under which an index files an object; none when it does not concern the index. */
export type IndexFunc<T> = (object: T) => readonly string[]

/** In place of an IndexFunc: an index by namespace, which costs nothing. */
export const BY_NAMESPACE = Symbol('by namespace')

export type Indexes<T, I extends string> = Readonly<Record<I, IndexFunc<T> | typeof BY_NAMESPACE>>

/** What writes to a Store; how it holds its objects is its own. */
export interface WritableStore<T, I extends string = string> extends Lister<T, I> {
  /** Of one namespace, or of all (null). */
  keys(namespace: string | null): IterableIterator<ObjectKey>
  /** The resourceVersion of what is held, '' where it is unknown; undefined of what is not. */
  resourceVersion(key: ObjectKey): string | undefined
  /** `resourceVersion`: where it is known. */
  set(object: T, resourceVersion?: string): readonly Delta<T>[]
  /** `resourceVersion`: of the deletion, where that is known. */
  delete(key: ObjectKey, resourceVersion?: string): readonly Delta<T>[]
}

/**
 * The writable set of one resource's objects, with named indexes. Writes answer with the Deltas they made, none
 * when no kept field changed. Only the Sequencer writes.
 */
export class Store<T extends KubernetesObject, I extends string, H extends object> implements WritableStore<T, I> {
  readonly #packing: Packing<T, H>
  readonly #table = new ObjectTable<H>()
  readonly #finders = new Map<string, Finder<H>>()
  readonly #filed: { readonly index: ObjectIndex<H>; readonly valuesOf: IndexFunc<T> }[] = []

  constructor(indexes: Indexes<T, I>, packing: Packing<T, H>) {
    this.#packing = packing
    for (const name in indexes) {
      const valuesOf = indexes[name]
      const index = new ObjectIndex<H>()
      this.#finders.set(name, valuesOf === BY_NAMESPACE ? this.#table : index)
      if (valuesOf !== BY_NAMESPACE) this.#filed.push({ index, valuesOf })
    }
  }

  get size(): number {
    return this.#table.size
  }

  get(key: ObjectKey): T | undefined {
    const held = this.#table.get(...splitKey(key))
    return held === undefined ? undefined : this.#packing.unpack(held)
  }

  *list(): IterableIterator<T> {
    for (const held of this.#table.all()) yield this.#packing.unpack(held)
  }

  keys(namespace: string | null): IterableIterator<ObjectKey> {
    return this.#table.keys(namespace)
  }

  byIndex(index: I, value: string): readonly T[] {
    return Array.from(this.#finder(index).find(value), held => this.#packing.unpack(held))
  }

  countByIndex(index: I, value: string): number {
    return this.#finder(index).count(value)
  }

  indexValues(index: I): IterableIterator<string> {
    return this.#finder(index).values()
  }

  resourceVersion(key: ObjectKey): string | undefined {
    const held = this.#table.get(...splitKey(key))
    return held === undefined ? undefined : this.#packing.versionOf(held)
  }

  /** Another uid under the same key is another object: the old one is deleted, the new one added. */
  set(object: T, resourceVersion = ''): readonly Delta<T>[] {
    const { namespace = '', name, uid } = object.metadata
    const before = this.#table.get(namespace, name)
    const held = this.#packing.pack(object, resourceVersion)
    if (before !== undefined && this.#packing.isSame(before, held)) {
      this.#packing.takeVersion(before, held)
      return []
    }
    this.#table.set(namespace, name, held)
    const previous = before === undefined ? undefined : this.#unfile(before)
    for (const { index, valuesOf } of this.#filed) for (const value of valuesOf(object)) index.add(value, held)
    if (before === undefined || previous === undefined) return [{ type: 'added', object, resourceVersion }]
    if (previous.metadata.uid === uid) return [{ type: 'updated', object, previous, resourceVersion }]
    return [
      { type: 'deleted', object: previous, resourceVersion: this.#packing.versionOf(before) },
      { type: 'added', object, resourceVersion },
    ]
  }

  delete(key: ObjectKey, resourceVersion?: string): readonly Delta<T>[] {
    const [namespace, name] = splitKey(key)
    const held = this.#table.get(namespace, name)
    if (held === undefined) return []
    this.#table.delete(namespace, name)
    const version = resourceVersion ?? this.#packing.versionOf(held)
    return [{ type: 'deleted', object: this.#unfile(held), resourceVersion: version }]
  }

  #finder(index: I): Finder<H> {
    return must(this.#finders.get(index), `index ${index}`)
  }

  /** Answers with what was held. */
  #unfile(held: H): T {
    const object = this.#packing.unpack(held)
    for (const { index, valuesOf } of this.#filed) for (const value of valuesOf(object)) index.remove(value, held)
    return object
  }
}
