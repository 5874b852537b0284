import {
  type Labels,
  type Node,
  objectKey,
  type Pod,
  podLabelsKey,
  type Resource,
  type ResourceDelta,
  type Service,
  serviceKeyOfSlice,
  statesOf,
  type Steps,
} from '@slicescope/model'
import type { Inputs } from './inputs.ts'
import { hasSelector, type Judgement } from './judge.ts'
import { absentPods, isFinished, podsOf } from './matched-pods.ts'
import { DependencyIndex } from './dependency-index.ts'
import { SelectorMatches } from './selector-matches.ts'
import { buildInSteps, buildServiceGraph, type ServiceGraph } from './service-graph.ts'
import { type ServiceSummary, summarize } from './summary.ts'

/** Keys (`namespace/name`) of the Services whose answers may differ from before. */
export interface Touched {
  readonly summaries: ReadonlySet<string>
  /** Of the open ones. */
  readonly graphs: ReadonlySet<string>
}

interface Marks {
  /** To be judged anew. */
  readonly judged: Set<string>
  readonly absent: Set<string>
  readonly graphs: Set<string>
}

interface KeptGraph {
  readonly graph: ServiceGraph
  readonly nodes: ReadonlySet<string>
  /** Pods that slices name without a uid, `namespace/name`. */
  readonly podsByName: ReadonlySet<string>
}

/**
 * The summaries of all Services and the graphs of the open ones, kept up to date by Deltas at a cost that follows the
 * change. Everything is read from the listers, so Deltas may come late, but each must come. Law L1: what it answers
 * equals what a new one over the same listers answers.
 */
export class ClusterGraph {
  readonly #inputs: Inputs
  readonly #summaries = new Map<string, ServiceSummary>()
  /** Filled when asked for. */
  readonly #absent = new Map<string, number | null>()
  readonly #graphs = new Map<string, KeptGraph>()
  readonly #open = new Map<string, number>()
  readonly #selectors: SelectorMatches
  /** Services with endpoints whose zone only their Node tells, by Node. */
  readonly #zonelessNodes = new DependencyIndex()

  constructor(inputs: Inputs) {
    this.#inputs = inputs
    this.#selectors = new SelectorMatches(inputs.listers)
    const services = [...inputs.listers.services.list()]
    this.#selectors.fill(services.map(service => [objectKey(service), service.metadata.namespace, selectorOf(service)]))
    for (const service of services) this.#judge(objectKey(service))
  }

  apply(deltas: readonly ResourceDelta[]): Touched {
    const marks: Marks = { judged: new Set(), absent: new Set(), graphs: new Set() }
    const labelSets = new Set<string>()
    for (const delta of deltas) this.#mark(delta, marks, labelSets)
    return this.#renew(marks)
  }

