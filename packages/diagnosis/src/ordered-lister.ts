import type { KubernetesObject, Lister, ObjectKey } from '@slicescope/model'

/**
 * The same objects by namespace and name. A Lister has them in the order in which they arrived, which a relist, another
 * server and a recording each have of their own; what a rule says first must not hang on it.
 */
export class OrderedLister<T extends KubernetesObject, I extends string> implements Lister<T, I> {
  readonly #lister: Lister<T, I>

  constructor(lister: Lister<T, I>) {
    this.#lister = lister
  }

  get size(): number {
    return this.#lister.size
  }

  get(key: ObjectKey): T | undefined {
    return this.#lister.get(key)
  }

  list(): IterableIterator<T> {
    return inOrder([...this.#lister.list()])[Symbol.iterator]()
  }

  byIndex(index: I, value: string): readonly T[] {
    return inOrder(this.#lister.byIndex(index, value))
  }

  countByIndex(index: I, value: string): number {
    return this.#lister.countByIndex(index, value)
  }

  indexValues(index: I): IterableIterator<string> {
    return [...this.#lister.indexValues(index)].toSorted()[Symbol.iterator]()
  }
}

/** By namespace and name. */
export function inOrder<T extends KubernetesObject>(objects: readonly T[]): readonly T[] {
  if (objects.length < 2) return objects
  const isOrdered = objects.every((object, at) => compareObjects(objects[at - 1] ?? object, object) <= 0)
  return isOrdered ? objects : objects.toSorted(compareObjects)
}

function compareObjects({ metadata: a }: KubernetesObject, { metadata: b }: KubernetesObject): number {
  return compareText(a.namespace ?? '', b.namespace ?? '') || compareText(a.name, b.name)
}

function compareText(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}
