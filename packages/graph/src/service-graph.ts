import { type EndpointConditions, type EndpointState, endpointState } from '@slicescope/kubernetes'
import { type EndpointSlice, finish, type Service, type Steps } from '@slicescope/model'
import { byName } from './by-name.ts'
import { lossOf } from './counts.ts'
import { type GraphNode, listNodes } from './graph-nodes.ts'
import { type GraphPod, graphPods, toGraphPod } from './graph-pods.ts'
import type { Moment } from './inputs.ts'
import { isTerminating } from './is-terminating.ts'
import type { Judgement } from './judge.ts'
import { isStarting, type JudgedBackend } from './judged-backend.ts'
import { absentPods, findLabelSets, podsOf } from './matched-pods.ts'
import { type ServiceFacts, serviceFacts } from './service-facts.ts'
import { type ServiceSummary, summarize } from './summary.ts'

export interface GraphSlicePort {
  readonly name: string
  readonly protocol: string
  readonly port: number | null
  readonly appProtocol: string | null
}

export interface GraphSlice {
  readonly name: string
  readonly uid: string
  readonly addressType: string
  readonly managedBy: string | null
  readonly ports: readonly GraphSlicePort[]
  readonly endpointCount: number
  readonly creationTimestamp: string | null
  /** When the change of pods or Service came that its controller wrote it for; null where it does not say. */
  readonly triggered: string | null
}

/** One per endpoint and slice, as the data plane was told. */
export interface GraphEndpoint {
  /** slice/address; a slice that names an address twice adds `#2` and so on. */
  readonly key: string
  /** The backend it belongs to. Of an ignored one: what it would be, which may be no backend. */
  readonly backend: string
  readonly slice: string
  readonly address: string
  readonly addresses: readonly string[]
  readonly addressType: string
  readonly state: EndpointState
  readonly published: boolean
  /** Its backend is on its way to its first Ready. */
  readonly starting: boolean
  readonly ignored: string | null
  readonly conditions: EndpointConditions
  readonly ports: readonly GraphSlicePort[]
  readonly hostname: string | null
  readonly nodeName: string | null
  readonly zone: string | null
  readonly hints: { readonly forZones: readonly string[]; readonly forNodes: readonly string[] } | null
  readonly targetRef: TargetRef | null
}

interface TargetRef {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
}

export interface GraphBackend {
  readonly key: string
  /** The pod's name, else the address. */
  readonly name: string
  readonly state: EndpointState
  readonly published: boolean
  /** Counted in `ready`. */
  readonly ready: boolean
  /** Of one that is in `total` and not ready, how it stands (see Counts); null for others. */
  readonly loss: 'starting' | 'lost' | 'stuck' | 'leaving' | null
  /** Keys of the Service's ports that it lacks and should have: it is a loss for these. */
  readonly lacks: readonly string[]
  readonly zone: string | null
  readonly nodeName: string | null
  /** Names of the slices that list it, sorted. */
  readonly slices: readonly string[]
  /** When its pod was created, else the first of its slices. */
  readonly createdAt: string | null
}

/** All there is to know of one Service, for those that someone has open. Holds nothing of stored objects. */
export interface ServiceGraph {
  readonly service: ServiceFacts
  readonly summary: ServiceSummary
  /** These four are empty where the summary has a doubt. */
  readonly slices: readonly GraphSlice[]
  readonly endpoints: readonly GraphEndpoint[]
  /** By key. */
  readonly backends: readonly GraphBackend[]
  /** The Nodes that backends and pods name, by name. */
  readonly nodes: readonly GraphNode[]
  /** Matched by the selector or named by a targetRef, by name; as many as are held so far. */
  readonly pods: readonly GraphPod[]
  /** Null where it is not known. */
  readonly absentPods: readonly GraphPod[] | null
}

/** `labelSets`: the values of the pods' index `labels` that the selector matches, for who knows them already. */
export function buildServiceGraph(
  service: Service,
  inputs: Moment,
  labelSets: readonly string[] = findLabelSets(service, inputs.listers),
): ServiceGraph {
  return finish(buildInSteps(service, inputs, labelSets))
}

/** `buildServiceGraph` in steps of about a microsecond for each of its endpoints and pods. */
export function* buildInSteps(service: Service, inputs: Moment, labelSets: readonly string[]): Steps<ServiceGraph> {
  const { summary, judgement } = summarize(service, inputs, () => podsOf(labelSets, inputs))
  yield
  const matched = podsOf(labelSets, inputs)
  yield
  const pods = graphPods(matched, judgement?.entries ?? [], inputs)
  yield
  const parts = judgement === null ? NOTHING : yield* judgedParts(judgement, pods)
  yield
  const absent = absentPods(service, matched, inputs)
  yield
  return {
    service: serviceFacts(service),
    summary,
    slices: parts.slices,
    endpoints: parts.endpoints,
    backends: parts.backends,
    nodes: listNodes([...parts.backends, ...pods], inputs),
    pods,
    absentPods: absent === null ? null : absent.map(pod => toGraphPod(pod, inputs)).toSorted(byName),
  }
}

