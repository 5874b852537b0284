import { expect, test } from 'vitest'
import { groupNodes } from './node-groups.ts'
import { aService, aSlice } from './testing/objects.ts'
import { answersFrom } from './traffic.ts'

const ENDPOINTS = Array.from({ length: 300 }, (_, index) => ({
  addresses: [`10.0.${index >> 8}.${index & 255}`],
  nodeName: `node-${index}`,
}))

const NODES = Array.from({ length: 400 }, (_, index) => ({ nodeName: `node-${index}`, zone: `zone-${index % 3}` }))

test('without Local and hints all nodes are one group', () => {
  const groups = groupNodes(aService(), [aSlice('web-1', ENDPOINTS)], NODES)
  expect(groups.map(({ nodes, zone }) => [nodes.length, zone])).toEqual([[400, null]])
})

test('with zone hints there is a group for each zone', () => {
  const hinted = ENDPOINTS.map((endpoint, index) => ({
    ...endpoint,
    hints: { forZones: [{ name: `zone-${index % 3}` }] },
  }))
  const groups = groupNodes(aService(), [aSlice('web-1', hinted)], NODES)
  expect(groups.map(({ nodes, zone }) => [nodes.length, zone])).toEqual([
    [134, 'zone-0'],
    [133, 'zone-1'],
    [133, 'zone-2'],
  ])
})

test('with Local each node that has endpoints stands alone, the others together and first', () => {
  const groups = groupNodes(aService({ internalTrafficPolicy: 'Local' }), [aSlice('web-1', ENDPOINTS)], NODES)
  expect(groups).toHaveLength(301)
  expect(groups[0]?.nodes).toHaveLength(100)
  expect(groups[0]?.ports[0]?.internal).toMatchObject({ none: 'DROP' })
})

function hints(index: number): object {
  return index % 2 === 0
    ? { forNodes: [{ name: `node-${index + 1}` }] }
    : { forNodes: [{ name: 'node-0' }], forZones: [{ name: 'zone-1' }] }
}

test.each(['Cluster', 'Local'])('%s: each node’s group says what answersFrom says, duplicates included', policy => {
  const service = aService({ internalTrafficPolicy: policy })
  const slices = [
    aSlice(
      'web-1',
      ENDPOINTS.slice(0, 40).map((endpoint, index) => ({ ...endpoint, hints: hints(index) })),
    ),
    aSlice('web-2', [
      { ...ENDPOINTS[3], conditions: { ready: false } },
      { ...ENDPOINTS[4], nodeName: 'node-50' },
    ]),
  ]
  const grouped = groupNodes(service, slices, NODES)
  const byNode = new Map(grouped.flatMap(({ nodes, ports }) => nodes.map(node => [node, ports])))
  expect(byNode.size).toBe(NODES.length)
  for (const node of NODES) expect(byNode.get(node.nodeName)).toEqual(answersFrom(service, slices, node))
  expect(new Set(grouped.map(({ ports }) => JSON.stringify(ports))).size).toBe(grouped.length)
})
