import type { BackendView, EndpointState, ServiceView } from '@slicescope/view'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellNames } from './cell-names.ts'
import { layout } from './layout.ts'
import { TOP } from './measures.ts'
import type { Box } from './path.ts'
import type { GroupBox, PositionedGraph } from './positioned-graph.ts'
import { aView, type SpecBackend } from '@slicescope/view/testing'
import { manyBackends, zoneOutage } from './testing/outage-fixture.ts'

const SEED = 20261124
const RUNS = { seed: SEED, numRuns: 60 }
const STATES = ['ready', 'not-ready', 'unknown', 'serving-terminating', 'terminating'] as const

const TWELVE = Array.from('abcdefghijkl')

const draw = (view: ServiceView, previous?: PositionedGraph) =>
  layout(view, { grouping: 'zone', width: 856, ...(previous ? { previous } : {}) })

/** Services of every size: few or many zones and nodes, some states, some absent pods. */
const views = fc
  .record({
    count: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 30, max: 600 })),
    zones: fc.constantFrom<readonly (string | null)[]>(
      [null],
      ['a'],
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c', null],
      TWELVE,
    ),
    nodes: fc.integer({ min: 1, max: 80 }),
    slices: fc.integer({ min: 1, max: 20 }),
    absent: fc.integer({ min: 0, max: 5 }),
    salt: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ count, zones, nodes, slices, absent, salt }) => {
    const pick = (index: number, among: number) => Math.abs(Math.imul(index + 1, salt * 2 + 1) >> 7) % among
    const backends = Array.from({ length: count }, (_, index): SpecBackend => {
      const zone = zones[pick(index, zones.length)] ?? null
      const state: EndpointState = pick(index, 5) === 0 ? (STATES[pick(index * 3, 5)] ?? 'ready') : 'ready'
      return {
        name: `pod-${index}`,
        zone,
        node: `node-${zone}-${pick(index * 7, nodes)}`,
        state,
        slices: [`s-${index % slices}`],
      }
    })
    const notReadyNodes = backends.filter((_, index) => pick(index, 41) === 0).map(backend => backend.node ?? '')
    return aView({
      backends,
      notReadyNodes,
      absent: Array.from({ length: absent }, (_, index) => ({ name: `late-${index}` })),
    })
  })

function without(view: ServiceView, gone: BackendView): ServiceView {
  return {
    ...view,
    backends: view.backends.filter(backend => backend !== gone),
    endpoints: view.endpoints.filter(endpoint => endpoint.backend !== gone.key),
  }
}

function withState(view: ServiceView, key: string, state: EndpointState): ServiceView {
  const change = <Item extends { readonly state: EndpointState }>(item: Item): Item => ({ ...item, state })
  return {
    ...view,
    backends: view.backends.map(each => (each.key === key ? { ...change(each), ready: state === 'ready' } : each)),
    endpoints: view.endpoints.map(each => (each.backend === key ? change(each) : each)),
  }
}

function box({ x, y, width, height }: Box): Box {
  return { x, y, width, height }
}

/** Where everything stands, by its name. */
function places(graph: PositionedGraph): Readonly<Record<string, unknown>> {
  return Object.fromEntries([
    ['service', box(graph.service)],
    ...graph.slices.map(slice => [`slice ${slice.key}`, box(slice)]),
    ...graph.groups.map(group => [`group ${group.key}`, box(group)]),
    ...graph.groups.flatMap(({ key, cells }) => cells.map(({ backend, x, y }) => [`cell ${key} ${backend}`, { x, y }])),
    ...graph.groups.flatMap(group => group.nodes.map(node => [`node ${group.key} ${node.name}`, box(node)])),
  ])
}

function overlapping(boxes: readonly (Box & { readonly key: string })[]): readonly string[] {
  const sorted = boxes.toSorted((a, b) => a.y - b.y)
  return sorted.flatMap((one, index) =>
    sorted
      .slice(index + 1)
      .filter(
        other =>
          other.y < one.y + one.height - 0.01 &&
          other.x < one.x + one.width - 0.01 &&
          one.x < other.x + other.width - 0.01,
      )
      .map(other => `${one.key} / ${other.key}`),
  )
}

/** Around the glyph, or the card. */
function cellBoxes({ cells, card, pitch }: GroupBox): readonly (Box & { readonly key: string })[] {
  const around = card ?? { x: -pitch / 2, y: -pitch / 2, width: pitch, height: pitch }
  return cells.map(({ backend, x, y }) => ({ ...around, key: backend, x: x + around.x, y: y + around.y }))
}

