import { progressOf, type ServiceFacts, type ServiceGraph, WORKLOAD_KINDS } from '@slicescope/graph'
import {
  assert,
  type LeaseKey,
  type Lister,
  type Node,
  type Pod,
  type PodLabels,
  type Resource,
  type ResourceIndexes,
  type ResourceObjects,
  RESOURCES,
  type Service,
} from '@slicescope/model'
import type { Watched } from './changes/watched.ts'
import type { Clock } from './clock.ts'
import type { Evidence } from './evidence.ts'
import { OrderedLister } from './ordered-lister.ts'
import type { LeaseLog } from './slices/lease-log.ts'
import type { LeaseState } from './slices/leases.ts'
import type { Wanted } from './workloads/wanted.ts'

type ByResource = { readonly [R in Resource]: Lister<ResourceObjects[R], ResourceIndexes[R]> }
type LabelSets = ReturnType<PodLabels['inNamespace']>

const EMPTY: Lister<never> = {
  size: 0,
  get: () => undefined,
  list: () => [][Symbol.iterator](),
  byIndex: () => [],
  countByIndex: () => 0,
  indexValues: () => [][Symbol.iterator](),
}

/** What all rules of one diagnosis share. */
export interface CaseFile {
  readonly service: Service
  readonly graph: ServiceGraph
  readonly evidence: Evidence
  readonly clock: Clock
  readonly wanted: () => Wanted
  readonly log: LeaseLog
  /** What was worked out before, by the function that did. */
  readonly memory: Map<unknown, unknown>
}

/** One Service as one rule sees it: it reads what it declared, and of that only what is known. */
export class Case {
  readonly service: Service
  readonly graph: ServiceGraph
  readonly clock: Clock
  readonly #file: CaseFile
  readonly #declared: readonly Resource[]

  constructor(file: CaseFile, declared: readonly Resource[]) {
    this.service = file.service
    this.graph = file.graph
    this.clock = file.clock
    this.#file = file
    this.#declared = declared
  }

  get facts(): ServiceFacts {
    return this.graph.service
  }

  get namespace(): string {
    return this.graph.service.namespace
  }

  /** When the last change to it was received, where that is known. */
  get lastChange(): number | null {
    return this.#file.evidence.lastChange ?? null
  }

  /** What was seen to happen to it, the oldest first. */
  get watched(): readonly Watched[] {
    return this.#file.evidence.watched ?? []
  }

  /** What is known of a Lease; the server reads it from now on, again and again, if it can. */
  lease(key: LeaseKey): LeaseState {
    this.#file.log.note(key)
    return this.#file.evidence.leases?.(key) ?? { state: 'loading' }
  }

  /** Whether all that the Service's namespace has of a resource is known. */
  knows(resource: Resource): boolean {
    return this.#coverage(resource, this.namespace) === 'known'
  }

  /** Whether all that another namespace has of a resource is known. */
  knowsIn(resource: Resource, namespace: string): boolean {
    return this.#coverage(resource, namespace) === 'known'
  }

  /** See wantedOf. Needs the kinds of workloads. */
  get wanted(): Wanted {
    assert(
      WORKLOAD_KINDS.every(kind => this.#declared.includes(kind)),
      'a rule reads workloads that it did not declare',
    )
    return this.#file.wanted()
  }

  /** Another Service of the namespace, if it exists. */
  findService(name: string): Service | undefined {
    return this.#file.evidence.listers.services.get(`${this.namespace}/${name}`)
  }

  /** All Services of the namespace, itself among them, in no promised order. */
  servicesHere(): readonly Service[] {
    return this.#file.evidence.listers.services.byIndex('namespace', this.namespace)
  }

  /** All there are, where Nodes are known: what `read('nodes')` may be asked one by one. */
  allNodes(): readonly Node[] {
    return [...this.read('nodes').list()]
  }

  /** How many Nodes there are, in a zone or at all (null). Unlike `allNodes`, a change of one Node touches no other Service. */
  countNodes(zone: string | null): number {
    const nodes = this.read('nodes')
    return zone === null ? nodes.size : nodes.countByIndex('zone', zone)
  }

  /** By namespace and name. Looks empty where it is not known. Other Services are asked for by findService, all Nodes by allNodes. Holds other namespaces too: look only at those that `knowsIn` or `searched` names. */
  read<R extends Exclude<Resource, 'services'>>(resource: R): Lister<ResourceObjects[R], ResourceIndexes[R]> {
    const isDeclared = resource === 'endpointslices' || this.#declared.includes(resource)
    assert(isDeclared, `a rule reads ${resource} that it did not declare`)
    if (!this.knows(resource)) return EMPTY
    const listers: ByResource = this.#file.evidence.listers
    return new OrderedLister(listers[resource])
  }

  /** Whether a pod that is not Ready was never so and is within its allowance. */
  isStarting(pod: Pod): boolean {
    const { listers, coverage } = this.#file.evidence
    const progress = progressOf(pod, { listers, coverage, now: this.clock.now, isRolloutStuck: false })
    return progress.kind === 'starting' && !this.clock.isPast(progress.until)
  }

  /** The distinct label sets of a namespace's pods, in one order. */
  labelSets(namespace: string): LabelSets {
    assert(this.#declared.includes('pods'), 'a rule reads pods that it did not declare')
    if (this.#coverage('pods', namespace) !== 'known') return []
    const sets = [...this.#file.evidence.listers.podLabels.inNamespace(namespace)]
    return sets.toSorted((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  }

  /** The namespaces in which a resource is known, and how many there are; `of` is null where that cannot be told. */
  searched(resource: Resource): { readonly namespaces: readonly string[]; readonly of: number | null } {
    const { evidence } = this.#file
    const all = allNamespaces(evidence)
    const namespaces = all.filter(namespace => this.#coverage(resource, namespace) === 'known')
    return { namespaces, of: evidence.coverage('namespaces', '') === 'known' ? all.length : null }
  }

  /** What `compute` gives; worked out once for all rules. */
  once<T>(compute: (c: Case) => T): T {
    const { memory } = this.#file
    if (!memory.has(compute)) memory.set(compute, compute(this))
    // What stands under a function is what that function gave.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return memory.get(compute) as T
  }

  #coverage(resource: Resource, namespace: string) {
    return this.#file.evidence.coverage(resource, RESOURCES[resource].namespaced ? namespace : '')
  }
}

/** Those that exist, or where that is not known those that something was seen in. */
function allNamespaces({ listers, coverage }: Evidence): readonly string[] {
  if (coverage('namespaces', '') === 'known') return [...listers.namespaces.list()].map(({ metadata }) => metadata.name)
  return [...new Set([...listers.podLabels.namespaces(), ...listers.services.indexValues('namespace')])]
}
