/** What a diagnosis looked for that neither the Service nor its slices, pods and workloads name by themselves. */
export interface Lookups {
  /** `namespace/name` of other Services, found or not. */
  readonly services: readonly string[]
  /** It went through all Nodes. */
  readonly allNodes: boolean
}

/** Notes what all rules of one diagnosis look for. */
export class LookupLog {
  readonly #services = new Set<string>()
  #allNodes = false

  noteService(key: string): void {
    this.#services.add(key)
  }

  noteAllNodes(): void {
    this.#allNodes = true
  }

  get lookups(): Lookups {
    return { services: [...this.#services], allNodes: this.#allNodes }
  }
}
