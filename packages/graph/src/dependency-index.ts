interface Named {
  readonly name: string
  readonly services: Set<string>
}

/** Which Services depend on something that has a name. A name is held once, however many depend on it. */
export class DependencyIndex {
  readonly #named = new Map<string, Named>()
  readonly #dependsOn = new Map<string, readonly Named[]>()

  /** Takes the place of what was said of the Service before. */
  set(service: string, names: readonly string[]): void {
    const before = this.#dependsOn.get(service) ?? []
    if (isSame(before, names)) return
    for (const named of before) this.#remove(named, service)
    if (names.length === 0) this.#dependsOn.delete(service)
    else
      this.#dependsOn.set(
        service,
        names.map(name => this.#add(name, service)),
      )
  }

  services(name: string): Iterable<string> {
    return this.#named.get(name)?.services ?? []
  }

  get isEmpty(): boolean {
    return this.#named.size === 0
  }

  /** That depend on any. */
  allServices(): Iterable<string> {
    return this.#dependsOn.keys()
  }

  #add(name: string, service: string): Named {
    const named = this.#named.get(name) ?? { name, services: new Set() }
    this.#named.set(name, named)
    named.services.add(service)
    return named
  }

  #remove({ name, services }: Named, service: string): void {
    services.delete(service)
    if (services.size === 0) this.#named.delete(name)
  }
}

function isSame(before: readonly Named[], names: readonly string[]): boolean {
  return before.length === names.length && before.every(({ name }, at) => name === names[at])
}
