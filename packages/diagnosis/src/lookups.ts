import type { LeaseKey } from '@slicescope/model'

/** What a diagnosis looked for that neither the Service nor its slices, pods and workloads name by themselves. */
export interface Lookups {
  /** `namespace/name` of other Services, found or not. */
  readonly services: readonly string[]
  /** It went through all Services of its namespace. */
  readonly neighbours: boolean
  /** It went through all Nodes. */
  readonly allNodes: boolean
  /** It counted the Nodes of zones. */
  readonly nodeCounts: boolean
  /** Leases, known or not: somebody has to read them. */
  readonly leases: readonly LeaseKey[]
}

/** Notes what all rules of one diagnosis look for. */
export class LookupLog {
  readonly #services = new Set<string>()
  #neighbours = false
  #allNodes = false
  #nodeCounts = false
  readonly #leases = new Map<string, LeaseKey>()

  noteService(key: string): void {
    this.#services.add(key)
  }

  noteNeighbours(): void {
    this.#neighbours = true
  }

  noteAllNodes(): void {
    this.#allNodes = true
  }

  noteNodeCounts(): void {
    this.#nodeCounts = true
  }

  noteLease(key: LeaseKey): void {
    this.#leases.set(`${key.namespace}/${key.name}`, key)
  }

  get lookups(): Lookups {
    return {
      services: [...this.#services],
      neighbours: this.#neighbours,
      allNodes: this.#allNodes,
      nodeCounts: this.#nodeCounts,
      leases: [...this.#leases.values()],
    }
  }
}
