import { describe, expect, test } from 'vitest'
import type { Counts } from '../counts.ts'
import type { Health } from '../health.ts'
import type { ServiceGraph } from '../service-graph.ts'
import { Random } from '@slicescope/model/random'
import { randomNode, randomPod, randomService, randomSlice } from './random-objects.ts'
import { TestCluster } from '../testing/test-cluster.ts'

/** Ten to a test. */
const SEEDS = Array.from({ length: 15 }, (_, at) => 7000 + 10 * at)

function tenFrom(seed: number): readonly number[] {
  return Array.from({ length: 10 }, (_, at) => seed + at)
}

type Raw = Parameters<TestCluster['set']>[1]

function randomWorld(seed: number) {
  const random = new Random(seed)
  const make = (count: number, maker: (random: Random) => Raw) => Array.from({ length: count }, () => maker(random))
  return {
    services: make(5, randomService),
    slices: make(8, randomSlice),
    pods: make(10, randomPod),
    nodes: make(4, randomNode),
  }
}

function graphsOf({ services, slices, pods, nodes }: ReturnType<typeof randomWorld>): readonly ServiceGraph[] {
  const cluster = new TestCluster()
  cluster.set('services', ...services)
  cluster.set('endpointslices', ...slices)
  cluster.set('pods', ...pods)
  cluster.set('nodes', ...nodes)
  return [...cluster.store.listers.services.list()].map(({ metadata }) =>
    cluster.graph(`${metadata.namespace}/${metadata.name}`),
  )
}

const COUNTED = [
  'ready',
  'notReady',
  'unknown',
  'total',
  'starting',
  'lost',
  'stuck',
  'terminating',
  'servingTerminating',
] as const

function sum(counts: readonly Counts[]): Counts {
  return Object.fromEntries(
    COUNTED.map(name => [name, counts.reduce((all, each) => all + each[name], 0)]),
  ) as unknown as Counts
}

function withoutZone(counts: Counts): Counts {
  return Object.fromEntries(COUNTED.map(name => [name, counts[name]])) as unknown as Counts
}

function isInKeeping(health: Health, { ready, total, lost, stuck, unknown }: Counts): boolean {
  if (health === 'healthy') return ready > 0 && ready <= total && lost + stuck + unknown === 0
  if (health === 'degraded') return total > 0
  return ready === 0
}

describe('every number comes from one place and sums', () => {
  test.each(SEEDS)('ten seeds from %i', first => {
    for (const { summary, backends, endpoints } of tenFrom(first).flatMap(seed => graphsOf(randomWorld(seed)))) {
      const { counts, zones, ports, health } = summary
      if (counts === null) throw new Error('all was listed')
      expect(counts.ready + counts.notReady + counts.unknown).toBe(counts.total)
      expect(counts.starting + counts.lost + counts.stuck).toBeLessThanOrEqual(counts.notReady)
      expect(counts.total + counts.terminating).toBe(backends.length)
      expect(backends.filter(({ ready }) => ready)).toHaveLength(counts.ready)
      expect(backends.every(({ ready, state }) => !ready || state === 'ready')).toBe(true)
      expect(sum(zones.map(withoutZone))).toEqual(withoutZone(counts))
      expect(ports.every(({ ready, total }) => ready <= total && total <= counts.total)).toBe(true)
      expect(new Set(endpoints.map(({ key }) => key)).size).toBe(endpoints.length)
      const keys = new Set(backends.map(({ key }) => key))
      expect(endpoints.filter(({ ignored, backend }) => ignored === null && !keys.has(backend))).toEqual([])
      expect(keys).toEqual(new Set(endpoints.flatMap(({ ignored, backend }) => (ignored === null ? [backend] : []))))
      expect(isInKeeping(health, counts)).toBe(true)
    }
  })
})

/** What is left when names of slices are. */
function essence({ summary, backends, absentPods }: ServiceGraph) {
  const { slices: _slices, ignored: _ignored, ...rest } = summary
  return {
    summary: rest,
    absent: absentPods?.map(({ uid }) => uid),
    backends: backends.map(({ key, state, published, ready }) => ({ key, state, published, ready })),
  }
}

function renamed(slice: Raw, prefix: string): Raw {
  const metadata: Raw = Object(slice['metadata'])
  return { ...slice, metadata: { ...metadata, name: `${prefix}-${String(metadata['name'])}` } }
}

/** One of each name, as the store would hold them: a copy of the last. */
function latest(slices: readonly Raw[]): readonly Raw[] {
  const nameOf = (slice: Raw) => `${Object(slice['metadata']).namespace}/${Object(slice['metadata']).name}`
  return [...new Map(slices.map(slice => [nameOf(slice), slice])).values()]
}

describe('what changes nothing', () => {
  test.each(SEEDS)('the same slice again under another name, ten seeds from %i', first => {
    for (const world of tenFrom(first).map(randomWorld)) {
      const slices = latest(world.slices)
      const again = slices.map(slice => renamed(slice, 'again'))
      expect(graphsOf({ ...world, slices: [...slices, ...again] }).map(essence)).toEqual(graphsOf(world).map(essence))
    }
  })
})