describe(`any Service (seed ${SEED})`, () => {
  test('shows each backend and each absent pod once, and numbers sum', () => {
    fc.assert(
      fc.property(views, view => {
        const graph = draw(view)
        const cells = graph.groups.flatMap(group => group.cells)
        const wanted = [...view.backends.map(backend => backend.key), ...view.absentPods.map(pod => pod.key)]
        expect(cells.map(cell => cell.backend).toSorted()).toEqual(wanted.toSorted())
        expect(cells.filter(cell => cell.absent)).toHaveLength(view.absentPods.length)
        const sum = (count: (group: GroupBox) => number) =>
          graph.groups.reduce((total, group) => total + count(group), 0)
        expect(sum(group => group.ready)).toBe(view.ready)
        expect(sum(group => group.total)).toBe(view.total)
        expect(sum(group => group.terminating + group.servingTerminating)).toBe(view.terminating)
        expect(sum(group => group.lost)).toBe((view.total ?? 0) - (view.ready ?? 0) - (view.unknown ?? 0))
      }),
      RUNS,
    )
  })

  test('lets nothing overlap or stick out', () => {
    fc.assert(
      fc.property(views, view => {
        const graph = draw(view)
        const parts = [
          ...graph.groups,
          ...graph.slices,
          ...(graph.sliceGrid ? [graph.sliceGrid] : []),
          { ...graph.service, key: 'service' },
        ]
        expect(overlapping(parts)).toEqual([])
        for (const part of parts) {
          expect(part.x + part.width).toBeLessThanOrEqual(graph.bounds.width + 0.01)
          expect(part.y + part.height).toBeLessThanOrEqual(graph.bounds.height + 0.01)
        }
        for (const group of graph.groups) {
          const boxes = cellBoxes(group)
          expect(overlapping(boxes)).toEqual([])
          const inside = ({ x, y, width, height }: Box) =>
            x >= 0 && y >= group.headerHeight && x + width <= group.width && y + height <= group.height
          expect([...boxes, ...group.nodes].filter(each => !inside(each))).toEqual([])
        }
      }),
      RUNS,
    )
  })

  test('a backend that changes its state moves nothing', () => {
    fc.assert(
      fc.property(views, fc.nat(), fc.constantFrom(...STATES), (view, at, state) => {
        const changed = withState(view, view.backends[at % view.backends.length]?.key ?? '', state)
        const before = draw(view)
        expect(places(draw(changed))).toEqual(places(before))
        expect(places(draw(changed, before))).toEqual(places(before))
      }),
      RUNS,
    )
  })

  test('a backend that leaves takes its own cell with it and no other', () => {
    fc.assert(
      fc.property(views, fc.nat(), (view, at) => {
        const gone = view.backends[at % view.backends.length]
        if (gone === undefined || view.backends.length === 1) return
        const before = draw(view)
        const after = places(draw(without(view, gone), before))
        const expected = Object.entries(places(before)).filter(
          ([name]) => !name.endsWith(` ${gone.key}`) && !isNodeOf(name, gone, view),
        )
        expect(after).toEqual(expect.objectContaining(Object.fromEntries(expected)))
        expect(Object.keys(after).filter(name => name.endsWith(` ${gone.key}`))).toEqual([])
      }),
      RUNS,
    )
  })

  test('the same view gives the same layout', () => {
    fc.assert(
      fc.property(views, view => {
        const copy: ServiceView = JSON.parse(JSON.stringify(view))
        expect(draw(copy)).toEqual(draw(view))
      }),
      RUNS,
    )
  })
})

const LOST = { state: 'not-ready' } as const

