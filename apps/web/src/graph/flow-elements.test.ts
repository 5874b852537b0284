import { GROUPINGS, layout } from '@slicescope/picture'
import { describe, expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { FlowElementsKeeper } from './flow-elements.ts'
import { LayoutKeeper } from './layout-keeper.ts'

const WISH = { grouping: 'zone', pane: { width: 912, height: 2000 }, openGroups: new Set<string>() } as const

/** Two zones, `slices` slices, one backend of zone a broken if told so. */
function viewOf({ broken = false, slices = 3 }: { readonly broken?: boolean; readonly slices?: number } = {}) {
  const backends = Array.from({ length: 60 }, (_, index) => ({
    name: `p-${index}`,
    zone: index % 2 === 0 ? 'a' : 'b',
    node: `n-${index % 6}`,
    state: broken && index === 0 ? ('not-ready' as const) : ('ready' as const),
    slices: [`s-${index % slices}`],
  }))
  return aView({ backends })
}

describe('what React Flow is given', () => {
  test.each(GROUPINGS.flatMap(grouping => [2, 20].map(slices => [grouping, slices] as const)))(
    'by %s with %i slices: ids are unique, and every edge ends at two nodes that are there',
    (grouping, slices) => {
      const view = viewOf({ slices })
      const graph = layout(view, { grouping, width: 900 })
      const { nodes, edges } = new FlowElementsKeeper().elements(graph, view)
      const ids = new Set(nodes.map(({ id }) => id))
      expect(ids.size).toBe(nodes.length)
      expect(new Set(edges.map(({ id }) => id)).size).toBe(graph.edges.length)
      expect(edges.filter(({ source, target }) => !ids.has(source) || !ids.has(target))).toEqual([])
    },
  )

  test('what did not change stays the very same node, so that only the rest is drawn again', () => {
    const [layouts, elements] = [new LayoutKeeper(), new FlowElementsKeeper()]
    const draw = (view: ReturnType<typeof viewOf>) => elements.elements(layouts.layout(view, WISH), view)
    const before = draw(viewOf())
    const after = draw(viewOf({ broken: true }))
    const kept = after.nodes.filter(node => before.nodes.includes(node)).map(({ id }) => id)
    const fresh = after.nodes.filter(node => !before.nodes.includes(node)).map(({ id }) => id)
    expect(kept).toEqual(expect.arrayContaining(['group b', 'slice s-1', 'slice s-2']))
    expect(fresh).toEqual(expect.arrayContaining(['service', 'group a', 'slice s-0']))
    expect(after.edges.some(edge => before.edges.includes(edge))).toBe(true)
  })

  test('the same picture of the same view is the same object', () => {
    const view = viewOf()
    const graph = layout(view, { grouping: 'zone', width: 900 })
    const keeper = new FlowElementsKeeper()
    expect(keeper.elements(graph, view)).toBe(keeper.elements(graph, view))
  })
})
