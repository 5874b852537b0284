import { GROUPINGS, type GroupBox, layout, type PositionedGraph } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { findSelected } from '../inspector/find-selected.ts'
import { boxTargets, cellTargets, type Direction, isDirection, nextTarget, type Target } from './cursor-targets.ts'
import { findCell, findNode } from './find-cell.ts'
import { LayoutKeeper } from './layout-keeper.ts'
import { litBackends } from './lit.ts'
import { groupSelection, isSameSelection } from './picture-context.ts'
import { shareGraph } from './share-graph.ts'
import { homeZoom } from './viewport.ts'

const SEED = 20261124
const PANE = { width: 912, height: 2000 }
const RUNS = { seed: SEED, numRuns: 60 }
const STATES = ['ready', 'ready', 'ready', 'not-ready', 'unknown', 'serving-terminating', 'terminating'] as const
const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const satisfies readonly Direction[]

interface Draw {
  readonly count: number
  readonly zones: readonly (string | null)[]
  readonly nodes: number
  readonly slices: number
  readonly absent: number
  readonly salt: number
}

/** Spread by a hash of the salt, so that few numbers tell a whole Service. */
function viewOf({ count, zones, nodes, slices, absent, salt }: Draw): ServiceView {
  const pick = (index: number, among: number) => Math.abs(Math.imul(index + 1, salt * 2 + 1) >> 7) % among
  const backends = Array.from({ length: count }, (_, index) => {
    const zone = zones[pick(index, zones.length)] ?? null
    const first = `s-${index % slices}`
    return {
      name: `pod-${index}`,
      zone,
      node: pick(index, 9) === 0 ? null : `node-${zone ?? 'x'}-${pick(index * 7, nodes)}`,
      state: STATES[pick(index * 3, STATES.length)] ?? 'ready',
      slices: pick(index, 8) === 0 ? [...new Set([first, `s-${pick(index, slices)}`])] : [first],
    }
  })
  const pods = Array.from({ length: absent }, (_, index) => ({
    name: `late-${index}`,
    node: pick(index, 2) === 0 ? null : `lonely-${pick(index, 3)}`,
  }))
  return aView({ backends, absent: pods, nodeZones: { 'lonely-0': 'z', 'lonely-1': 'a' } })
}

const views = fc
  .record({
    count: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 30, max: 400 })),
    zones: fc.constantFrom<readonly (string | null)[]>(
      [null],
      ['a'],
      ['a', 'b'],
      ['a', 'b', null],
      Array.from('abcdefgh'),
    ),
    nodes: fc.integer({ min: 1, max: 40 }),
    slices: fc.integer({ min: 1, max: 20 }),
    absent: fc.integer({ min: 0, max: 5 }),
    salt: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(viewOf)

const pictures = fc
  .record({ view: views, grouping: fc.constantFrom(...GROUPINGS), width: fc.integer({ min: 560, max: 1600 }) })
  .map(({ view, grouping, width }) => ({ view, graph: layout(view, { grouping, width }) }))

function middleOf({ x, y, width, height }: Target['box']) {
  return { x: x + width / 2, y: y + height / 2 }
}

/** Ids of all that the arrows lead to from the first target, over any number of steps. */
function reached(targets: readonly Target[]): ReadonlySet<string> {
  const [first] = targets
  const found = new Set<string>()
  const ahead = first === undefined ? [] : [first]
  for (let target = ahead.pop(); target !== undefined; target = ahead.pop()) {
    if (found.has(target.id)) continue
    found.add(target.id)
    for (const arrow of ARROWS) ahead.push(...[nextTarget(targets, target, arrow) ?? []].flat())
  }
  return found
}

function idsOf(targets: readonly Target[]): readonly string[] {
  return targets.map(({ id }) => id)
}

function allTargets(graph: PositionedGraph, view: ServiceView): readonly Target[] {
  return [...boxTargets(graph, view), ...graph.groups.flatMap(group => cellTargets(group, view))]
}

function at(id: string, x: number, y: number): Target {
  return { id, box: { x, y, width: 10, height: 10 }, selection: null, words: id }
}

