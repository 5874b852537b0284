import { type Resource, RESOURCES } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { needsAttention } from './needs-attention.ts'
import { aNode, aPod, aService, aSlice, endpointsIn, NOT_READY, ViewHarness } from './testing/view-harness.ts'

const ZONES = ['eu-1a', 'eu-1b', 'eu-1c'] as const
const PODS = Array.from({ length: 12 }, (_, n) => n)
const PORTS = ['http', 'grpc'] as const
const WORKLOADS = ['deployments', 'replicasets', 'statefulsets', 'daemonsets'] as const

/** As the EndpointSlice controller writes it. */
const WRITTEN = {
  name: 'web-1',
  namespace: 'shop',
  uid: 'slice-web-1',
  labels: {
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  },
  ownerReferences: [{ kind: 'Service', name: 'web', uid: 'service-web', controller: true }],
}

type Knowledge = 'forbidden' | 'loading' | 'absent'

interface Lost {
  readonly pods: readonly number[]
  /** Whose port no slice has any more. */
  readonly ports?: readonly (typeof PORTS)[number][]
  readonly severity: 'critical' | 'warning'
  readonly words: RegExp
}

function zoneOf(n: number): string {
  return ZONES[n % 3] ?? ''
}

/** What counts say of each loss, whatever else can be read. */
const LOSSES: Readonly<Record<string, Lost>> = {
  'a zone lost': {
    pods: PODS.filter(n => zoneOf(n) === 'eu-1b'),
    severity: 'critical',
    words: /eu-1b lost all 4 backends at 03:01:00 UTC, 8 of 12 still ready/,
  },
  'half lost': {
    pods: [0, 1, 2, 3, 4, 5],
    severity: 'warning',
    words: /6 of 12 backends not ready since 03:01:00 UTC, 6 of 12 still ready/,
  },
  'one lost': {
    pods: [4],
    severity: 'warning',
    words: /1 of 12 backends not ready \(web-4\) since 03:01:00 UTC, 11 of 12 still ready/,
  },
  'a port lost': {
    pods: [],
    ports: ['grpc'],
    severity: 'critical',
    words:
      /none ready for port grpc since 03:01:00 UTC, 12 of 12 backends ready for the others|port of the Service.*grpc/,
  },
  'all lost': { pods: PODS, severity: 'critical', words: /all 12 backends became not ready at 03:01:00 UTC/ },
}

const INPUTS: Readonly<Record<string, readonly Resource[]>> = {
  pods: ['pods'],
  nodes: ['nodes'],
  workloads: WORKLOADS,
  events: ['events'],
}

class Table {
  readonly #harness = new ViewHarness()

  constructor(resources: readonly Resource[], knowledge: Knowledge) {
    const harness = this.#harness
    const isThere = !(resources.includes('pods') && knowledge === 'absent')
    harness.set(
      'services',
      aService({ ports: PORTS.map((name, at) => ({ name, port: 80 + at, targetPort: 8080 + at })) }),
    )
    if (isThere) harness.set('pods', ...PODS.map(n => podOf(n, true, harness.now)))
    if (!(resources.includes('nodes') && knowledge === 'absent'))
      harness.set(
        'nodes',
        ...ZONES.map(zone => ({
          ...aNode(`n-${zone}`, zone),
          status: { conditions: [{ type: 'Ready', status: 'True' }] },
        })),
      )
    this.#slices([], [])
    harness.synced()
    for (const resource of [...WORKLOADS, 'events'] as const) this.#know(resource, 'absent')
    for (const resource of resources) this.#know(resource, knowledge)
    this.wait(60)
  }

  lose({ pods, ports = [] }: Lost, isToldByPods: boolean): void {
    const gone = new Set(pods)
    if (isToldByPods) this.#harness.set('pods', ...pods.map(n => podOf(n, !gone.has(n), this.#harness.now)))
    this.#slices(pods, ports)
    this.wait(31)
  }

  wait(seconds: number): void {
    this.#harness.now += seconds * 1000
    this.#harness.heard()
    this.#harness.settle()
  }

  get row() {
    return this.#harness.view.row('shop/web')
  }

  #know(resource: Resource, knowledge: Knowledge): void {
    const writer = this.#harness.store.writer(resource, null)
    if (knowledge === 'forbidden') writer.setState({ phase: 'forbidden', reason: 'refused' })
    if (knowledge === 'absent') writer.setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  }

  /** So many endpoints more, none of them ready yet. */
  scaleUp(more: number): void {
    this.#slices(
      Array.from({ length: more }, (_, n) => PODS.length + n),
      [],
      PODS.length + more,
    )
    this.wait(0)
  }

  #slices(lost: readonly number[], without: readonly string[], count = PODS.length): void {
    const gone = new Set(lost)
    const endpoints = Array.from({ length: count }, (_, n) => n).flatMap(n =>
      endpointsIn(zoneOf(n), [n], { nodeName: `n-${zoneOf(n)}`, ...(gone.has(n) ? NOT_READY : {}) }),
    )
    const ports = PORTS.filter(name => !without.includes(name)).map(name => ({
      name,
      port: 8080 + PORTS.indexOf(name),
      protocol: 'TCP',
    }))
    this.#harness.set('endpointslices', aSlice(endpoints, { ports, metadata: WRITTEN }))
  }
}

