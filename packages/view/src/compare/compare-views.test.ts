import { describe, expect, test } from 'vitest'
import { ShopStory } from '../law/shop-story.ts'
import { comparisonSchema } from '../schema/comparison.ts'
import type { ServiceView } from '../schema/service-view.ts'
import {
  aPod,
  aService,
  aSlice,
  anEndpoint,
  endpointsIn,
  NOT_READY,
  TERMINATING,
  ViewHarness,
} from '../testing/view-harness.ts'
import { type ComparedMoment, compareViews } from './compare-views.ts'

/** shop/web with four backends in each of eu-1a and eu-1b. */
class Shop {
  readonly harness = new ViewHarness()

  constructor() {
    this.harness.set('services', aService())
    this.list(['eu-1a', [1, 2, 3, 4]], ['eu-1b', [5, 6, 7, 8]])
    this.harness.set('pods', ...[1, 2, 3, 4, 5, 6, 7, 8].map(n => aPod(n)))
    this.harness.synced()
    this.harness.view.open('shop/web')
    this.harness.settle()
  }

  list(...zones: readonly (readonly [zone: string, ready: readonly number[], unready?: readonly number[]])[]): void {
    const endpoints = zones.flatMap(([zone, ready, unready = []]) => [
      ...endpointsIn(zone, ready),
      ...endpointsIn(zone, unready, NOT_READY),
    ])
    this.harness.set('endpointslices', aSlice(endpoints))
  }

  moment(): ComparedMoment {
    this.harness.settle()
    const view = this.harness.view.serviceView('shop/web', this.harness.now) ?? null
    return { at: this.harness.now, view }
  }

  /** What differs after seven minutes in which this happened. */
  after(happening: (harness: ViewHarness) => void) {
    const then = this.moment()
    this.harness.now += 400_000
    this.harness.heard()
    happening(this.harness)
    this.harness.now += 20_000
    this.harness.heard()
    return comparisonSchema.strict().parse(compareViews(then, this.moment()))
  }
}

describe('what differs between two moments', () => {
  test('nothing', () => {
    const { sentence, counts, groups } = new Shop().after(() => {})
    expect(sentence).toBe('Between 03:00:00 and 03:07:00 UTC: no difference.')
    expect(counts).toEqual({ gone: 0, new: 0, lost: 0, gained: 0, moved: 0 })
    expect(groups.map(({ by, name, to }) => [by, name, to.ready])).toEqual([
      ['zone', 'eu-1a', 4],
      ['zone', 'eu-1b', 4],
      ['revision', null, 8],
    ])
  })

  test('backends of a zone stopped being ready, and others became', () => {
    const shop = new Shop()
    const lost = shop.after(() => shop.list(['eu-1a', [1, 2, 3, 4]], ['eu-1b', [8], [5, 6, 7]]))
    expect(lost.sentence).toContain('3 backends in eu-1b stopped being ready')
    expect(lost.numbers).toEqual([{ of: 'counts.lost', value: 3 }])
    expect(lost.backends.map(({ name, fate, wasReady, isReady }) => [name, fate, wasReady, isReady])).toEqual([
      ['web-5', 'lost', true, false],
      ['web-6', 'lost', true, false],
      ['web-7', 'lost', true, false],
    ])
    const back = shop.after(() => shop.list(['eu-1a', [1, 2, 3, 4]], ['eu-1b', [5, 6, 7, 8]]))
    expect(back.sentence).toContain('3 backends in eu-1b became ready')
    expect(back.from.ready).toBe(5)
    expect(back.to.ready).toBe(8)
  })

  test('pods of a new revision replaced those of the old one; what terminates is gone', () => {
    const shop = new Shop()
    shop.harness.set('pods', ownedPod(1, 'web-old-1'), ownedPod(2, 'web-old-2'))
    shop.harness.set('endpointslices', aSlice([entryOf(1, 'web-old-1'), entryOf(2, 'web-old-2')]))
    const { counts, groups, sentence } = shop.after(harness => {
      harness.set('pods', ownedPod(21, 'web-new-1'), ownedPod(22, 'web-new-2'))
      const old = { ...entryOf(1, 'web-old-1'), ...TERMINATING }
      harness.set('endpointslices', aSlice([old, entryOf(21, 'web-new-1'), entryOf(22, 'web-new-2')]))
    })
    expect(counts).toMatchObject({ gone: 2, new: 2, lost: 0 })
    expect(sentence).toContain('2 backends are gone; 2 backends are new; ReplicaSet web-new replaced web-old')
    expect(groups.filter(({ by }) => by === 'revision').map(({ from, to }) => [from.total, to.total])).toContainEqual([
      2, 0,
    ])
  })

  test('a Node that all of them share is named', () => {
    const shop = new Shop()
    shop.harness.set('endpointslices', aSlice([...on('n1', [1, 2]), ...on('n2', [3, 4])]))
    const { sentence, groups } = shop.after(harness =>
      harness.set('endpointslices', aSlice([...on('n1', [1, 2], NOT_READY), ...on('n2', [3, 4])])),
    )
    expect(sentence).toContain('2 backends on node n1 stopped being ready')
    expect(groups.filter(({ by }) => by === 'node').map(({ name, lost }) => [name, lost])).toEqual([['n1', 2]])
  })

  test('selector, ports, policies and slices', () => {
    const { fields, slices, sentence } = new Shop().after(harness => {
      const ports = [{ name: 'http', port: 80, targetPort: 9090 }]
      const spec = { selector: { app: 'wbe' }, ports, internalTrafficPolicy: 'Local' }
      harness.set('services', aService(spec))
      harness.delete('endpointslices', aSlice([]))
      harness.set('endpointslices', aSlice(endpointsIn('eu-1a', [1, 2, 3, 4]), { name: 'web-2' }))
    })
    expect(fields).toEqual([
      { field: 'selector', from: 'app=web', to: 'app=wbe' },
      { field: 'ports', from: 'http 80/TCP to 8080', to: 'http 80/TCP to 9090' },
      { field: 'internalTrafficPolicy', from: 'Cluster', to: 'Local' },
    ])
    expect(slices).toEqual({ gone: ['web-1'], new: ['web-2'], changed: [] })
    expect(sentence).toContain('4 backends in eu-1b are gone')
    expect(sentence).toContain('`selector` changed from `app=web` to `app=wbe`')
    expect(sentence).toContain('slice web-2 is new; slice web-1 is gone')
  })

  test('findings that came, and those that went', () => {
    const shop = new Shop()
    const edit = shop.after(harness => {
      harness.set('services', aService({ selector: { app: 'wbe' } }))
      harness.set('endpointslices', aSlice([]))
    })
    expect(edit.findings.new.length).toBeGreaterThan(0)
    const undo = shop.after(harness => {
      harness.set('services', aService())
      shop.list(['eu-1a', [1, 2, 3, 4]], ['eu-1b', [5, 6, 7, 8]])
    })
    expect(undo.findings.gone.map(({ code }) => code)).toEqual(edit.findings.new.map(({ code }) => code))
  })

  test('a Service that is created, deleted, or both', () => {
    const shop = new Shop()
    const { at, view } = shop.moment()
    const words = (then: typeof view, now: typeof view) =>
      compareViews({ at, view: then }, { at: at + 60_000, view: now }).clauses
    expect(words(null, view)).toEqual(['the Service was created'])
    expect(words(view, null)).toEqual(['the Service was deleted'])
    if (view === null) throw new Error('no view')
    const other = { ...view, service: { ...view.service, uid: 'another' } }
    expect(words(view, other)).toEqual(['the Service was deleted and created again'])
  })

  test('backends that are not known at one time are never gone', () => {
    const shop = new Shop()
    const now = shop.moment()
    if (now.view === null) throw new Error('no view')
    const unknown = { ...now.view, health: 'unknown' as const, ready: null, total: null, backends: [], slices: [] }
    const { sentence, counts, backends } = compareViews({ at: now.at - 86_400_000, view: unknown }, now)
    expect(sentence).toBe(
      'Between 2025-12-31 03:00:00 and 2026-01-01 03:00:00 UTC: the backends at 03:00:00 UTC are not known.',
    )
    expect([backends.length, counts.new]).toEqual([0, 0])
    const gap = { from: '2026-01-01T02:00:00.000Z', to: '2026-01-01T02:59:00.000Z' }
    expect(compareViews({ at: now.at - 60_000, view: { ...unknown, gap } }, now).clauses).toEqual([
      'the backends at 02:59:00 UTC are not known (a gap in the recording)',
    ])
  })
})

