/** Which Services depend on something that has a name. */
export class DependencyIndex {
  readonly #services = new Map<string, Set<string>>()
  readonly #names = new Map<string, ReadonlySet<string>>()

  /** Takes the place of what was said of the Service before. */
  set(service: string, names: readonly string[]): void {
    for (const name of this.#names.get(service) ?? []) this.#remove(name, service)
    if (names.length === 0) {
      this.#names.delete(service)
      return
    }
    this.#names.set(service, new Set(names))
    for (const name of names) {
      const services = this.#services.get(name) ?? new Set()
      this.#services.set(name, services.add(service))
    }
  }

  services(name: string): Iterable<string> {
    return this.#services.get(name) ?? []
  }

  get isEmpty(): boolean {
    return this.#services.size === 0
  }

  /** That depend on any. */
  allServices(): Iterable<string> {
    return this.#names.keys()
  }

  #remove(name: string, service: string): void {
    const services = this.#services.get(name)
    services?.delete(service)
    if (services?.size === 0) this.#services.delete(name)
  }
}