describe('where not all groups are in sight at once', () => {
  const view = aView({
    backends: Array.from({ length: 60 }, (_, index) => {
      const node = `node-${String(Math.floor(index / 3)).padStart(2, '0')}`
      return { name: `web-${index}`, zone: 'a', node, ...(node === 'node-17' ? LOST : {}) }
    }),
  })
  const seen = { grouping: 'node', width: 748, height: 300 } as const

  test('what is broken stands first, and stays there until the Service is opened again', () => {
    const graph = layout(view, seen)
    expect(graph.groups.map(({ key }) => key).slice(0, 3)).toEqual(['node-17', 'node-00', 'node-01'])
    const other = withState(view, 'uid-web-0', 'not-ready')
    expect(places(layout(other, { ...seen, previous: graph }))).toEqual(places(graph))
    expect(layout(view, { ...seen, height: 9_000 }).groups[0]?.key).toBe('node-00')
  })

  test('a group that is a node that is not Ready says so once', () => {
    const graph = layout(
      { ...view, nodes: view.nodes.map(node => ({ ...node, ready: node.name !== 'node-17' })) },
      { ...seen, height: 9_000 },
    )
    expect(graph.groups.filter(({ notReadyNode }) => notReadyNode).map(({ key, note }) => [key, note])).toEqual([
      ['node-17', 'NotReady'],
    ])
    expect(graph.groups.flatMap(({ nodes }) => nodes)).toEqual([])
  })

  test('the Service and its slices stand where they are seen first', () => {
    const { service, slices } = layout(view, seen)
    for (const each of [service, ...slices]) expect(each.y + each.height).toBeLessThanOrEqual(300 + TOP)
  })
})

/** The box of a node whose last backend left goes with it. */
function isNodeOf(name: string, gone: BackendView, view: ServiceView): boolean {
  const isLast = view.backends.filter(each => each.nodeName === gone.nodeName && each.zone === gone.zone).length === 1
  return isLast && name.startsWith('node ') && name.endsWith(` ${gone.nodeName}`)
}

test('a newcomer takes the free place of one that left, and nothing else moves', () => {
  const view = zoneOutage()
  const gone = view.backends[30]
  if (gone === undefined) throw new Error('the fixture has 250 backends')
  const first = draw(view)
  const second = draw(without(view, gone), first)
  const newcomer = { ...gone, key: 'newcomer', name: 'newcomer' }
  const third = draw(
    {
      ...view,
      backends: [...view.backends.filter(each => each !== gone), newcomer],
      endpoints: view.endpoints.map(each => (each.backend === gone.key ? { ...each, backend: 'newcomer' } : each)),
    },
    second,
  )
  const expected = places(first)
  expect(places(third)).toEqual(
    Object.fromEntries(Object.entries(expected).map(([name, place]) => [name.replace(gone.key, 'newcomer'), place])),
  )
})

test('a zone that lost its last backend keeps its place', () => {
  const view = aView({
    backends: ['a', 'b', 'c'].map(zone => ({ name: `pod-${zone}`, zone, node: `node-${zone}` })),
  })
  const [first] = view.backends
  if (first === undefined) throw new Error('there are three')
  const after = draw({ ...without(view, first), zones: view.zones.slice(1) }, draw(view))
  expect(after.groups.map(({ key, total }) => [key, total])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 1],
  ])
  expect(draw({ ...without(view, first), zones: view.zones.slice(1) }).groups.map(group => group.key)).toEqual([
    'b',
    'c',
  ])
})

test.each<[string, readonly Omit<SpecBackend, 'name'>[], Parameters<typeof aView>[0]]>([
  [
    'the only one of a small node, beside a large one',
    [1, 1, 1, 1, 2].map(node => ({ zone: 'a', node: `node-${node}` })),
    {},
  ],
  [
    'the last of no zone',
    ['a', 'b', null].map(zone => ({ zone, node: `node-${zone}` })),
    { absent: [{ name: 'late-0' }] },
  ],
  [
    'the last beside nodes that are not Ready',
    [1, 2, 3, 4].map(node => ({ zone: 'a', node: `node-${node}` })),
    { notReadyNodes: ['node-1', 'node-2', 'node-3'] },
  ],
])('no other moves when %s leaves', (_, backends, spec) => {
  const view = aView({ ...spec, backends: backends.map((backend, index) => ({ ...backend, name: `pod-${index}` })) })
  const gone = view.backends.at(-1)
  if (gone === undefined) throw new Error('there are some')
  const before = draw(view)
  const stays = Object.entries(places(before)).filter(([name]) => !name.endsWith(` ${gone.key}`))
  expect(places(draw(without(view, gone), before))).toEqual(Object.fromEntries(stays))
})

