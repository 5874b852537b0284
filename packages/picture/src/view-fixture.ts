import type {
  FindingView,
  BackendView,
  EndpointState,
  EndpointView,
  NodeView,
  PodView,
  ServiceView,
  SliceView,
} from '@slicescope/view'
import { compareNatural } from './natural-order.ts'

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
  readonly absent?: readonly { readonly name: string; readonly node?: string }[]
  readonly slices?: readonly (Partial<SliceView> & { readonly name: string })[]
  readonly over?: Partial<ServiceView>
}

const TIME = '2026-11-24T03:26:10Z'

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
    freshness: {
      origin: 'live',
      moment: 'now',
      state: 'LIVE',
      marks: ['LIVE'],
      heard: '2026-11-24T03:26:08Z',
      progressed: null,
      verified: '2026-11-24T03:25:30Z',
      leftOut: [],
      clockStep: null,
      missing: [],
    },
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
      slices: [...(spec.slices ?? ['slice-1'])],
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
    conditions: { ready: backend.ready, serving: backend.ready, terminating: false },
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
    creationTimestamp: TIME,
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
    creationTimestamp: TIME,
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
    creationTimestamp: TIME,
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
  const zones = [...new Set(backends.map(backend => backend.zone ?? ''))].toSorted(compareNatural)
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

function nodesOf(backends: readonly BackendView[], { notReadyNodes = [], absent = [] }: SpecView): readonly NodeView[] {
  const zones = new Map<string, string | null>()
  for (const { nodeName, zone } of backends) if (nodeName !== null) zones.set(nodeName, zone)
  for (const { node } of absent) if (node !== undefined && !zones.has(node)) zones.set(node, null)
  const facts = { conditions: [], taints: [], unschedulable: false }
  return [...zones].map(([name, zone]) => ({ key: name, name, zone, ready: !notReadyNodes.includes(name), ...facts }))
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** The end of a pod's name as Kubernetes makes them, the same for the same number. */
export function podSuffix(index: number): string {
  let [rest, suffix] = [(index * 7_919 + 104_729) % ALPHABET.length ** 5, '']
  for (let at = 0; at < 5; at += 1) {
    suffix += ALPHABET[rest % ALPHABET.length] ?? ''
    rest = Math.floor(rest / ALPHABET.length) + at * 3
  }
  return suffix
}

/** The outage that the mocks show: 244 backends in three zones, eu-1c lost, node-c06 not Ready, six terminating apart. */
export function zoneOutage(): ServiceView {
  const specs: SpecBackend[] = []
  const add = (spec: Omit<SpecBackend, 'name'>) => {
    specs.push({ name: `checkout-7d9f8b6c5-${podSuffix(specs.length)}`, ...spec })
  }
  const perNode = [11, 10, 12, 9, 11, 10, 11, 10]
  for (const [index, count] of perNode.entries())
    for (let at = 0; at < count; at += 1) add({ zone: 'eu-1a', node: `node-a0${index + 1}` })
  for (const [index, state] of (
    ['serving-terminating', 'serving-terminating', 'serving-terminating', 'terminating'] as const
  ).entries())
    add({ zone: 'eu-1a', node: `node-a0${[2, 4, 6, 8][index]}`, state })
  for (let at = 0; at < 78; at += 1) {
    const state = at === 20 ? 'serving-terminating' : at === 57 ? 'terminating' : 'ready'
    add({ zone: 'eu-1b', node: `node-b${String((at % 61) + 1).padStart(2, '0')}`, state })
  }
  for (const [index, count] of [10, 11, 9, 12, 10, 11, 11, 10].entries())
    for (let at = 0; at < count; at += 1)
      add({ zone: 'eu-1c', node: `node-c0${index + 1}`, state: 'not-ready', reason: 'ContainersNotReady' })
  const slices = ['checkout-7kq2x', 'checkout-p9d4m', 'checkout-p9d4m', 'checkout-zz81c', 'checkout-7kq2x']
  const backends = specs.map((spec, index) => ({
    ...spec,
    slices: [slices[index % slices.length] ?? 'checkout-7kq2x'],
  }))
  return aView({
    backends: [...backends],
    notReadyNodes: ['node-c06'],
    over: {
      verdict: {
        ...said('eu-1c lost all 84 backends at 03:11:19', '160 of 244 still ready'),
        severity: 'critical',
        since: { time: '2026-11-24T03:11:19Z', basis: 'recorded' },
      },
    },
  })
}

/** A verdict's words, where no cause is named. */
function said(lead: string, facts = '') {
  const sentence = `${[lead, facts].filter(Boolean).join(': ')}.`
  return { sentence, prefix: '', lead, facts, guess: '', causeCertainty: null, onset: null, numbers: [] }
}

/** Evenly over zones and nodes; every `brokenEvery`-th is not ready. */
export function manyBackends(
  count: number,
  {
    zones,
    nodesPerZone,
    brokenEvery = 0,
  }: { zones: readonly (string | null)[]; nodesPerZone: number; brokenEvery?: number },
): ServiceView {
  const backends = Array.from({ length: count }, (_, index): SpecBackend => {
    const zone = zones[index % zones.length] ?? null
    const broken = brokenEvery > 0 && index % brokenEvery === brokenEvery - 1
    return {
      name: `checkout-7d9f8b6c5-${index.toString(36)}${podSuffix(index)}`.slice(0, 26),
      zone,
      node: `ip-10-0-${zones.indexOf(zone)}-${Math.floor(index / zones.length) % nodesPerZone}`,
      state: broken ? 'not-ready' : 'ready',
      slices: [`checkout-${podSuffix(Math.floor(index / 100))}`],
      ...(broken ? { reason: 'ContainersNotReady' } : {}),
    }
  })
  return aView({ backends })
}

/** The least that a finding says. */
export function aFinding(over: Partial<FindingView>): FindingView {
  return {
    code: 'SC-D4',
    severity: 'warning',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: { kind: 'Service', namespace: 'shop', name: 'checkout' },
    title: '',
    sentence: '',
    lead: '',
    facts: '',
    guess: '',
    onset: null,
    evidence: [],
    moreEvidence: 0,
    kubectl: '',
    remedy: '',
    remedyCommand: '',
    remedyClass: 'look',
    misconception: null,
    reads: [],
    explains: 0,
    broken: [],
    ...over,
  }
}