  /** To be called when the coverage of a resource changed, in all namespaces (null) or in one. */
  coverageChanged(resource: Resource, namespace: string | null): Touched {
    if (!isRead(resource)) return { summaries: new Set(), graphs: new Set() }
    const keys = this.#keysIn(resource, namespace)
    return this.#renew({
      judged: resource === 'pods' ? new Set() : keys,
      absent: keys,
      graphs: new Set(this.#open.keys()),
    })
  }

  keys(): IterableIterator<string> {
    return this.#summaries.keys()
  }

  /** Of every Service that exists. */
  summary(key: string): ServiceSummary | undefined {
    return this.#summaries.get(key)
  }

  /** The Services that select a pod, or whose slices name it. To be asked after `apply` of its Delta. */
  servicesOf(pod: Pod): ReadonlySet<string> {
    const { namespace, labels, uid } = pod.metadata
    const selecting = this.#selectors.note(podLabelsKey(pod), namespace, labels)
    const naming = this.#inputs.listers.endpointslices.byIndex('pod', uid)
    return new Set([...selecting, ...naming.flatMap(slice => serviceKeyOfSlice(slice) ?? [])])
  }

  /** The Services of a namespace whose selector takes pods with these labels, whether there are any or not. */
  servicesSelecting(namespace: string, labels: Labels): readonly string[] {
    return this.#selectors.selecting(namespace, labels)
  }

  /** How many pods match, are not finished and are in no slice; null where that is not known. */
  absent(key: string): number | null {
    const known = this.#absent.get(key)
    if (known !== undefined) return known
    const service = this.#inputs.listers.services.get(key)
    const matched = podsOf(this.#selectors.setsOf(key), this.#inputs)
    const absent = service === undefined ? null : (absentPods(service, matched, this.#inputs)?.length ?? null)
    if (this.#summaries.has(key)) this.#absent.set(key, absent)
    return absent
  }

  /** From now on `apply` tells when the graph of this Service may have changed. Counted. */
  open(key: string): void {
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1)
  }

  close(key: string): void {
    const others = (this.#open.get(key) ?? 0) - 1
    if (others > 0) {
      this.#open.set(key, others)
      return
    }
    this.#open.delete(key)
    this.#graphs.delete(key)
  }

  /** Undefined for a Service that does not exist. Kept while open and unchanged, else built when asked. */
  graph(key: string): ServiceGraph | undefined {
    const kept = this.#graphs.get(key)
    if (kept !== undefined) return kept.graph
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) return undefined
    const graph = buildServiceGraph(service, this.#inputs, this.#selectors.setsOf(key))
    if (this.#open.has(key)) this.#graphs.set(key, keep(graph))
    return graph
  }

  /** `graph` in steps; one that is open is made at once, for whoever opened it is waiting for it. */
  *graphInSteps(key: string): Steps<ServiceGraph | undefined> {
    const service = this.#inputs.listers.services.get(key)
    if (this.#open.has(key) || service === undefined) return this.graph(key)
    return yield* buildInSteps(service, this.#inputs, this.#selectors.setsOf(key))
  }

  /** The Services whose summary depends on a resource's coverage. */
  #keysIn(resource: Resource, namespace: string | null): Set<string> {
    if (resource === 'nodes') return new Set(this.#zonelessNodes.allServices())
    if (namespace === null) return new Set(this.#summaries.keys())
    return new Set(this.#inputs.listers.services.byIndex('namespace', namespace).map(objectKey))
  }

  #mark(delta: ResourceDelta, marks: Marks, labelSets: Set<string>): void {
    if (delta.resource === 'services') {
      this.#file(objectKey(delta.object))
      markAll(objectKey(delta.object), marks)
    } else if (delta.resource === 'endpointslices') {
      for (const slice of statesOf(delta)) {
        const key = serviceKeyOfSlice(slice)
        if (key !== undefined) markAll(key, marks)
      }
    } else if (delta.resource === 'nodes') this.#markNode(delta, marks)
    else if (delta.resource === 'pods') this.#markPod(delta, marks, labelSets)
  }

  #markNode(delta: ResourceDelta & { resource: 'nodes' }, marks: Marks): void {
    const { name } = delta.object.metadata
    if (new Set(statesOf(delta).map(zoneLabel)).size > 1 || delta.type !== 'updated') {
      for (const key of this.#zonelessNodes.services(name)) marks.judged.add(key)
    }
    for (const key of this.#openWhere(({ nodes }) => nodes.has(name))) marks.graphs.add(key)
  }

  #markPod(delta: ResourceDelta & { resource: 'pods' }, marks: Marks, labelSets: Set<string>): void {
    const isCounted = delta.type !== 'updated' || isCountedAnew(delta.previous, delta.object)
    for (const pod of statesOf(delta)) {
      const set = `${podLabelsKey(pod)} ${isCounted}`
      if (labelSets.has(set)) continue
      labelSets.add(set)
      for (const key of this.#selectors.note(podLabelsKey(pod), pod.metadata.namespace, pod.metadata.labels)) {
        if (isCounted) marks.absent.add(key)
        if (this.#open.has(key)) marks.graphs.add(key)
      }
    }
    if (this.#open.size > 0) for (const key of this.#naming(delta.object)) marks.graphs.add(key)
  }

  /** Open Services whose slices name the pod, by uid or, where they leave it out, by name. */
  #naming(pod: Pod): readonly string[] {
    const byUid = this.#inputs.listers.endpointslices.byIndex('pod', pod.metadata.uid)
    const key = objectKey(pod)
    return [
      ...byUid.flatMap(slice => serviceKeyOfSlice(slice) ?? []).filter(service => this.#open.has(service)),
      ...this.#openWhere(({ podsByName }) => podsByName.has(key)),
    ]
  }

  /** One that was not asked for since it last changed may depend on anything. */
  #openWhere(depends: (kept: KeptGraph) => boolean): readonly string[] {
    return [...this.#open.keys()].filter(key => {
      const kept = this.#graphs.get(key)
      return kept === undefined || depends(kept)
    })
  }

  #renew({ judged, absent, graphs }: Marks): Touched {
    for (const key of judged) this.#judge(key)
    for (const key of absent) this.#absent.delete(key)
    const touched = new Set([...graphs, ...judged, ...absent].filter(key => this.#open.has(key)))
    for (const key of touched) this.#graphs.delete(key)
    return { summaries: new Set([...judged, ...absent]), graphs: touched }
  }

  #file(key: string): void {
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) this.#selectors.deleteService(key)
    else this.#selectors.setService(key, service.metadata.namespace, selectorOf(service))
  }

  #judge(key: string): void {
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) {
      this.#summaries.delete(key)
      this.#absent.delete(key)
      this.#zonelessNodes.set(key, [])
      return
    }
    const { summary, judgement } = summarize(service, this.#inputs)
    this.#summaries.set(key, summary)
    this.#zonelessNodes.set(key, judgement === null ? [] : zonelessNodes(judgement))
  }
}

/** Summaries and graphs are made of these; Namespaces, workloads and the like only explain them. */
function isRead(resource: Resource): boolean {
  return resource === 'services' || resource === 'endpointslices' || resource === 'nodes' || resource === 'pods'
}

function selectorOf(service: Service): Labels {
  return hasSelector(service) ? service.spec.selector : {}
}

function markAll(key: string, { judged, absent }: Marks): void {
  judged.add(key)
  absent.add(key)
}

/** Whether a change of a pod may change who counts as absent. */
function isCountedAnew(previous: Pod, pod: Pod): boolean {
  return (
    podLabelsKey(previous) !== podLabelsKey(pod) ||
    isFinished(previous) !== isFinished(pod) ||
    addressesOf(previous) !== addressesOf(pod)
  )
}

function addressesOf({ status }: Pod): string {
  return (status?.podIPs ?? []).map(({ ip }) => ip).join()
}

function zoneLabel({ metadata }: Node): string | undefined {
  return metadata.labels['topology.kubernetes.io/zone']
}

function keep(graph: ServiceGraph): KeptGraph {
  const namespace = graph.service.namespace
  const named = graph.endpoints.flatMap(({ targetRef }) => (targetRef?.uid === '' ? [targetRef] : []))
  return {
    graph,
    nodes: new Set(graph.nodes.map(({ name }) => name)),
    podsByName: new Set(named.map(ref => `${ref.namespace || namespace}/${ref.name}`)),
  }
}

function zonelessNodes({ backends }: Judgement): readonly string[] {
  return backends.flatMap(({ entries }) =>
    entries.some(({ endpoint }) => endpoint.zone) ? [] : entries.flatMap(({ endpoint }) => endpoint.nodeName || []),
  )
}
