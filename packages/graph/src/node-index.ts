/** Which Services depend on a Node. */
export class NodeIndex {
  readonly #services = new Map<string, Set<string>>()
  readonly #nodes = new Map<string, ReadonlySet<string>>()

  /** Takes the place of what was said of the Service before. */
  set(service: string, nodeNames: readonly string[]): void {
    for (const node of this.#nodes.get(service) ?? []) this.#remove(node, service)
    if (nodeNames.length === 0) {
      this.#nodes.delete(service)
      return
    }
    this.#nodes.set(service, new Set(nodeNames))
    for (const node of nodeNames) {
      const services = this.#services.get(node) ?? new Set()
      this.#services.set(node, services.add(service))
    }
  }

  services(nodeName: string): Iterable<string> {
    return this.#services.get(nodeName) ?? []
  }

  /** That depend on any. */
  allServices(): Iterable<string> {
    return this.#nodes.keys()
  }

  #remove(node: string, service: string): void {
    const services = this.#services.get(node)
    services?.delete(service)
    if (services?.size === 0) this.#services.delete(node)
  }
}
