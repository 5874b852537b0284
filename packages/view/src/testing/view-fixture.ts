import type { BackendView, EndpointView, NodeView, PodView, ServiceView, SliceView } from '../schema/service-view.ts'
import type { EndpointState } from '../schema/words.ts'
import { aFreshness, MADE_AT } from './parts-fixture.ts'

/** A backend of a fixture, told by what differs. */
export interface SpecBackend {
  readonly workload?: string
  readonly revision?: string
  readonly name: string
  readonly zone?: string | null
  readonly node?: string | null
  readonly state?: EndpointState
  readonly published?: boolean
  readonly slices?: readonly string[]
  readonly slot?: number
  readonly reason?: string
}

export interface SpecView {
  readonly name?: string
  readonly backends?: readonly SpecBackend[]
  readonly notReadyNodes?: readonly string[]
  /** Pods in no slice. */
  readonly absent?: readonly { readonly name: string; readonly node?: string | null }[]
  /** Zones of Nodes that hold absent pods alone. */
  readonly nodeZones?: Readonly<Record<string, string>>
  readonly slices?: readonly (Partial<SliceView> & { readonly name: string })[]
  readonly over?: Partial<ServiceView>
}

/** A ServiceView whose numbers sum. Slots count up in each zone unless given. */
export function aView(spec: SpecView = {}): ServiceView {
  const name = spec.name ?? 'checkout'
  const backends = withSlots(spec.backends ?? [])
  const endpoints = (spec.backends ?? []).flatMap((each, index) => entriesOf(each, backends[index]))
  const names = [...new Set(endpoints.map(endpoint => endpoint.slice))].toSorted()
  const slices = (spec.slices ?? names.map(slice => ({ name: slice }))).map(slice => aSlice(slice, endpoints))
  const count = (state: EndpointState) => backends.filter(backend => backend.state === state).length
  const ready = backends.filter(backend => backend.ready).length
  const total = count('ready') + count('not-ready') + count('unknown')
  const servingTerminating = count('serving-terminating')
  return {
    service: aService(name),
    health: total === 0 ? 'empty' : ready === total ? 'healthy' : ready === 0 ? 'down' : 'degraded',
    ready,
    total,
    starting: 0,
    absent: 0,
    terminating: servingTerminating + count('terminating'),
    servingTerminating,
    notReady: count('not-ready'),
    unknown: count('unknown'),
    wanted: null,
    rolling: false,
    recovered: null,
    standing: false,
    loss: null,
    verdict: { ...said(`${ready} of ${total} backends ready`), severity: null, since: null },
    slices: [...slices],
    endpoints: [...endpoints],
    backends: [...backends],
    pods: (spec.backends ?? []).map(each => aPod(each)),
    absentPods: (spec.absent ?? []).map(each => aPod({ name: each.name, node: each.node ?? null, state: 'not-ready' })),
    zones: zonesOf(backends),
    nodes: [...nodesOf(backends, spec)],
    ports: [],
    findings: [],
    cannotTell: [],
    checklist: [],
    changes: [],
    unchangedBefore: null,
    nearMisses: [],
    traffic: null,
    dns: null,
    legacyEndpoints: null,
    deleted: null,
    freshness: aFreshness(),
    ...spec.over,
  }
}

function withSlots(specs: readonly SpecBackend[]): readonly BackendView[] {
  const next = new Map<string, number>()
  return specs.map(spec => {
    const zone = spec.zone ?? null
    const slot = spec.slot ?? next.get(zone ?? '') ?? 0
    next.set(zone ?? '', slot + 1)
    const state = spec.state ?? 'ready'
    return {
      key: `uid-${spec.name}`,
      slot,
      name: spec.name,
      state,
      published: spec.published ?? false,
      ready: state === 'ready',
      starting: false,
      zone,
      nodeName: spec.node ?? null,
      slices: [...(spec.slices ?? ['s-1'])],
    }
  })
}

