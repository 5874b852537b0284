import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoCluster, startDemoCluster } from '@slicescope/demo-cluster'
import { loadKubeconfig } from '@slicescope/reflector'
import { must } from '@slicescope/model'
import { ALL_RIGHTS } from '@slicescope/view'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SteppedTimers } from '../testing/stepped-timers.ts'
import { ClusterRegistry, MAX_CLUSTERS } from './cluster-registry.ts'
import type { FollowedSource } from './cluster-source.ts'
import { OpenCluster } from './open-cluster.ts'

const MINUTE = 60_000

let demo: DemoCluster
let folder = ''
let first: FollowedSource
let second: FollowedSource

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slicescope-registry-'))
  demo = await startDemoCluster({ scenario: 'odd' })
  const kubeconfig = join(folder, 'kubeconfig')
  await demo.writeKubeconfig(kubeconfig)
  const loaded = await loadKubeconfig({ paths: [kubeconfig], env: {} })
  if (loaded.type !== 'loaded') throw new Error('the kubeconfig of the demo cannot be read')
  const source = (slug: string): FollowedSource => ({ slug, origin: 'live', kube: { ...loaded.current, slug } })
  first = source('first')
  second = source('second')
})

afterAll(async () => {
  await demo.stop()
  await rm(folder, { recursive: true })
})

function startRegistry() {
  const timers = new SteppedTimers()
  const opened: string[] = []
  const registry = new ClusterRegistry({
    sources: [first, second],
    start: first,
    timers,
    open: ({ slug }) => {
      opened.push(slug)
      return new OpenCluster({
        source: slug === 'first' ? first : second,
        namespaces: [],
        clusterDomain: 'cluster.local',
        env: {},
        onLag: () => {},
        onReset: () => {},
        recording: null,
      })
    },
  })
  registry.start()
  return { registry, timers, opened }
}

test('the start cluster is followed from the start and for ever, others from their first use until nobody asks', async () => {
  const { registry, timers, opened } = startRegistry()
  expect([registry.startCluster?.source.slug, registry.opened('second')]).toEqual(['first', undefined])
  const cluster = registry.use(second)
  expect(registry.use(second)).toBe(cluster)
  timers.step(4 * MINUTE)
  registry.use(second)
  timers.step(5 * MINUTE)
  expect(registry.opened('second')).toBe(cluster)
  timers.step(MINUTE)
  expect(registry.allOpened().map(({ source }) => source.slug)).toEqual(['first'])
  expect(registry.use(second)).not.toBe(cluster)
  expect(opened).toEqual(['first', 'second', 'second'])
  await registry.stop()
})

test('a cluster is kept while somebody reads its stream', async () => {
  const { registry, timers } = startRegistry()
  const { hub } = must(registry.use(second), 'room for a second cluster')
  const rights = { id: 'operator', rights: ALL_RIGHTS }
  const sink = { write: () => {}, end: () => {} }
  const leave = hub.subscribe({ topics: [{ type: 'overview', namespace: '*' }], fresh: new Set(), rights }, sink)
  timers.step(20 * MINUTE)
  expect(registry.opened('second')?.hub).toBe(hub)
  leave()
  timers.step(6 * MINUTE)
  expect(registry.opened('second')).toBeUndefined()
  await registry.stop()
  expect(registry.allOpened()).toEqual([])
})

test('so many clusters are followed at a time: one that nobody looks at makes room, else there is none', async () => {
  const { registry, timers } = startRegistry()
  const extra = Array.from({ length: MAX_CLUSTERS }, (_, index) => ({ ...second, slug: `extra-${index}` }))
  const [first, ...rest] = extra
  for (const source of extra.slice(0, MAX_CLUSTERS - 1)) expect(registry.use(source)).not.toBeNull()
  const [last = second] = rest.slice(-1)
  expect(registry.use(last)).toBeNull()
  timers.step(MINUTE)
  expect(registry.use(last)).not.toBeNull()
  expect(registry.allOpened()).toHaveLength(MAX_CLUSTERS)
  expect(registry.opened(first?.slug ?? '')).toBeUndefined()
  await registry.stop()
})