type Judged = Pick<ServiceGraph, 'slices' | 'endpoints' | 'backends'>

const NOTHING: Judged = { slices: [], endpoints: [], backends: [] }

function* judgedParts(judgement: Judgement, pods: readonly GraphPod[]): Steps<Judged> {
  const endpoints = toEndpoints(judgement)
  yield
  const slicesOf = slicesOfBackends(judgement)
  const podsByUid = new Map(pods.map(pod => [pod.uid, pod]))
  yield
  return {
    slices: judgement.slices.map(toSlice),
    endpoints,
    backends: judgement.backends
      .map(backend => toBackend(backend, slicesOf.get(backend.key) ?? [], podsByUid.get(backend.key)))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  }
}

function toSlice(slice: EndpointSlice): GraphSlice {
  const { metadata, addressType, endpoints } = slice
  return {
    name: metadata.name,
    uid: metadata.uid,
    addressType,
    managedBy: metadata.labels['endpointslice.kubernetes.io/managed-by'] ?? null,
    ports: toPorts(slice),
    endpointCount: endpoints.length,
    creationTimestamp: metadata.creationTimestamp ?? null,
    triggered: triggerOf(slice),
  }
}

/** Anyone who may write a slice can write this annotation: it may hold anything. */
function triggerOf({ metadata }: EndpointSlice): string | null {
  const time = metadata.annotations['endpoints.kubernetes.io/last-change-trigger-time'] ?? ''
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time) && !Number.isNaN(Date.parse(time)) ? time : null
}

function toPorts({ ports }: EndpointSlice): readonly GraphSlicePort[] {
  return ports.map(({ name = '', protocol = 'TCP', port = null, appProtocol = null }) => ({
    name,
    protocol,
    port,
    appProtocol,
  }))
}

function toEndpoints({ entries, merged, backends }: Judgement): readonly GraphEndpoint[] {
  const times = new Map<string, number>()
  const ports = new Map(entries.map(({ slice }) => [slice, toPorts(slice)]))
  const starting = new Set(backends.flatMap(backend => (isStarting(backend) ? [backend.key] : [])))
  return entries.map(entry => {
    const { slice, endpoint } = entry
    const { hints, targetRef } = endpoint
    const key = `${slice.metadata.name}/${entry.address}`
    const time = (times.get(key) ?? 0) + 1
    times.set(key, time)
    const { state, published } = merged.undecided.has(entry)
      ? { state: 'unknown' as const, published: false }
      : endpointState(entry.conditions)
    const backend = merged.backendOf.get(entry) ?? entry.owner
    return {
      key: time === 1 ? key : `${key}#${time}`,
      backend,
      slice: slice.metadata.name,
      address: entry.address,
      addresses: [...endpoint.addresses],
      addressType: slice.addressType,
      state,
      published,
      starting: entry.ignored === null && state === 'not-ready' && starting.has(backend),
      ignored: entry.ignored,
      conditions: entry.conditions,
      ports: ports.get(slice) ?? [],
      hostname: endpoint.hostname ?? null,
      nodeName: endpoint.nodeName || null,
      zone: endpoint.zone || null,
      hints: hints === undefined ? null : { forZones: names(hints.forZones), forNodes: names(hints.forNodes) },
      targetRef: targetRef === undefined ? null : toTargetRef(targetRef),
    }
  })
}

function names(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name)
}

function toTargetRef({ kind = '', namespace = '', name = '', uid = '' }: Partial<TargetRef>): TargetRef {
  return { kind, namespace, name, uid }
}

function slicesOfBackends({ merged }: Judgement): ReadonlyMap<string, readonly string[]> {
  const slices = new Map<string, string[]>()
  for (const [{ slice }, backend] of merged.backendOf) {
    const { name } = slice.metadata
    const own = slices.get(backend)
    if (own === undefined) slices.set(backend, [name])
    else if (!own.includes(name)) own.push(name)
  }
  for (const own of slices.values()) if (own.length > 1) own.sort()
  return slices
}

function toBackend(backend: JudgedBackend, slices: readonly string[], pod: GraphPod | undefined): GraphBackend {
  const { key, state, published, ready, zone, nodeName, entries } = backend
  const [first] = entries
  const sliceTimes = entries.flatMap(({ slice }) => slice.metadata.creationTimestamp ?? []).toSorted()
  return {
    key,
    name: first?.endpoint.targetRef?.name ?? first?.address ?? key,
    state,
    published,
    ready,
    loss: ready || state === 'unknown' || isTerminating(state) ? null : lossOf(backend),
    lacks: backend.lacks,
    zone,
    nodeName,
    slices,
    createdAt: pod?.creationTimestamp ?? sliceTimes[0] ?? null,
  }
}
