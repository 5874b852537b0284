import { describe, expect, test, vi } from 'vitest'
import { expectedEndpointSet, isControlled, publishedEndpointSet } from '@slicescope/kubernetes'
import type { Simulation } from '../behaviour/simulation.ts'
import { asNode, asPod, asService, asSlice } from '../behaviour/views.ts'
import { odd } from './odd.ts'
import { runScenario } from './run-scenario.ts'
import { getScenario, SCENARIOS } from './scenarios.ts'
import { playEverydayChurn, shop } from './shop.ts'
import { createSynthetic } from './synthetic.ts'
import { zoneOutage } from './zone-outage.ts'

/** These run minutes of a big cluster's life; on a busy machine that takes a while. */
vi.setConfig({ testTimeout: 120_000 })

const NOW = Date.parse('2026-03-01T03:11:00Z')
const now = () => NOW
const SECOND = 1000

function countsOf({ storage }: Simulation, service: string) {
  const endpoints = storage
    .list('endpointslices')
    .filter(slice => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap(slice => slice.endpoints ?? [])
  const ready = endpoints.filter(({ conditions }) => conditions?.ready === true)
  const inZone = (zone: string) => ready.filter(endpoint => endpoint['zone'] === zone).length
  return { total: endpoints.length, ready: ready.length, zones: ['eu-1a', 'eu-1b', 'eu-1c'].map(inZone) }
}

/** The Services whose slices are not what the rules want of the pods as they are now. */
function unsynced({ storage }: Simulation): readonly string[] {
  const pods = storage.list('pods').map(asPod)
  const findNode = (name: string) => {
    const node = storage.get('nodes', { name })
    return node === undefined ? undefined : asNode(node)
  }
  return storage
    .list('services')
    .map(asService)
    .filter(isControlled)
    .filter(service => {
      const slices = storage
        .list('endpointslices', { namespace: service.metadata.namespace })
        .filter(slice => slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name)
      return (
        JSON.stringify(publishedEndpointSet(slices.map(asSlice))) !==
        JSON.stringify(expectedEndpointSet(service, pods, findNode))
      )
    })
    .map(service => service.metadata.name)
}

describe('shop', () => {
  const simulation = runScenario(shop, { now })

  test('opens on a full and healthy cluster that is days old', () => {
    const { storage } = simulation
    expect(storage.list('services')).toHaveLength(23)
    expect(storage.list('nodes')).toHaveLength(27)
    expect(countsOf(simulation, 'checkout')).toMatchObject({ total: 244, ready: 244 })
    const notReady = storage
      .list('pods')
      .filter(({ status }) => !status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
    expect(notReady).toEqual([])
    const [pod] = storage.list('pods', { namespace: 'shop' })
    expect(NOW - Date.parse(pod?.metadata.creationTimestamp ?? '')).toBeGreaterThan(3_600_000)
    expect(storage.get('pods', { namespace: 'shop', name: 'my-db-0' })?.spec.subdomain).toBe('my-db')
    expect(simulation.clock.now()).toBe(NOW)
  })

  test('checkout loses eu-1c within 20 s, keeps the rest, and heals', () => {
    simulation.clock.step(20 * SECOND)
    const { total, zones } = countsOf(simulation, 'checkout')
    expect(total).toBeGreaterThan(235)
    expect(zones[2]).toBe(0)
    expect(zones[0]).toBeGreaterThan(75)
    expect(
      simulation.storage
        .list('events')
        .some(({ message }) => message === 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
    ).toBe(true)
    simulation.clock.step(110 * SECOND)
    expect(countsOf(simulation, 'checkout').zones[2]).toBeGreaterThan(75)
  })

  test('goes on for more than a round, in sync, with everything bounded', () => {
    simulation.clock.step(200 * SECOND)
    const sizes = ['pods', 'replicasets', 'events', 'endpointslices'].map(name => simulation.cluster.list(name).length)
    expect(sizes[0]).toBeLessThan(680)
    expect(sizes[1]).toBeLessThan(40)
    expect(sizes[2]).toBeLessThanOrEqual(2100)
    expect(sizes[3]).toBeLessThan(60)
    expect(unsynced(simulation).length).toBeLessThan(3)
  })
})

test('zone-outage: the nodes of a zone are lost with their pods, and return', () => {
  const simulation = runScenario(zoneOutage, { now })
  simulation.clock.step(20 * SECOND)
  const notReady = simulation.storage
    .list('nodes')
    .filter(({ status }) => status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'Unknown'))
  expect(notReady.map(({ metadata }) => metadata.name.slice(0, 5))).toEqual(Array.from({ length: 9 }, () => 'eu-1b'))
  expect(countsOf(simulation, 'checkout').zones[1]).toBe(0)
  simulation.clock.step(100 * SECOND)
  expect(countsOf(simulation, 'checkout').zones[1]).toBeGreaterThan(70)
})

describe('odd', () => {
  const simulation = runScenario(odd, { now })
  const slicesOf = (service: string) =>
    simulation.storage
      .list('endpointslices')
      .filter(slice => slice.metadata.labels?.['kubernetes.io/service-name'] === service)

  test('all slices of the controller follow the rules', () => {
    expect(unsynced(simulation)).toEqual([])
  })

  test.each([
    ['selectorless', []],
    ['omitted-conditions', ['IPv4 4 80']],
    ['null-fields', ['IPv4 0 80', 'IPv4 1 ?', 'IPv4 1 none']],
    ['listed-twice', ['IPv4 1 80', 'IPv4 1 80']],
    ['fqdn', ['FQDN 1 80']],
    ['mirrored', ['IPv4 2 80']],
    ['external-name', []],
    ['dual-stack', ['IPv4 4 8080', 'IPv6 4 8080']],
    ['two-numbers', ['IPv4 3 8080', 'IPv4 3 9090']],
    ['no-ports', ['IPv4 2 none']],
    ['port-name-missing', ['IPv4 2 none']],
    ['matches-nothing', ['IPv4 0 none']],
    ['scaled-to-zero', ['IPv4 0 none']],
    ['no-zones', ['IPv4 4 8080']],
    ['kubernetes', ['IPv4 3 6443']],
  ])('%s: %j', (service, expected) => {
    const seen = slicesOf(service).map(({ addressType, endpoints, ports }) => {
      const numbers = ports?.map(({ port }) => port ?? '?').join('+') ?? 'none'
      return `${addressType} ${endpoints?.length ?? 0} ${numbers}`
    })
    expect(seen.toSorted()).toEqual(expected)
  })

  test('what the rows promise is there', () => {
    expect(slicesOf('no-zones')[0]?.endpoints?.some(endpoint => 'zone' in endpoint)).toBe(false)
    expect(slicesOf('old-topology')[0]?.endpoints?.[0]?.deprecatedTopology).toBeDefined()
    expect(slicesOf('published-not-ready')[0]?.endpoints?.[0]?.conditions).toEqual({
      ready: true,
      serving: false,
      terminating: false,
    })
    expect(slicesOf('kubernetes')[0]?.metadata.labels).toEqual({ 'kubernetes.io/service-name': 'kubernetes' })
    expect(slicesOf('sctp')[0]?.ports).toMatchObject([{ protocol: 'SCTP' }])
    expect(slicesOf('same-port-udp-and-tcp')[0]?.ports?.map(({ protocol }) => protocol)).toEqual(['UDP', 'TCP'])
  })
})

test('synthetic: as many as asked for, in slices by the rules', () => {
  const storage = createSynthetic({ services: 3, podsPerService: 120, nodes: 10, zones: 3 })
  expect(storage.list('pods')).toHaveLength(360)
  expect(storage.list('endpointslices').map(({ endpoints }) => endpoints?.length)).toEqual([100, 20, 100, 20, 100, 20])
})

function story(seed: number): string {
  const simulation = runScenario(getScenario('port-name'), { seed, now })
  playEverydayChurn(simulation)
  simulation.clock.step(30 * SECOND)
  return JSON.stringify(['endpointslices', 'pods', 'events'].map(resource => simulation.cluster.list(resource)))
}

test('the same seed tells the same story', () => {
  expect(story(5)).toBe(story(5))
})

test('an unknown name lists the known ones', () => {
  expect(SCENARIOS[0]).toBe(shop)
  expect(() => getScenario('nope')).toThrow(
    /"nope"; there are shop, zone-outage, odd, no-selector, selector-typo, unschedulable, probe-failing, port-name, headless-dns, network-plugin, other-namespace$/,
  )
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length)
})

test('odd: names of Services are such that the real API would take them', () => {
  const names = runScenario(odd, { now })
    .storage.list('services')
    .map(({ metadata }) => metadata.name)
  expect(names.filter(name => !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))).toEqual([])
  expect(Math.max(...names.map(({ length }) => length))).toBe(63)
})
