/** Sets of strings by name. Most hold one string, which then costs no Set. */
export class StringSets {
  readonly #sets = new Map<string, string | Set<string>>()

  get(name: string): Iterable<string> {
    const set = this.#sets.get(name) ?? []
    return typeof set === 'string' ? [set] : set
  }

  size(name: string): number {
    const set = this.#sets.get(name)
    return typeof set === 'string' ? 1 : (set?.size ?? 0)
  }

  add(name: string, value: string): void {
    const set = this.#sets.get(name)
    if (set === undefined) this.#sets.set(name, value)
    else if (typeof set !== 'string') set.add(value)
    else if (set !== value) this.#sets.set(name, new Set([set, value]))
  }

  delete(name: string, value: string): void {
    const set = this.#sets.get(name)
    if (set === value) this.#sets.delete(name)
    if (typeof set !== 'object') return
    set.delete(value)
    const [only] = set
    if (set.size === 1 && only !== undefined) this.#sets.set(name, only)
  }

  /** Forgets a name with all that it has. */
  clear(name: string): void {
    this.#sets.delete(name)
  }
}
