import type { Finder } from './finder.ts'
import type { ObjectKey } from './keys.ts'

/**
 * What is held of each object, by namespace ('' for none) and name. Nested, so that no text of both is held beside them;
 * neither holds a slash, for both are parts of a path.
 */
export class ObjectTable<H> implements Finder<H> {
  readonly #namespaces = new Map<string, Map<string, H>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  get(namespace: string, name: string): H | undefined {
    return this.#namespaces.get(namespace)?.get(name)
  }

  set(namespace: string, name: string, held: H): void {
    const names = this.#namespaces.get(namespace) ?? new Map<string, H>()
    this.#namespaces.set(namespace, names)
    this.#size -= names.size
    names.set(name, held)
    this.#size += names.size
  }

  delete(namespace: string, name: string): void {
    const names = this.#namespaces.get(namespace)
    if (names?.delete(name) !== true) return
    this.#size -= 1
    if (names.size === 0) this.#namespaces.delete(namespace)
  }

  /** Of one namespace, or of all (null). */
  *keys(namespace: string | null): IterableIterator<ObjectKey> {
    for (const [own, names] of this.#namespaces) {
      if (namespace !== null && own !== namespace) continue
      for (const name of names.keys()) yield own === '' ? name : `${own}/${name}`
    }
  }

  *all(): IterableIterator<H> {
    for (const names of this.#namespaces.values()) yield* names.values()
  }

  find(namespace: string): Iterable<H> {
    return this.#namespaces.get(namespace)?.values() ?? []
  }

  count(namespace: string): number {
    return this.#namespaces.get(namespace)?.size ?? 0
  }

  values(): IterableIterator<string> {
    return this.#namespaces.keys()
  }
}

/** The namespace ('' for none) and the name in a key. */
export function splitKey(key: ObjectKey): readonly [namespace: string, name: string] {
  const slash = key.indexOf('/')
  return slash === -1 ? ['', key] : [key.slice(0, slash), key.slice(slash + 1)]
}
