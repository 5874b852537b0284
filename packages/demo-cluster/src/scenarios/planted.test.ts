import { describe, expect, test } from 'vitest'
import type { Simulation } from '../behaviour/simulation.ts'
import { countReady } from '../testing/simulation.ts'
import { NEIGHBOURS } from './neighbourhood.ts'
import { PLANTED } from './planted.ts'
import { runScenario } from './run-scenario.ts'
import { getScenario } from './scenarios.ts'

const NOW = Date.parse('2026-03-01T03:11:00Z')
const MINUTES = 5

/** What is there of a planted workload. */
function seen({ storage }: Simulation, app = 'web') {
  const pods = storage
    .list('pods')
    .filter(({ metadata }) => metadata.labels?.['app'] === app)
    .map(({ metadata, spec, status }) => ({
      namespace: metadata.namespace,
      phase: status.phase,
      hasNode: spec.nodeName !== undefined,
      hasAddress: status.podIP !== undefined,
      subdomain: spec.subdomain,
      isReady: status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
      conditions: status.conditions ?? [],
    }))
  const slices = storage
    .list('endpointslices', { namespace: 'shop' })
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === app)
  const { selector, ports, clusterIP } = storage.get('services', { namespace: 'shop', name: app })?.spec ?? {}
  return { pods, slices, selector, targetPorts: ports?.map(({ targetPort }) => targetPort), clusterIP }
}

const READY = { namespace: 'shop', phase: 'Running', hasNode: true, hasAddress: true, isReady: true }
const three = (pod: object) => [pod, pod, pod].map(one => expect.objectContaining(one))
const condition = (type: string, more: object = {}) =>
  expect.arrayContaining([expect.objectContaining({ type, status: 'False', ...more })])

function eventMessages({ storage }: Simulation, about: string, reason: string): readonly string[] {
  const events = storage
    .list('events', { namespace: 'shop' })
    .filter(event => event.reason === reason && event.involvedObject.name.startsWith(`${about}-`))
  return [...new Set(events.map(({ message }) => message ?? ''))]
}

/** What must be so in each scenario, at the first look and later. */
const EXPECTED: Readonly<Record<string, (simulation: Simulation) => void>> = {
  'no-selector': simulation => {
    const { pods, slices, selector } = seen(simulation)
    expect({ slices, selector }).toEqual({ slices: [], selector: undefined })
    expect(pods).toEqual(three(READY))
    expect(simulation.storage.get('endpoints', { namespace: 'shop', name: 'web' })).toBeUndefined()
  },
  'selector-typo': simulation => {
    const { pods, selector } = seen(simulation)
    expect(selector).toEqual({ app: 'wbe' })
    expect(pods).toEqual(three(READY))
    expect(countReady(simulation)).toBe('0/0')
  },
  unschedulable: simulation => {
    const message = "0/6 nodes are available: 6 node(s) didn't match Pod's node affinity/selector."
    const conditions = condition('PodScheduled', { reason: 'Unschedulable', message })
    expect(seen(simulation).pods).toEqual(three({ phase: 'Pending', hasNode: false, hasAddress: false, conditions }))
    expect(eventMessages(simulation, 'web', 'FailedScheduling')).toEqual([message])
    expect(countReady(simulation)).toBe('0/0')
  },
  'probe-failing': simulation => {
    expect(seen(simulation).pods).toEqual(three({ ...READY, isReady: false, conditions: condition('ContainersReady') }))
    expect(eventMessages(simulation, 'web', 'Unhealthy')).toEqual([
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
    ])
    expect(countReady(simulation)).toBe('0/3')
  },
  'port-name': simulation => {
    const { pods, slices, targetPorts } = seen(simulation)
    expect(targetPorts).toEqual(['web'])
    expect(pods).toEqual(three(READY))
    expect(slices.flatMap(({ ports }) => ports ?? [])).toEqual([])
    expect(countReady(simulation)).toBe('3/3')
  },
  'headless-dns': simulation => {
    const { pods, clusterIP } = seen(simulation, 'orders-db')
    expect(clusterIP).toBe('None')
    expect(pods).toEqual(three({ ...READY, subdomain: 'orders-db-headless' }))
    expect(simulation.storage.get('services', { namespace: 'shop', name: 'orders-db-headless' })).toBeUndefined()
    expect(countReady(simulation, 'orders-db')).toBe('3/3')
  },
  'network-plugin': simulation => {
    const conditions = condition('PodReadyToStartContainers')
    expect(seen(simulation).pods).toEqual(three({ phase: 'Pending', hasNode: true, hasAddress: false, conditions }))
    expect(eventMessages(simulation, 'web', 'FailedCreatePodSandBox')).toEqual([
      expect.stringMatching(/^Failed to create pod sandbox: plugin /),
    ])
    expect(countReady(simulation)).toBe('0/0')
  },
  'other-namespace': simulation => {
    expect(seen(simulation).pods).toEqual(three({ ...READY, namespace: 'platform' }))
    expect(seen(simulation).selector).toEqual({ app: 'web' })
    expect(countReady(simulation)).toBe('0/0')
  },
}

test('every planted scenario says what must be so', () => {
  expect(PLANTED.map(({ name }) => name).toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
})

describe.each(Object.entries(EXPECTED))('%s', (name, expectPlanted) => {
  const simulation = runScenario(getScenario(name), { now: () => NOW })

  const expectHealthyNeighbours = () => {
    const lacking = NEIGHBOURS.map(({ name: neighbour, replicas }) => ({
      neighbour,
      replicas,
      seen: countReady(simulation, neighbour),
    })).filter(({ replicas, seen: text }) => Number.parseInt(text, 10) < replicas)
    expect(lacking).toEqual([])
  }

  test('has its cause planted among healthy neighbours at the first look', () => {
    expect(new Set(simulation.storage.list('nodes').map(({ metadata }) => metadata.name.slice(0, 5))).size).toBe(3)
    expectPlanted(simulation)
    expectHealthyNeighbours()
  })

  test('keeps it, and they live on', () => {
    const versionOf = () => simulation.storage.get('deployments', { namespace: 'shop', name: 'catalog' })?.metadata
    const before = versionOf()?.resourceVersion
    simulation.clock.step(MINUTES * 60_000)
    expectPlanted(simulation)
    expectHealthyNeighbours()
    expect(versionOf()?.resourceVersion).not.toBe(before)
  })
})