describe('the outage of the sketch', () => {
  const graph = draw(zoneOutage())
  const [one, two, three] = graph.groups

  test('has the measures of screen.md', () => {
    expect(graph.slices.map(({ x, width, height }) => ({ x, width, height }))).toEqual(
      Array.from({ length: 3 }, () => ({ x: 148, width: 208, height: 96 })),
    )
    expect(graph.groups.map(({ x, width, pitch }) => ({ x, width, pitch }))).toEqual(
      Array.from({ length: 3 }, () => ({ x: 412, width: 444, pitch: 16 })),
    )
    expect((two?.y ?? 0) - (one?.y ?? 0) - (one?.height ?? 0)).toBe(24)
  })

  test('names nodes where they hold three or more, and is flat elsewhere', () => {
    expect(one?.nodes.map(node => [node.label, node.count])).toEqual(
      [11, 10, 12, 9, 11, 10, 11, 10].map((count, index) => [`node-a0${index + 1}`, count]),
    )
    expect(two?.nodes).toEqual([])
    expect(two?.note).toBe('61 nodes, 1 or 2 pods each')
    expect(new Set(two?.cells.slice(0, 26).map(cell => cell.y)).size).toBe(1)
  })

  test('marks the zone that lost all, and the node that is not Ready', () => {
    expect(graph.groups.map(group => group.broken)).toEqual([false, false, true])
    expect(three?.nodes.filter(node => node.notReady).map(node => node.name)).toEqual(['node-c06'])
  })

  test('draws losses dashed and thicker the more is lost, all else as hairlines', () => {
    const losses = graph.edges.filter(edge => edge.style === 'loss')
    expect(losses.map(({ from, to, lost, width }) => ({ from, to, lost, width }))).toEqual([
      { from: 'checkout-7kq2x', to: 'eu-1c', lost: 33, width: 2.5 },
      { from: 'checkout-p9d4m', to: 'eu-1c', lost: 34, width: 2.55 },
      { from: 'checkout-zz81c', to: 'eu-1c', lost: 17, width: 1.77 },
    ])
    expect(new Set(graph.edges.filter(edge => edge.style === 'hairline').map(edge => edge.width))).toEqual(new Set([1]))
  })

  test('shows one tick for each entry, broken ones first', () => {
    const rows = graph.slices[0]?.rows ?? []
    expect(rows.map(row => [row.label, row.tickCount, row.lost])).toEqual([
      ['1a', 35, 0],
      ['1b', 32, 0],
      ['1c', 33, 33],
    ])
    expect(rows.map(row => row.ticks.length)).toEqual([35, 32, 33])
    expect(rows[0]?.ticks.at(-1)?.state).toBe('serving-terminating')
  })
})

describe('sizes', () => {
  const three = { zones: ['a', 'b', 'c'], nodesPerZone: 90 }

  test.each([
    [3, 'details', 16],
    [60, 'names', 16],
    [260, 'cells', 16],
    [5000, 'cells', 8],
  ] as const)('%i backends are %s at pitch %i', (count, style, pitch) => {
    const graph = draw(manyBackends(count, three))
    expect(graph.groups.map(group => [group.style, group.pitch])).toEqual(
      Array.from({ length: 3 }, () => [style, pitch]),
    )
    expect(graph.bounds.height).toBeLessThan(1100)
  })

  test('an opened group shows names whatever the others do', () => {
    const graph = layout(manyBackends(300, three), { grouping: 'zone', width: 856, openGroups: new Set(['b']) })
    expect(graph.groups.map(group => group.style)).toEqual(['cells', 'names', 'cells'])
  })

  test('twelve zones stand in two columns', () => {
    const graph = draw(manyBackends(120, { zones: TWELVE, nodesPerZone: 5 }))
    expect(new Set(graph.groups.map(group => group.x)).size).toBe(2)
  })

  test('more than twelve slices fold into a grid that keeps every one', () => {
    const graph = draw(manyBackends(1300, { ...three, brokenEvery: 100 }))
    expect(graph.slices).toEqual([])
    expect(graph.sliceGrid?.tiles).toHaveLength(13)
    expect(graph.sliceGrid?.lost).toBe(13)
    expect(graph.sliceGrid?.entries).toBe(1300)
    expect(draw(manyBackends(1200, three)).slices).toHaveLength(12)
  })

  test('a row of a slice is a bar where ticks would be too dense', () => {
    const [slice] = draw(manyBackends(90, { zones: ['a'], nodesPerZone: 9, brokenEvery: 45 })).slices
    expect(slice?.rows.map(row => [row.bar, row.ticks.map(tick => tick.state)])).toEqual([
      [true, ['not-ready', 'ready']],
    ])
  })

  test('a width with room for it makes groups wider', () => {
    const graph = layout(manyBackends(600, three), { grouping: 'zone', width: 1336 })
    expect(graph.groups[0]?.width).toBeGreaterThan(444)
    expect(graph.bounds.width).toBeLessThanOrEqual(1336)
  })
})

