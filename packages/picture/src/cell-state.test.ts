import { expect, test } from 'vitest'
import { stateCounts } from './caption-words.ts'
import { cellShape } from './cell-shape.ts'
import { cellStateOf, countPortless } from './cell-state.ts'
import { CELL_STATES } from './glyphs.ts'
import { layout } from './layout.ts'
import { aView } from '@slicescope/view/testing'

const members = aView({
  backends: [
    { name: 'up', zone: 'a' },
    { name: 'new', zone: 'a', state: 'not-ready' },
    { name: 'lost', zone: 'a', state: 'not-ready' },
    { name: 'half', zone: 'a' },
    { name: 'odd', zone: 'a', state: 'unknown' },
  ],
})
const view = {
  ...members,
  ready: 1,
  notReady: 3,
  starting: 1,
  backends: members.backends.map(each => ({ ...each, starting: each.name === 'new', ready: each.name === 'up' })),
  endpoints: members.endpoints.map(each => ({ ...each, starting: each.backend === 'uid-new' })),
}

test('a backend that starts and one that lacks a port have states of their own, and each is counted once', () => {
  expect(view.backends.map(cellStateOf)).toEqual(['ready', 'starting', 'not-ready', 'portless', 'unknown'])
  expect(countPortless(view)).toBe(1)
  expect(stateCounts(view)).toMatchObject({ ready: 1, starting: 1, 'not-ready': 1, portless: 1, unknown: 1 })
})

test('lost in slice, edge and zone is what is not ready or lacks a port: not what starts, not what is unknown', () => {
  const { groups, slices, edges } = layout(view, { grouping: 'zone', width: 856 })
  expect(groups.map(({ lost, broken }) => [lost, broken])).toEqual([[2, false]])
  expect(slices.map(({ lost }) => lost)).toEqual([2])
  expect(edges.filter(({ style }) => style === 'loss').map(({ lost }) => lost)).toEqual([2])
})

test('every state has a shape that no other has', () => {
  const shapes = CELL_STATES.map(state =>
    JSON.stringify(cellShape(state, { size: 14, emphasis: 'loud', published: false })),
  )
  expect(new Set(shapes).size).toBe(CELL_STATES.length)
})
