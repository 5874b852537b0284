import type { FindingView } from '@slicescope/view'
import { describe, expect, test } from 'vitest'
import { aFinding, aView } from '@slicescope/view/testing'
import { layout } from './layout.ts'
import { isMarkedWhole, isMarking, markedBy, outlinedCells, outlinedNodes } from './marked.ts'

const VIEW = aView({
  backends: [
    { name: 'web-1', node: 'n-1', slices: ['s-1'] },
    { name: 'web-2', node: 'n-2', slices: ['s-1'], state: 'not-ready' },
    { name: 'web-3', node: 'n-2', slices: ['s-2'], state: 'unknown' },
    { name: 'web-4', node: 'n-2', slices: ['s-2'], state: 'terminating' },
  ],
  absent: [{ name: 'web-5' }],
})

function object(kind: string, name: string, namespace: string | null = 'shop') {
  return { object: { kind, namespace, name }, field: 'spec', found: 'x', expected: 'y' }
}

describe('what a finding is about in the picture', () => {
  test('all that is lost, absent pods with it, and nothing that terminates or is well', () => {
    const { cells, slices } = markedBy(VIEW, aFinding({ broken: 'all' }))
    expect([...cells]).toEqual(['uid-web-2', 'uid-web-3', 'uid-web-5'])
    expect([...slices]).toEqual(['s-1', 's-2'])
  })

  test('with one node that is not Ready all such are marked whose backends it explains, not the first of them alone', () => {
    const view = aView({
      backends: ['n-1', 'n-2', 'n-3'].map(node => ({ name: `on-${node}`, node, state: 'not-ready' as const })),
      notReadyNodes: ['n-1', 'n-2', 'n-3'],
    })
    const evidence = [object('Node', 'n-1', null)]
    const of = (finding: Partial<FindingView>) => [...markedBy(view, aFinding({ evidence, ...finding })).named.nodes]
    expect(of({ broken: 'all' })).toEqual(['n-1', 'n-2', 'n-3'])
    expect(of({ broken: ['uid-on-n-1'] })).toEqual(['n-1'])
  })

  test('a zone whose nodes are all down carries one quiet mark; its nodes are outlined each when pointed at', () => {
    const nodes = ['n-1', 'n-2', 'n-3']
    const down = ['n-1', 'n-2']
    const view = aView({
      backends: nodes.flatMap(node =>
        [1, 2, 3].map(n => {
          const isDown = down.includes(node)
          return {
            name: `on-${node}-${n}`,
            node,
            zone: isDown ? 'a' : 'b',
            state: isDown ? ('not-ready' as const) : ('ready' as const),
          }
        }),
      ),
      notReadyNodes: down,
    })
    const marked = markedBy(view, aFinding({ broken: 'all', evidence: [object('Node', 'n-1', null)] }))
    const [dead, well] = layout(view, { grouping: 'zone', width: 1200 }).groups
    if (dead === undefined || well === undefined) throw new Error('the picture has two zones')
    expect([isMarkedWhole(dead, marked, false), outlinedNodes(dead, marked, false)]).toEqual([true, []])
    expect(isMarkedWhole(dead, marked, true)).toBe(false)
    expect(outlinedNodes(dead, marked, true).map(({ name }) => name)).toEqual(down)
    expect(isMarkedWhole(well, marked, false)).toBe(false)
  })

  test('those it names by key or by name, of this namespace', () => {
    const evidence = [object('Pod', 'web-5'), object('Pod', 'web-1', 'other')]
    const { cells } = markedBy(VIEW, aFinding({ broken: ['uid-web-2'], evidence }))
    expect([...cells]).toEqual(['uid-web-2', 'uid-web-5'])
  })

  test('of a node or a slice alone, what is on it', () => {
    const onNode = markedBy(VIEW, aFinding({ evidence: [object('Node', 'n-2', null)] }))
    expect([[...onNode.cells], [...onNode.named.nodes]]).toEqual([['uid-web-2', 'uid-web-3', 'uid-web-4'], ['n-2']])
    const inSlice = markedBy(VIEW, aFinding({ evidence: [object('EndpointSlice', 's-1')] }))
    expect([[...inSlice.cells], [...inSlice.named.slices]]).toEqual([['uid-web-1', 'uid-web-2'], ['s-1']])
  })

  test('only what looks well needs an outline', () => {
    const { quietCells } = markedBy(VIEW, aFinding({ broken: ['uid-web-1', 'uid-web-2'] }))
    expect([...quietCells]).toEqual(['uid-web-1'])
  })

  test('pointed at, a few are outlined each; of many only those that do not look lost', () => {
    const few = markedBy(VIEW, aFinding({ broken: 'all' }))
    expect(outlinedCells(few, true)).toEqual(few.cells)
    expect(outlinedCells(few, false)).toEqual(new Set(['uid-web-5']))
    const many = aView({
      backends: Array.from({ length: 13 }, (_, index) => ({ name: `web-${index}`, state: 'not-ready' as const })),
    })
    expect(outlinedCells(markedBy(many, aFinding({ broken: 'all' })), true)).toEqual(new Set())
  })

  test('what the picture does not have marks nothing', () => {
    expect(isMarking(markedBy(VIEW, aFinding({ evidence: [object('Deployment', 'web')] })))).toBe(false)
    expect(isMarking(markedBy(VIEW, aFinding({ evidence: [object('Service', 'checkout')] })))).toBe(true)
  })
})
