import type { Freshness, Row, ServiceView } from '@slicescope/view'
import type { Overview } from '../overview.ts'
import type { Random } from '@slicescope/view/random'
import { aView } from '@slicescope/view/testing'
import { randomStep } from './random-list.ts'

const STATES = ['ready', 'not-ready', 'unknown', 'serving-terminating', 'terminating'] as const
const HEALTHS = ['healthy', 'degraded', 'down', 'empty'] as const
const CONNECTIONS = ['LIVE', 'BLIND', 'PARTIAL'] as const
const WORDS = ['eu-1a', 'eu-1b', 'ünï-🜂', '"quoted"\n\\', '__proto__', '\u2028'] as const

export function randomTime(random: Random): string {
  return `2026-11-24T03:${10 + random.below(50)}:${10 + random.below(50)}Z`
}

export function randomFreshness(random: Random): Freshness {
  const state = random.pick(CONNECTIONS)
  return {
    origin: 'live',
    moment: 'now',
    state,
    marks: [state],
    heard: randomTime(random),
    progressed: randomTime(random),
    verified: randomTime(random),
    missing: [],
    leftOut: [],
    clockStep: null,
  }
}

/** What an overview becomes in one step. */
export function randomOverview(random: Random, before: Overview | null): Overview {
  return {
    services: randomStep(random, before?.services ?? [], randomRow),
    freshness: before === null || random.oneIn(3) ? randomFreshness(random) : before.freshness,
  }
}

function randomRow(key: string, random: Random): Row {
  return {
    key,
    namespace: 'shop',
    name: key,
    type: 'ClusterIP',
    health: random.pick(HEALTHS),
    ready: random.below(3),
    total: 3,
    starting: 0,
    terminating: 0,
    wanted: null,
    absent: random.oneIn(2) ? null : 0,
    rolling: false,
    recovered: null,
    standing: false,
    dependedOn: false,
    slices: 1,
    zones: [{ zone: random.pick(WORDS), ready: 1, total: 1, starting: 0, unknown: 0 }],
    verdict: random.pick(WORDS),
    severity: null,
    findings: random.oneIn(2) ? [] : [{ code: random.pick(WORDS), title: random.pick(WORDS) }],
    since: null,
  }
}

/** What a Service becomes in one step; null when it goes, or is not there yet. */
export function randomService(random: Random, before: ServiceView | null): ServiceView | null {
  if (random.oneIn(before === null ? 3 : 12)) return null
  const base = before ?? { ...EMPTY, freshness: randomFreshness(random) }
  return {
    ...base,
    ...(random.oneIn(2) ? randomFields(random) : {}),
    slices: randomStep(random, base.slices, randomSlice),
    endpoints: randomStep(random, base.endpoints, randomEndpoint),
    backends: randomStep(random, base.backends, randomBackend),
    pods: random.oneIn(2) ? randomStep(random, base.pods, randomPod) : base.pods,
    absentPods: random.oneIn(2) ? randomStep(random, base.absentPods, randomPod) : base.absentPods,
    zones: random.oneIn(2) ? randomStep(random, base.zones, randomZone) : base.zones,
    nodes: random.oneIn(2) ? randomStep(random, base.nodes, randomNode) : base.nodes,
    ports: random.oneIn(2) ? randomStep(random, base.ports, randomPort) : base.ports,
  }
}

function randomFields(random: Random) {
  return {
    health: random.pick(HEALTHS),
    ready: random.oneIn(4) ? null : random.below(9),
    wanted: random.oneIn(2) ? null : random.below(9),
    verdict: {
      sentence: random.pick(WORDS),
      prefix: '',
      lead: random.pick(WORDS),
      facts: '',
      guess: '',
      causeCertainty: null,
      numbers: [],
      onset: null,
      severity: null,
      since: null,
    },
    deleted: random.oneIn(4) ? { time: randomTime(random) } : null,
    service: { ...EMPTY.service, labels: randomLabels(random) },
    freshness: randomFreshness(random),
  }
}

/** Also equal ones in another order, which are another text on the wire. */
function randomLabels(random: Random): Readonly<Record<string, string>> {
  const words = random.oneIn(2) ? WORDS : random.some(WORDS)
  const labels = words.map(word => [word, word])
  return Object.fromEntries(random.oneIn(2) ? labels : labels.toReversed())
}

function randomSlice(key: string, random: Random): ServiceView['slices'][number] {
  const endpointCount = random.below(100)
  const ports = random.some(WORDS).map(name => ({ name, protocol: 'TCP', port: null, appProtocol: null }))
  return {
    key,
    name: key,
    uid: key,
    addressType: 'IPv4',
    managedBy: null,
    ports,
    endpointCount,
    creationTimestamp: null,
    triggered: null,
  }
}

function randomEndpoint(key: string, random: Random): ServiceView['endpoints'][number] {
  return {
    key,
    backend: key,
    slot: random.below(9),
    slice: 's',
    address: key,
    addresses: [key],
    addressType: 'IPv4',
    state: random.pick(STATES),
    published: false,
    starting: false,
    ignored: null,
    conditions: { ready: random.oneIn(2), serving: true, terminating: false },
    ports: [],
    hostname: null,
    nodeName: null,
    zone: random.pick(WORDS),
    hints: random.oneIn(2) ? null : { forZones: random.some(WORDS).slice(), forNodes: [] },
    targetRef: null,
  }
}

function randomBackend(key: string, random: Random): ServiceView['backends'][number] {
  const state = random.pick(STATES)
  const ready = state === 'ready'
  return {
    key,
    slot: random.below(9),
    name: key,
    state,
    published: false,
    ready,
    starting: false,
    zone: random.pick(WORDS),
    nodeName: null,
    slices: ['s'],
  }
}

const CONTAINER = { name: 'main', isInit: false, reason: null, exitCode: null, last: null } as const

function randomPod(key: string, random: Random): ServiceView['pods'][number] {
  const phase = random.pick(['Running', 'Pending'])
  const ready = random.oneIn(2)
  const creationTimestamp = randomTime(random)
  return {
    key,
    namespace: 'shop',
    name: key,
    uid: key,
    phase,
    ready,
    reason: null,
    creationTimestamp,
    deletionTimestamp: null,
    nodeName: null,
    podIPs: [],
    workload: null,
    revision: phase === 'Running' ? 'ReplicaSet web-1' : null,
    since: creationTimestamp,
    containers: ready ? null : [{ ...CONTAINER, state: 'waiting', ready, restarts: 3 }],
  }
}

function randomZone(key: string, random: Random): ServiceView['zones'][number] {
  const ready = random.below(9)
  return {
    key,
    zone: key,
    ready,
    notReady: 0,
    unknown: 0,
    total: ready,
    starting: 0,
    servingTerminating: 0,
    terminating: 0,
  }
}

function randomNode(key: string, random: Random): ServiceView['nodes'][number] {
  const ready = random.pick([true, false, null])
  const taints = ready === false ? ['node.kubernetes.io/unreachable:NoExecute'] : []
  return { key, name: key, zone: null, ready, conditions: [], taints, unschedulable: ready === null }
}

function randomPort(key: string, random: Random): ServiceView['ports'][number] {
  return { key, name: key, protocol: 'TCP', port: 80, ready: random.below(9), total: 9 }
}

const EMPTY = aView({ name: 'web' })