test('a node that is not Ready is named also in a flat group, and the others stay where they were', () => {
  const view = manyBackends(300, { zones: ['a'], nodesPerZone: 150 })
  const before = draw(view)
  const after = draw(
    { ...view, nodes: view.nodes.map((node, index) => (index === 7 ? { ...node, ready: false } : node)) },
    before,
  )
  expect(before.groups[0]?.nodes).toEqual([])
  expect(after.groups[0]?.nodes.map(node => [node.name, node.notReady, node.count])).toEqual([['ip-10-0-0-7', true, 2]])
  const onNode = new Set(
    view.backends.filter(backend => backend.nodeName === 'ip-10-0-0-7').map(backend => backend.key),
  )
  const stay = (graph: PositionedGraph) =>
    graph.groups[0]?.cells.filter(cell => !onNode.has(cell.backend)).map(({ backend, x, y }) => ({ backend, x, y }))
  expect(stay(after)).toEqual(stay(before))
})

test.each([
  ['empty', {}, 'No backends'],
  ['external', { health: 'external' as const }, 'DNS answers with another name'],
  ['unknown', { health: 'unknown' as const, ready: null, total: null }, 'Backends not known'],
  ['unmanaged', { health: 'unmanaged' as const }, 'No backends'],
])('a Service that is %s says so in the columns', (_, over, title) => {
  const graph = draw(aView({ over }))
  expect(graph.placeholders).toHaveLength(2)
  expect(graph.placeholders[1]?.title).toBe(title)
  expect(graph.edges).toEqual([])
})

function nearPod(n: number, difference = 'app is `web`, not `wbe`') {
  const name = `web-${n}`
  return { key: `uid-${n}`, namespace: 'shop', name, zone: 'a', nodeName: `n${n}`, ready: true, difference }
}

describe('pods that the selector nearly matches', () => {
  test('stand apart from all groups, and count nowhere', () => {
    const graph = draw(aView({ over: { nearMisses: [nearPod(2), nearPod(1), nearPod(3)] } }))
    expect(graph.groups).toMatchObject([
      {
        near: true,
        title: 'pods that nearly match',
        note: 'no backends',
        total: 0,
        ready: 0,
        broken: false,
        absentLabel: { text: '3 pods: app is web, not wbe' },
        cells: [{ backend: 'uid-1' }, { backend: 'uid-2' }, { backend: 'uid-3' }],
      },
    ])
    expect(graph.columns.map(({ title, note }) => [title, note])).toEqual([
      ['Service', ''],
      ['0 slices', ''],
      ['No zones', '0 backends'],
    ])
    expect(graph.edges).toEqual([])
  })

  test('each says what differs where not all differ alike, and all are marked with the finding', () => {
    const view = aView({ over: { nearMisses: [nearPod(1), nearPod(2, 'no label `tier`')] } })
    const [group] = draw(view).groups
    expect(group?.absentLabel?.text).toBe('2 pods')
    expect([...cellNames(view).values()].map(({ trouble }) => trouble)).toEqual([
      'app is web, not wbe',
      'no label tier',
    ])
  })
})

describe('what is in sight at once', () => {
  const three = { zones: ['a', 'b', 'c'], nodesPerZone: 9 }

  test('a narrow pane has narrower groups, and names of nodes go before words grow too small', () => {
    const view = manyBackends(240, three)
    const graph = layout(view, { grouping: 'zone', width: 748, height: 440 })
    expect(graph.bounds.width).toBeLessThanOrEqual(748)
    expect(graph.bounds.height).toBeLessThanOrEqual(440 + 36)
    expect(graph.plan.sizing.style).toBe('cells')
  })

  test('a large one names all that it has room for', () => {
    const view = manyBackends(240, three)
    expect(layout(view, { grouping: 'zone', width: 1800, height: 1100 }).plan.sizing.style).toBe('names')
  })

  test('what cannot be in sight is scrolled at a pitch that can be seen', () => {
    const view = manyBackends(900, three)
    const { pitch } = layout(view, { grouping: 'zone', width: 748, height: 300 }).plan.sizing
    expect(pitch).toBeGreaterThanOrEqual(8)
  })
})