function entriesOf(spec: SpecBackend, backend: BackendView | undefined): readonly EndpointView[] {
  if (backend === undefined) return []
  return backend.slices.map(slice => ({
    key: `${slice}/${spec.name}`,
    backend: backend.key,
    slot: backend.slot,
    slice,
    address: spec.name,
    addresses: [spec.name],
    addressType: 'IPv4',
    state: backend.state,
    published: backend.published,
    starting: backend.starting,
    ignored: null,
    conditions: { ready: backend.ready, serving: backend.ready, terminating: backend.state.endsWith('terminating') },
    ports: [],
    hostname: null,
    nodeName: backend.nodeName,
    zone: backend.zone,
    hints: null,
    targetRef: null,
  }))
}

function aSlice(spec: Partial<SliceView> & { readonly name: string }, endpoints: readonly EndpointView[]): SliceView {
  return {
    key: spec.name,
    uid: `uid-${spec.name}`,
    addressType: 'IPv4',
    managedBy: 'endpointslice-controller.k8s.io',
    ports: [],
    endpointCount: endpoints.filter(endpoint => endpoint.slice === spec.name).length,
    creationTimestamp: MADE_AT,
    triggered: null,
    ...spec,
  }
}

function aService(name: string): ServiceView['service'] {
  return {
    namespace: 'shop',
    name,
    uid: `uid-service-${name}`,
    type: 'ClusterIP',
    headless: false,
    clusterIPs: ['10.96.14.7'],
    externalName: null,
    selector: { app: name },
    labels: {},
    ports: [],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    publishNotReadyAddresses: false,
    internalTrafficPolicy: 'Cluster',
    externalTrafficPolicy: null,
    trafficDistribution: null,
    sessionAffinity: 'None',
    otherProxy: null,
    creationTimestamp: MADE_AT,
    deletionTimestamp: null,
  }
}

function aPod({ name, node, state, reason, workload, revision }: SpecBackend): PodView {
  return {
    key: `uid-${name}`,
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    phase: node === null ? 'Pending' : 'Running',
    ready: (state ?? 'ready') === 'ready',
    reason: reason ?? null,
    creationTimestamp: MADE_AT,
    deletionTimestamp: null,
    nodeName: node ?? null,
    podIPs: [],
    workload: workload ?? null,
    revision: revision ?? null,
    since: null,
    containers: null,
  }
}

function zonesOf(backends: readonly BackendView[]): ServiceView['zones'] {
  const zones = [...new Set(backends.map(backend => backend.zone ?? ''))].toSorted((one, other) =>
    one.localeCompare(other, 'en', { numeric: true }),
  )
  return zones.map(key => {
    const count = (state: EndpointState) =>
      backends.filter(backend => (backend.zone ?? '') === key && backend.state === state).length
    const [ready, notReady, unknown] = [count('ready'), count('not-ready'), count('unknown')]
    const [servingTerminating, terminating] = [count('serving-terminating'), count('terminating')]
    const zone = key === '' ? null : key
    const total = ready + notReady + unknown
    return { key, zone, ready, notReady, unknown, total, starting: 0, servingTerminating, terminating }
  })
}

function nodesOf(
  backends: readonly BackendView[],
  { notReadyNodes = [], absent = [], nodeZones = {} }: SpecView,
): readonly NodeView[] {
  const zones = new Map<string, string | null>()
  for (const { nodeName, zone } of backends) if (nodeName !== null) zones.set(nodeName, zone)
  for (const { node } of absent)
    if (typeof node === 'string' && !zones.has(node)) zones.set(node, nodeZones[node] ?? null)
  const facts = { conditions: [], taints: [], unschedulable: false }
  return [...zones].map(([name, zone]) => ({ key: name, name, zone, ready: !notReadyNodes.includes(name), ...facts }))
}

/** A verdict's words, where no cause is named. */
export function said(lead: string, facts = '') {
  const sentence = `${[lead, facts].filter(Boolean).join(': ')}.`
  return { sentence, prefix: '', lead, facts, guess: '', causeCertainty: null, onset: null, numbers: [] }
}
