import { expectedLabels } from '@slicescope/kubernetes'
import {
  type EndpointSlice,
  type Event,
  type Labels,
  type Node,
  objectKey,
  type Pod,
  podLabelsKey,
  type Resource,
  type ResourceDelta,
  serviceKeyOfSlice,
  Sharing,
  statesOf,
  type Steps,
} from '@slicescope/model'
import { type Hidden, hiding, type Inputs, type Moment } from './inputs.ts'
import type { Judgement } from './judge.ts'
import { absentPods, isFinished, podsOf } from './matched-pods.ts'
import { DependencyIndex } from './dependency-index.ts'
import { describeProgress } from './progress.ts'
import { SelectorMatches } from './selector-matches.ts'
import { buildInSteps, buildServiceGraph, type ServiceGraph } from './service-graph.ts'
import { type ServiceSummary, summarize } from './summary.ts'
import { isCountedWithOwner, WORKLOAD_KINDS, type Workload } from './workload-shares.ts'

/** Keys (`namespace/name`) of the Services whose answers may differ from before. */
export interface Touched {
  readonly summaries: ReadonlySet<string>
  /** Of the open ones. */
  readonly graphs: ReadonlySet<string>
}

/** Services by their keys: those of which it is so, or these, of which no others are looked for. */
export type Followed = ((service: string) => boolean) | ReadonlySet<string>

interface Marks {
  /** To be judged again. */
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
  readonly #sharing = new Sharing()
  /** Filled when asked for. */
  readonly #absent = new Map<string, number | null>()
  readonly #graphs = new Map<string, KeptGraph>()
  readonly #open = new Map<string, number>()
  readonly #selectors: SelectorMatches
  /** Services with endpoints whose zone only their Node tells, by Node. */
  readonly #zonelessNodes = new DependencyIndex()
  /** Services that a pod may change though no slice does. */
  readonly #readingPods = new Set<string>()
  /** Services of pods that no workload makes. */
  readonly #countingPods = new Set<string>()
  /** For readers who cannot see pods or workloads; made when asked for. */
  readonly #partSummaries = new Map<string, Map<Hidden, ServiceSummary>>()
  readonly #partGraphs = new Map<string, Map<Hidden, ServiceGraph>>()
  readonly #follows: (service: string) => boolean
  #now: number

  /** `now` in ms since the epoch. `followed`: the Services that it is about, without it all; of others nothing is kept. */
  constructor(inputs: Inputs, now: number, followed: Followed = () => true) {
    this.#inputs = inputs
    this.#now = now
    this.#selectors = new SelectorMatches(inputs.listers)
    if (typeof followed === 'function') {
      this.#follows = followed
      this.#fill()
      return
    }
    this.#follows = service => followed.has(service)
    for (const key of followed) this.#file(key)
    for (const key of followed) this.#judge(key)
  }

  #fill(): void {
    const services = [...this.#inputs.listers.services.list()]
    // One key of each: all that is remembered of it is filed under it.
    const keyed = services.map(service => [objectKey(service), service] as const).filter(([key]) => this.#follows(key))
    this.#selectors.fill(
      keyed.map(([key, service]) => [key, service.metadata.namespace, expectedLabels(service)] as const),
    )
    for (const [key] of keyed) this.#judge(key)
  }

  /** `now` in ms since the epoch; it never goes back. */
  apply(deltas: readonly ResourceDelta[], now: number): Touched {
    this.#now = now
    const marks: Marks = { judged: new Set(), absent: new Set(), graphs: new Set() }
    const labelSets = new Set<string>()
    for (const delta of deltas) this.#mark(delta, marks, labelSets)
    return this.#renew(marks)
  }

  /** Judges these again, whose time has come (ServiceSummary.recheckAt). */
  judgeAgain(keys: Iterable<string>, now: number): Touched {
    this.#now = now
    return this.#renew({ judged: new Set(keys), absent: new Set(), graphs: new Set() })
  }