describe('the keyboard’s cursor', () => {
  test(`has a place for every slice, group, backend and absent pod (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ view, graph }) => {
        const boxes = idsOf(boxTargets(graph, view))
        expect(new Set(boxes).size).toBe(boxes.length)
        expect(boxes).toEqual(expect.arrayContaining(view.slices.map(({ key }) => `slice ${key}`)))
        expect(boxes).toEqual(expect.arrayContaining(graph.groups.map(({ key }) => `group ${key}`)))
        const cells = graph.groups.flatMap(group => idsOf(cellTargets(group, view)))
        const own = [...view.backends, ...view.absentPods].map(({ key }) => `cell ${key}`)
        expect(cells.toSorted()).toEqual(own.toSorted())
      }),
      RUNS,
    )
  })

  test(`reaches every box by arrows (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ view, graph }) => {
        const targets = boxTargets(graph, view)
        const found = reached(targets)
        expect(idsOf(targets).filter(id => !found.has(id))).toEqual([])
      }),
      RUNS,
    )
  })

  test(`reaches every cell of a group by arrows (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ view, graph }) => {
        for (const group of graph.groups) {
          const targets = cellTargets(group, view)
          const found = reached(targets)
          expect(idsOf(targets).filter(id => !found.has(id))).toEqual([])
        }
      }),
      RUNS,
    )
  })

  test('goes to what is nearest, and what lies aside is twice as far', () => {
    const here = at('here', 0, 0)
    const next = (...targets: readonly Target[]) => nextTarget([here, ...targets], here, 'ArrowRight')?.id
    expect(next(at('far', 90, 0), at('near', 50, 0))).toBe('near')
    expect(next(at('aside', 40, 30), at('straight', 90, 0))).toBe('straight')
    expect(next(at('aside', 40, 20), at('straight', 90, 0))).toBe('aside')
    expect(next(at('steep', 10, 300))).toBe('steep')
    expect(next(at('behind', -10, 0), at('below', 0, 20))).toBeUndefined()
  })

  test(`moves in the direction of the arrow (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ view, graph }) => {
        const targets = boxTargets(graph, view)
        for (const from of targets) {
          const { x, y } = middleOf(from.box)
          const to = (arrow: Direction) => middleOf(nextTarget(targets, from, arrow)?.box ?? from.box)
          expect(to('ArrowLeft').x).toBeLessThanOrEqual(x)
          expect(to('ArrowRight').x).toBeGreaterThanOrEqual(x)
          expect(to('ArrowUp').y).toBeLessThanOrEqual(y)
          expect(to('ArrowDown').y).toBeGreaterThanOrEqual(y)
        }
      }),
      RUNS,
    )
  })

  test(`says of each what it is (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ view, graph }) => {
        for (const { words } of allTargets(graph, view)) expect(words).not.toMatch(/undefined|null|NaN|^backend/)
      }),
      RUNS,
    )
  })

  test('takes arrows for directions, and no other key', () => {
    expect(ARROWS.every(isDirection)).toBe(true)
    expect(['Enter', 'a', 'PageUp', 'toString', 'constructor'].filter(isDirection)).toEqual([])
  })
})

describe('the pointer', () => {
  test(`finds every cell at its middle: none is lost beneath another (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ view, graph }) => {
        for (const group of graph.groups) {
          const targets = cellTargets(group, view)
          for (const [index, cell] of group.cells.entries()) {
            const { x, y } = middleOf(targets[index]?.box ?? group)
            expect(findCell(group, x - group.x, y - group.y)?.backend).toBe(cell.backend)
          }
        }
      }),
      RUNS,
    )
  })

  test(`finds every named node in its own box, and nothing outside of the group (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ graph }) => {
        for (const group of graph.groups) {
          for (const node of group.nodes) expect(findNode(group, node.x + 1, node.y + 1)).toBe(node)
          expect(nothingAt(group, -20, -20)).toBe(true)
          expect(nothingAt(group, group.width + 20, group.height + 20)).toBe(true)
        }
      }),
      RUNS,
    )
  })
})

function nothingAt(group: GroupBox, x: number, y: number): boolean {
  return findCell(group, x, y) === undefined && findNode(group, x, y) === undefined
}

describe('selections', () => {
  test(`whatever can be chosen in the picture is there for the details (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ view, graph }) => {
        for (const { selection, words } of allTargets(graph, view)) {
          const selected = findSelected(view, selection)
          expect([words, selected.kind]).toEqual([words, selection?.kind ?? 'service'])
        }
        const nodes = graph.groups.flatMap(group => group.nodes.flatMap(({ name }) => name ?? []))
        for (const key of nodes) expect(findSelected(view, { kind: 'node', key }).kind).toBe('node')
      }),
      RUNS,
    )
  })

  test('a slice or a node lights its backends, a zone and a backend light all alike', () => {
    const view = aView({
      backends: [
        { name: 'a', node: 'n-1', slices: ['s-1', 's-2'] },
        { name: 'b', node: 'n-2', slices: ['s-2'] },
        { name: 'c', slices: ['s-3'] },
      ],
    })
    expect(litBackends(view, { kind: 'slice', key: 's-2' })).toEqual(new Set(['uid-a', 'uid-b']))
    expect(litBackends(view, { kind: 'node', key: 'n-1' })).toEqual(new Set(['uid-a']))
    expect(litBackends(view, { kind: 'slice', key: 'gone' })).toEqual(new Set())
    for (const kind of ['zone', 'pod'] as const) expect(litBackends(view, { kind, key: 'uid-a' })).toBeNull()
    expect(litBackends(view, null)).toBeNull()
  })

  test('two are the same by what they name, not by their object', () => {
    const zone = { kind: 'zone', key: 'a' } as const
    expect(isSameSelection(zone, { ...zone })).toBe(true)
    expect(isSameSelection(zone, { kind: 'node', key: 'a' })).toBe(false)
    expect([isSameSelection(null, null), isSameSelection(zone, null)]).toEqual([true, false])
  })

  test('the group of no zone can be chosen, groups that are no object of Kubernetes not', () => {
    expect(groupSelection('zone', '')).toEqual({ kind: 'zone', key: '' })
    expect(groupSelection('node', '')).toBeNull()
    expect(groupSelection('family', 'IPv4')).toBeNull()
    expect(groupSelection('slice', 's-1')).toEqual({ kind: 'slice', key: 's-1' })
    expect(groupSelection('slice', 's-1 + s-2')).toBeNull()
  })
})

