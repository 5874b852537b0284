import type { Lookups } from '@slicescope/diagnosis'
import { DependencyIndex, type ServiceGraph } from '@slicescope/graph'

/**
 * By what, beside the pods that a Service selects or its slices name by uid, its last diagnosis went: asked in the other
 * direction, it tells which Services a change concerns. Keys are `namespace/name`.
 */
export class DiagnosisLookups {
  readonly #services = new DependencyIndex()
  readonly #neighbours = new DependencyIndex()
  readonly #nodes = new DependencyIndex()
  readonly #pods = new DependencyIndex()
  readonly #addresses = new DependencyIndex()
  readonly #searching = new Set<string>()
  readonly #throughNodes = new Set<string>()
  readonly #countingNodes = new Set<string>()

  note(key: string, graph: ServiceGraph, { services, neighbours, allNodes, nodeCounts }: Lookups): void {
    this.#services.set(key, services)
    this.#neighbours.set(key, neighbours ? [graph.service.namespace] : [])
    this.#nodes.set(key, nodesByName(graph))
    this.#pods.set(key, podsByName(graph))
    this.#addresses.set(key, addressesAlone(graph))
    if (allNodes) this.#throughNodes.add(key)
    else this.#throughNodes.delete(key)
    if (nodeCounts) this.#countingNodes.add(key)
    else this.#countingNodes.delete(key)
  }

  noteSearch(key: string, isSearching: boolean): void {
    if (isSearching) this.#searching.add(key)
    else this.#searching.delete(key)
  }

  /** That looked at the pods of all namespaces. */
  searching(): Iterable<string> {
    return this.#searching
  }

  forget(key: string): void {
    const indexes = [this.#services, this.#neighbours, this.#nodes, this.#pods, this.#addresses]
    for (const index of indexes) index.set(key, [])
    this.#searching.delete(key)
    this.#throughNodes.delete(key)
    this.#countingNodes.delete(key)
  }

  /** That looked for another Service. */
  lookingForService(service: string): Iterable<string> {
    return this.#services.services(service)
  }

  /** That went through all Services of their namespace. */
  lookingAtNeighbours(namespace: string): Iterable<string> {
    return this.#neighbours.services(namespace)
  }

  /** That name a Node otherwise than by a pod on it. */
  namingNode(name: string): Iterable<string> {
    return this.#nodes.services(name)
  }

  /** Whose slices name a pod that is not found by uid. */
  namingPod(pod: string): Iterable<string> {
    return this.#pods.services(pod)
  }

  /** Whose slices have an address and say nothing of whose it is. */
  namingAddress(address: string): Iterable<string> {
    return this.#addresses.services(address)
  }

  /** That went through all Nodes. */
  throughNodes(): Iterable<string> {
    return this.#throughNodes
  }

  /** That counted the Nodes of zones. */
  countingNodes(): Iterable<string> {
    return this.#countingNodes
  }
}

/** Without those of pods that slices name by uid, by which they are found. */
function nodesByName({ endpoints, pods }: ServiceGraph): readonly string[] {
  const uids = new Set(endpoints.map(({ targetRef }) => targetRef?.uid))
  const found = new Set(pods.flatMap(({ uid, nodeName }) => (uids.has(uid) ? nodeName : [])))
  const named = [...endpoints, ...pods].flatMap(({ nodeName }) => nodeName ?? [])
  return [...new Set(named)].filter(name => !found.has(name))
}

function podsByName({ service, endpoints, pods }: ServiceGraph): readonly string[] {
  const uids = new Set(pods.map(({ uid }) => uid))
  return endpoints.flatMap(({ targetRef }) =>
    targetRef === null || targetRef.name === '' || uids.has(targetRef.uid)
      ? []
      : `${targetRef.namespace || service.namespace}/${targetRef.name}`,
  )
}

function addressesAlone({ endpoints }: ServiceGraph): readonly string[] {
  return endpoints.flatMap(({ targetRef, address }) => (targetRef === null ? address : []))
}