describe('[L9] what is compared sums', () => {
  test.each([1, 2, 3])('seed %i', seed => {
    const story = new ShopStory(seed)
    let then = story.step()
    for (let step = 0; step < 20; step += 1) {
      const now = story.step()
      expect(wrongSums(then, now)).toEqual([])
      then = now
    }
  })

  test('which is noticed where it does not', () => {
    const story = new ShopStory(1)
    const then = story.step()
    expect(wrongSums(then, { ...then, total: (then.total ?? 0) + 1, ready: (then.ready ?? 0) + 1 })).toHaveLength(3)
  })
})

function wrongSums(then: ServiceView, now: ServiceView): readonly string[] {
  const { counts, backends, numbers, groups, sentence } = compareViews({ at: 0, view: then }, { at: 1, view: now })
  const ready = (fate: 'gone' | 'new', side: 'wasReady' | 'isReady') =>
    backends.filter(backend => backend.fate === fate && backend[side]).length
  const zones = groups.filter(({ by }) => by === 'zone').reduce((sum, { to }) => sum + to.ready, 0)
  const pairs: readonly (readonly [string, number, number])[] = [
    ['total', (now.total ?? 0) - (then.total ?? 0), counts.new - counts.gone],
    [
      'ready',
      (now.ready ?? 0) - (then.ready ?? 0),
      counts.gained - counts.lost + ready('new', 'isReady') - ready('gone', 'wasReady'),
    ],
    ['zones', zones, now.ready ?? 0],
    ...numbers
      .filter(({ of }) => of.startsWith('counts.'))
      .map(
        ({ of, value }) =>
          [of, value, Object.entries(counts).find(([name]) => of === `counts.${name}`)?.[1] ?? -1] as const,
      ),
  ]
  const untold = numbers.filter(({ value }) => !sentence.includes(value.toLocaleString('en-US')))
  return [
    ...pairs.filter(([, a, b]) => a !== b).map(([of, a, b]) => `${of}: ${a} and ${b}`),
    ...untold.map(({ of, value }) => `${of} ${value} is not in "${sentence}"`),
  ]
}

function ownedPod(n: number, name: string) {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: name.slice(0, -2), uid: name, controller: true }
  return aPod(n, { name, labels: { app: 'web', 'pod-template-hash': name.slice(4, 7) }, ownerReferences: [owner] })
}

function entryOf(n: number, name: string) {
  const targetRef = { kind: 'Pod', namespace: 'shop', name, uid: `pod-${n}` }
  return anEndpoint(n, { zone: 'eu-1a', targetRef })
}

function on(node: string, numbers: readonly number[], change = {}) {
  return endpointsIn('eu-1a', numbers, { nodeName: node, ...change })
}