function podOf(n: number, isReady: boolean, since: number) {
  const lastTransitionTime = new Date(since).toISOString()
  const conditions = [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime }]
  return {
    ...aPod(n),
    spec: { nodeName: `n-${zoneOf(n)}`, containers: [] },
    status: { phase: 'Running', startTime: '2026-01-01T00:00:00Z', podIPs: [{ ip: `10.0.0.${n}` }], conditions },
  }
}

const CASES = Object.entries(LOSSES).flatMap(([name, lost]) =>
  Object.entries(INPUTS).flatMap(([input, resources]) =>
    (['forbidden', 'loading', 'absent'] as const).map(knowledge => ({ name, lost, input, resources, knowledge })),
  ),
)

/** Where nothing tells why, what was not looked at is named. */
const WHY: Readonly<Record<string, Partial<Record<Knowledge, RegExp>>>> = {
  pods: {
    forbidden: /\. Pods cannot be read \(RBAC\), so the cause is unknown\.$/,
    loading: /\. Pods are still loading, so the cause is unknown\.$/,
  },
  nodes: {
    forbidden: /\. Nodes cannot be read \(RBAC\), so the cause is unknown\./,
    loading: /\. Nodes are still loading, so the cause is unknown\./,
  },
  workloads: {
    forbidden: /\. Deployments cannot be read \(RBAC\), so the cause is unknown\./,
    loading: /\. Deployments are still loading, so the cause is unknown\./,
  },
  events: {
    forbidden: /\. Events cannot be read \(RBAC\), so the cause is unknown\./,
    loading: /\. Events are still loading, so the cause is unknown\./,
  },
}

describe('severity, group and words are those of the counts, whatever can be read', () => {
  test.each(CASES)('$name, $input $knowledge', ({ lost, input, resources, knowledge }) => {
    const table = new Table(resources, knowledge)
    // Endpoints without their pods or nodes are a warning of their own.
    const isPodless = (input === 'pods' || input === 'nodes') && knowledge === 'absent'
    const before = table.row?.severity ?? null
    expect(isPodless || before === null || before === 'info').toBe(true)
    table.lose(lost, input !== 'pods')
    const { row } = table
    expect(row?.severity).toBe(lost.severity)
    expect(row !== undefined && needsAttention(row)).toBe(true)
    expect(row?.verdict).toMatch(isPodless ? /./ : lost.words)
    const isTold = isPodless || lost.ports !== undefined
    expect(row?.verdict).toMatch((isTold ? undefined : WHY[input]?.[knowledge]) ?? /./)
  })
})

test('where pods cannot be read, what appears while we watch is starting for a minute', () => {
  const table = new Table(['pods'], 'forbidden')
  table.scaleUp(6)
  expect(table.row).toMatchObject({ health: 'healthy', severity: null, ready: 12, total: 18, starting: 6 })
  expect(table.row?.verdict).toBe('New pods are starting: 12 of 18 ready.')
  table.wait(59)
  expect(table.row).toMatchObject({ health: 'healthy', starting: 6 })
  table.wait(1)
  expect(table.row).toMatchObject({ health: 'degraded', severity: 'warning', starting: 0 })
})

test('what slices alone told is not held once workloads are read', () => {
  const harness = new ViewHarness()
  harness.set('services', aService({ selector: { app: 'wbe' } }, { creationTimestamp: '2025-12-31T00:00:00Z' }))
  harness.set('endpointslices', aSlice([]))
  harness.set('pods', aPod(1))
  harness.synced()
  harness.settle()
  expect(harness.view.row('shop/web')?.severity).toBe('critical')
  harness.now += 500
  for (const resource of WORKLOADS)
    harness.store.writer(resource, null).setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  harness.settle()
  // Nothing was ever ready, and no workload makes what the selector asks for.
  expect(harness.view.row('shop/web')?.severity).toBe('warning')
})

test('pods beside all that are asked for, such as those of a rollout that fails, are no critical loss', () => {
  const harness = new ViewHarness()
  const metadata = { name: 'web', namespace: 'shop', uid: 'deployment-web', creationTimestamp: '2025-12-31T00:00:00Z' }
  const template = { metadata: { labels: { app: 'web' } } }
  harness.set('services', aService({ selector: { app: 'web' } }, { creationTimestamp: '2025-12-31T00:00:00Z' }))
  const spec = { replicas: 1, selector: { matchLabels: { app: 'web' } }, template }
  const deployments = harness.store.writer('deployments', null)
  deployments.apply([{ type: 'set', object: RESOURCES.deployments.keep({ metadata, spec }, harness.store.interner) }])
  harness.set('pods', podOf(0, true, harness.now))
  harness.set('endpointslices', aSlice(endpointsIn('eu-1a', [0])))
  for (const resource of WORKLOADS)
    harness.store.writer(resource, null).setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  harness.synced()
  harness.settle()
  harness.now += 60_000
  const startTime = new Date(harness.now).toISOString()
  const crashing = podOf(1, false, harness.now)
  const state = { waiting: { reason: 'CrashLoopBackOff' } }
  const containerStatuses = [{ name: 'main', ready: false, restartCount: 3, state }]
  harness.set('pods', { ...crashing, status: { ...crashing.status, startTime, containerStatuses } })
  harness.set('endpointslices', aSlice([...endpointsIn('eu-1a', [0]), ...endpointsIn('eu-1b', [1], NOT_READY)]))
  harness.settle()
  harness.now += 120_000
  harness.heard()
  harness.settle()
  expect(harness.view.row('shop/web')).toMatchObject({ ready: 1, total: 2, wanted: 1, severity: 'warning' })
})
