import type { BackendView, EndpointState, Freshness, PodView, Row, ServiceView } from '@slicescope/view'
import { rowSchema, serviceViewSchema } from '@slicescope/view/schemas'
import { type Live, NOTHING_LIVE } from './live.ts'

/** When everything in these fixtures was made. */
export const MADE_AT = '2026-11-24T03:00:00.000Z'

/** A backend, told by what differs from a ready one of slice s-1. */
interface BackendSpec {
  readonly name: string
  readonly zone?: string | null
  readonly node?: string | null
  readonly state?: EndpointState
  readonly slices?: readonly string[]
}

interface ViewSpec {
  readonly name?: string
  readonly backends?: readonly BackendSpec[]
  /** Pods in no slice. */
  readonly absent?: readonly { readonly name: string; readonly node?: string | null }[]
  /** Zone of the Nodes on which only absent pods stand. */
  readonly nodeZones?: Readonly<Record<string, string>>
  readonly over?: Partial<ServiceView>
}

export function aFreshness(over: Partial<Freshness> = {}): Freshness {
  return {
    origin: 'live',
    moment: 'now',
    state: 'LIVE',
    marks: ['LIVE'],
    heard: MADE_AT,
    progressed: MADE_AT,
    verified: MADE_AT,
    missing: [],
    leftOut: [],
    clockStep: null,
    ...over,
  }
}

function aVerdict(lead: string): ServiceView['verdict'] {
  const words = { sentence: `${lead}.`, prefix: '', lead, facts: '', guess: '' }
  return { ...words, causeCertainty: null, onset: null, numbers: [], severity: null, since: null }
}

/** A row as the server would send it. */
export function aRow(over: Partial<Row> = {}): Row {
  const { namespace = 'shop', name = 'checkout' } = over
  return rowSchema.parse({
    key: `${namespace}/${name}`,
    namespace,
    name,
    type: 'ClusterIP',
    health: 'healthy',
    ready: 3,
    total: 3,
    terminating: 0,
    wanted: null,
    absent: 0,
    rolling: false,
    starting: 0,
    recovered: null,
    standing: false,
    dependedOn: false,
    slices: 1,
    zones: [],
    verdict: 'All 3 backends ready.',
    severity: null,
    findings: [],
    since: null,
    ...over,
  })
}

/** A Service's view as the server would send it: its counts sum, its slices list its backends. */
export function aView({ name = 'checkout', backends = [], absent = [], nodeZones = {}, over = {} }: ViewSpec = {}) {
  const members = backends.map(aBackend)
  const { zones, ...counts } = countsOf(members)
  return serviceViewSchema.parse({
    service: aService(name),
    ...counts,
    wanted: null,
    rolling: false,
    recovered: null,
    standing: false,
    loss: null,
    absent: absent.length,
    verdict: aVerdict(`${counts.ready} of ${counts.total} backends ready`),
    slices: slicesOf(members),
    endpoints: members.flatMap(entriesOf),
    backends: members,
    pods: members.map(member => aPod(member)),
    absentPods: absent.map(pod => aPod({ name: pod.name, nodeName: pod.node ?? null, ready: false })),
    zones,
    nodes: nodesOf(members, nodeZones),
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
    ...over,
  })
}

function aBackend({ name, zone, node, state = 'ready', slices = ['s-1'] }: BackendSpec, slot: number): BackendView {
  return {
    key: `uid-${name}`,
    slot,
    name,
    state,
    published: false,
    ready: state === 'ready',
    starting: false,
    zone: zone ?? null,
    nodeName: node ?? null,
    slices: [...slices],
  }
}

function count(among: readonly BackendView[], state: EndpointState): number {
  return among.filter(member => member.state === state).length
}

function countsOf(members: readonly BackendView[]) {
  const zones = [...new Set(members.map(({ zone }) => zone ?? ''))].toSorted().map(key => {
    const own = statesOf(members.filter(({ zone }) => (zone ?? '') === key))
    return { key, zone: key === '' ? null : key, ...own }
  })
  const { ready, total, terminating, servingTerminating, ...rest } = statesOf(members)
  const health = total === 0 ? 'empty' : ready === total ? 'healthy' : ready === 0 ? 'down' : 'degraded'
  return { zones, health, ready, total, ...rest, terminating: servingTerminating + terminating, servingTerminating }
}

/** `terminating` without those that still serve, as a zone counts them. */
function statesOf(members: readonly BackendView[]) {
  const [ready, notReady, unknown] = [count(members, 'ready'), count(members, 'not-ready'), count(members, 'unknown')]
  const [servingTerminating, terminating] = [count(members, 'serving-terminating'), count(members, 'terminating')]
  return {
    ready,
    notReady,
    unknown,
    total: ready + notReady + unknown,
    starting: 0,
    servingTerminating,
    terminating,
  }
}

function slicesOf(members: readonly BackendView[]) {
  const names = [...new Set(members.flatMap(({ slices }) => slices))].toSorted()
  return names.map(name => ({
    key: name,
    name,
    uid: `uid-${name}`,
    addressType: 'IPv4',
    managedBy: 'endpointslice-controller.k8s.io',
    ports: [],
    endpointCount: members.filter(({ slices }) => slices.includes(name)).length,
    creationTimestamp: MADE_AT,
    triggered: null,
  }))
}

function entriesOf({ key, slot, name, state, ready, slices, nodeName, zone }: BackendView) {
  return slices.map(slice => ({
    key: `${slice}/${name}`,
    backend: key,
    slot,
    slice,
    address: name,
    addresses: [name],
    addressType: 'IPv4',
    state,
    published: false,
    starting: false,
    ignored: null,
    conditions: { ready, serving: ready, terminating: state.endsWith('terminating') },
    ports: [],
    hostname: null,
    nodeName,
    zone,
    hints: null,
    targetRef: null,
  }))
}

function nodesOf(members: readonly BackendView[], nodeZones: Readonly<Record<string, string>>) {
  const own = members.flatMap(({ nodeName, zone }) => (nodeName === null ? [] : [[nodeName, zone] as const]))
  return [...new Map([...own, ...Object.entries(nodeZones)])].map(([name, zone]) => ({
    key: name,
    name,
    zone,
    ready: true,
    conditions: [],
    taints: [],
    unschedulable: false,
  }))
}

function aPod({ name, nodeName, ready }: Pick<BackendView, 'name' | 'nodeName' | 'ready'>): PodView {
  return {
    key: `uid-${name}`,
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    phase: nodeName === null ? 'Pending' : 'Running',
    ready,
    reason: ready ? null : 'ContainersNotReady',
    creationTimestamp: MADE_AT,
    deletionTimestamp: null,
    nodeName,
    podIPs: [],
    workload: null,
    revision: null,
    since: null,
    containers: null,
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

/** What a page knows that shows cluster `prod`, told by what differs from knowing nothing yet. */
export function aLive(over: Partial<Live> = {}): Live {
  return { ...NOTHING_LIVE, cluster: 'prod', ...over }
}