function cellsOf({ groups }: PositionedGraph) {
  return groups.flatMap(({ cells }) => cells)
}

describe('from picture to picture', () => {
  test(`sharing changes nothing of the new one (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, pictures, ({ graph: before }, { graph: after }) => {
        expect(shareGraph(before, after)).toEqual(after)
      }),
      RUNS,
    )
  })

  test(`what is equal stays the same object (seed ${SEED})`, () => {
    fc.assert(
      fc.property(pictures, ({ graph }) => {
        const copy = shareGraph(graph, structuredClone(graph))
        for (const part of ['service', 'columns', 'slices', 'sliceGrid', 'edges', 'placeholders'] as const)
          expect(copy[part]).toBe(graph[part])
        for (const [index, group] of copy.groups.entries()) expect(group).toBe(graph.groups[index])
      }),
      RUNS,
    )
  })

  test('where one backend fails, its own cell is new and no other', () => {
    const names = Array.from({ length: 40 }, (_, index) => `p-${index}`)
    const wish = { grouping: 'zone', pane: PANE, openGroups: new Set<string>() } as const
    const keeper = new LayoutKeeper()
    const draw = (broken: string) =>
      keeper.layout(
        aView({
          backends: names.map(name => ({ name, zone: 'a', node: 'n', state: name === broken ? 'not-ready' : 'ready' })),
        }),
        wish,
      )
    const [before, after] = [cellsOf(draw('p-1')), cellsOf(draw(''))]
    const fresh = after.filter((cell, index) => cell !== before[index])
    expect(fresh.map(({ backend }) => backend)).toEqual(['uid-p-1'])
  })

  test('the same view and wish give the same picture, another Service nothing of the one before', () => {
    const wish = { grouping: 'auto', pane: PANE, openGroups: new Set<string>() } as const
    const keeper = new LayoutKeeper()
    const view = aView({ backends: [{ name: 'a', zone: 'z' }] })
    const first = keeper.layout(view, wish)
    expect(keeper.layout(view, { ...wish })).toBe(first)
    const other = aView({ name: 'pay', backends: [{ name: 'b', zone: 'z' }] })
    expect(keeper.layout(other, wish)).toEqual(layout(other, { ...wish, width: 900 }))
  })

  test('words keep their size: a picture too high for its pane is scrolled, one too narrow leaves out the card', () => {
    const backends = Array.from({ length: 240 }, (_, index) => ({
      name: `p-${index}`,
      zone: `z-${index % 3}`,
      node: `z-${index % 3}-n-${index % 27}`,
    }))
    const view = aView({ backends })
    const keeper = new LayoutKeeper()
    const draw = (height: number, width = 868) =>
      keeper.layout(view, { grouping: 'zone', pane: { width, height }, openGroups: new Set<string>() })
    for (const [width, height] of [
      [604, 400],
      [748, 430],
      [868, 560],
      [1600, 900],
      [2800, 1800],
    ] as const) {
      const { bounds, service } = draw(height, width)
      expect(homeZoom(bounds, { width, height })).toBeGreaterThanOrEqual(0.99)
      expect(service.x < bounds.x).toBe(width < 760)
    }
    // Where all are in sight at once, each has its name.
    expect(draw(2000).plan.sizing.style).toBe('names')
  })
})