  /** To be called when the coverage of a resource changed, in all namespaces (null) or in one. */
  coverageChanged(resource: Resource, namespace: string | null): Touched {
    if (!isRead(resource)) return { summaries: new Set(), graphs: new Set() }
    const keys = this.#keysIn(resource, namespace)
    const ofPods = resource === 'pods' || resource === 'events'
    return this.#renew({
      judged: ofPods
        ? new Set([...keys].filter(key => this.#readingPods.has(key) || this.#countingPods.has(key)))
        : keys,
      absent: resource === 'events' ? new Set() : keys,
      graphs: new Set(this.#open.keys()),
    })
  }

  keys(): IterableIterator<string> {
    return this.#summaries.keys()
  }

  /** Of every Service that exists, of those that it is about. */
  summary(key: string): ServiceSummary | undefined {
    return this.#summaries.get(key)
  }

  /** The same as a reader sees it who cannot see pods or workloads. */
  summaryFor(key: string, hidden: Hidden): ServiceSummary | undefined {
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) return undefined
    const known = this.#partSummaries.get(key) ?? new Map<Hidden, ServiceSummary>()
    this.#partSummaries.set(key, known)
    const matched = () => (hidden === 'workloads' ? podsOf(this.#selectors.setsOf(key), this.#inputs) : [])
    const summary = known.get(hidden) ?? summarize(service, hiding(this.#moment(), hidden), matched).summary
    known.set(hidden, summary)
    return summary
  }

  /** The Services that select a pod, or whose slices name it, and that it is about. To be asked after `apply` of its Delta. */
  servicesOf(pod: Pod): ReadonlySet<string> {
    const { namespace, labels, uid } = pod.metadata
    const selecting = this.#selectors.note(podLabelsKey(pod), namespace, labels)
    const naming = this.#inputs.listers.endpointslices.byIndex('pod', uid)
    return new Set([...selecting, ...naming.flatMap(slice => this.#ownerOf(slice))])
  }

  /** The Services of a namespace whose selector takes pods with these labels, whether there are any or not. */
  servicesSelecting(namespace: string, labels: Labels): readonly string[] {
    return this.#selectors.selecting(namespace, labels)
  }

  /** The values of the pods' index `labels` that its selector matches. */
  labelSetsOf(key: string): readonly string[] {
    return this.#selectors.setsOf(key)
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
    this.#partGraphs.delete(key)
  }

  /** Undefined for a Service that does not exist. Kept while open and unchanged, else built when asked. */
  graph(key: string): ServiceGraph | undefined {
    const kept = this.#graphs.get(key)
    if (kept !== undefined) return kept.graph
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) return undefined
    const graph = buildServiceGraph(service, this.#moment(), this.#selectors.setsOf(key))
    if (this.#open.has(key)) this.#graphs.set(key, keep(graph))
    return graph
  }

  /** `graph` as a reader sees it who cannot see pods or workloads. */
  graphFor(key: string, hidden: Hidden): ServiceGraph | undefined {
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) return undefined
    const known = this.#partGraphs.get(key) ?? new Map<Hidden, ServiceGraph>()
    const sets = hidden === 'workloads' ? this.#selectors.setsOf(key) : []
    const graph = known.get(hidden) ?? buildServiceGraph(service, hiding(this.#moment(), hidden), sets)
    if (this.#open.has(key)) this.#partGraphs.set(key, known.set(hidden, graph))
    return graph
  }

  #moment(): Moment {
    return { ...this.#inputs, now: this.#now }
  }

  /** `graph` in steps, read from `inputs`; one that is open is made at once, for its reader is waiting. */
  *graphInSteps(key: string, inputs: Inputs): Steps<ServiceGraph | undefined> {
    const service = this.#inputs.listers.services.get(key)
    if (this.#open.has(key) || service === undefined) return this.graph(key)
    return yield* buildInSteps(service, { ...inputs, now: this.#now }, this.#selectors.setsOf(key))
  }

  /** The Services whose summary depends on a resource's coverage. */
  #keysIn(resource: Resource, namespace: string | null): Set<string> {
    if (resource === 'nodes') return new Set(this.#zonelessNodes.allServices())
    if (namespace === null) return new Set(this.#summaries.keys())
    return new Set(this.#inputs.listers.services.byIndex('namespace', namespace).map(objectKey).filter(this.#follows))
  }

  /** None where it is not about that. */
  #ownerOf(slice: EndpointSlice): readonly string[] {
    const key = serviceKeyOfSlice(slice)
    return key !== undefined && this.#follows(key) ? [key] : []
  }

  #mark(delta: ResourceDelta, marks: Marks, labelSets: Set<string>): void {
    if (delta.resource === 'services') {
      const key = objectKey(delta.object)
      if (!this.#follows(key)) return
      this.#file(key)
      markAll(key, marks)
    } else if (delta.resource === 'endpointslices') {
      for (const slice of statesOf(delta)) for (const key of this.#ownerOf(slice)) markAll(key, marks)
    } else if (delta.resource === 'nodes') this.#markNode(delta, marks)
    else if (delta.resource === 'pods') this.#markPod(delta, marks, labelSets)
    else if (delta.resource === 'events') for (const event of statesOf(delta)) this.#markEvent(event, marks)
    else if (isOfWorkload(delta)) this.#markWorkload(delta, marks)
  }

  #markWorkload(delta: WorkloadDelta, { judged, graphs }: Marks): void {
    const states = statesOf<Workload>(delta)
    // One that comes or goes takes over its ReplicaSets, or leaves them to themselves.
    const owned = states.flatMap(({ metadata }) => this.#inputs.listers.replicasets.byIndex('owner', metadata.uid))
    for (const workload of [...states, ...owned]) {
      // A Deployment's ReplicaSets only tell whose a pod is.
      const isOwned = delta.resource === 'replicasets' && isCountedWithOwner(workload, this.#inputs)
      const labels = workload.spec.template?.metadata?.labels ?? {}
      for (const key of this.#selectors.selecting(workload.metadata.namespace, labels)) {
        if (isOwned && !this.#readingPods.has(key)) continue
        judged.add(key)
        if (this.#open.has(key)) graphs.add(key)
      }
    }
    if (delta.resource === 'replicasets') this.#markOwned(delta.object.metadata.uid, { judged, graphs })
  }

  /** Whose a ReplicaSet's pods are may be another's now. */
  #markOwned(uid: string, { judged, graphs }: Pick<Marks, 'judged' | 'graphs'>): void {
    if (this.#readingPods.size + this.#open.size === 0) return
    for (const pod of this.#inputs.listers.pods.byIndex('owner', uid)) {
      for (const key of this.servicesOf(pod)) {
        if (this.#readingPods.has(key)) judged.add(key)
        if (this.#open.has(key)) graphs.add(key)
      }
      for (const key of this.#naming(pod)) graphs.add(key)
    }
  }

  /** Some give a pod more time to start. */
  #markEvent({ involvedObject: { kind, uid = '' } }: Event, { judged }: Marks): void {
    if (kind !== 'Pod' || uid === '' || this.#readingPods.size === 0) return
    for (const pod of this.#inputs.listers.pods.byIndex('uid', uid))
      for (const key of this.servicesOf(pod)) if (this.#readingPods.has(key)) judged.add(key)
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
        if (isCounted && this.#countingPods.has(key)) marks.judged.add(key)
        if (this.#open.has(key)) marks.graphs.add(key)
      }
    }
    if (this.#open.size > 0) for (const key of this.#naming(delta.object)) marks.graphs.add(key)
    this.#markReading(delta, marks)
  }

  /** Those whose backends are judged by what pods say. */
  #markReading(delta: ResourceDelta & { resource: 'pods' }, { judged }: Marks): void {
    if (this.#readingPods.size === 0) return
    const isSame =
      delta.type === 'updated' &&
      podLabelsKey(delta.previous) === podLabelsKey(delta.object) &&
      describeProgress(delta.previous) === describeProgress(delta.object)
    if (isSame) return
    for (const pod of statesOf(delta))
      for (const key of this.servicesOf(pod)) if (this.#readingPods.has(key)) judged.add(key)
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
    for (const key of touched) {
      this.#graphs.delete(key)
      this.#partGraphs.delete(key)
    }
    return { summaries: new Set([...judged, ...absent]), graphs: touched }
  }

  #file(key: string): void {
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) this.#selectors.deleteService(key)
    else this.#selectors.setService(key, service.metadata.namespace, expectedLabels(service))
  }

  /** Many Services are counted alike. */
  #shared(key: string, summary: ServiceSummary): ServiceSummary {
    const { counts, ports, zones, workloads } = summary
    return {
      ...summary,
      key,
      counts: counts === null ? null : this.#sharing.of(counts),
      ports: this.#sharing.of(ports),
      zones: this.#sharing.of(zones),
      workloads: this.#sharing.of(workloads),
    }
  }

  #judge(key: string): void {
    this.#partSummaries.delete(key)
    this.#readingPods.delete(key)
    this.#countingPods.delete(key)
    const service = this.#inputs.listers.services.get(key)
    if (service === undefined) {
      this.#summaries.delete(key)
      this.#absent.delete(key)
      this.#zonelessNodes.set(key, [])
      return
    }
    const matched = () => podsOf(this.#selectors.setsOf(key), this.#inputs)
    const { summary, judgement } = summarize(service, this.#moment(), matched)
    this.#summaries.set(key, this.#shared(key, summary))
    this.#zonelessNodes.set(key, judgement === null ? [] : zonelessNodes(judgement))
    if (judgement?.readsPods === true) this.#readingPods.add(key)
    if (judgement?.countsPods === true) this.#countingPods.add(key)
  }
}

type WorkloadDelta = ResourceDelta & { readonly resource: (typeof WORKLOAD_KINDS)[number] }

function isOfWorkload(delta: ResourceDelta): delta is WorkloadDelta {
  return WORKLOAD_KINDS.some(kind => kind === delta.resource)
}

const READ: ReadonlySet<Resource> = new Set<Resource>([
  'services',
  'endpointslices',
  'nodes',
  'pods',
  'events',
  ...WORKLOAD_KINDS,
])

/** Summaries and graphs are made of these; Namespaces and the like only explain them. */
function isRead(resource: Resource): boolean {
  return READ.has(resource)
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
