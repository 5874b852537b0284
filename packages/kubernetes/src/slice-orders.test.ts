import { expect, test } from 'vitest'
import { listAlternatives } from './slice-orders.ts'

function aConflict(name: string, slices: readonly string[], wins: 'first' | 'last' = 'last') {
  return { wins, claimants: slices.map(slice => ({ slice, claimed: `${name}@${slice}` })) }
}

function alternatives(...conflicts: readonly ReturnType<typeof aConflict>[]) {
  return listAlternatives(conflicts).map(group => group.map(outcome => outcome.join(' ')).toSorted())
}

test('conflicts over the same slices are decided together', () => {
  expect(alternatives(aConflict('x', ['a', 'b']), aConflict('y', ['b', 'a']))).toEqual([['x@a y@a', 'x@b y@b']])
})

test('where the first wins, an order decides the other way round', () => {
  expect(alternatives(aConflict('x', ['a', 'b']), aConflict('y', ['a', 'b'], 'first'))).toEqual([
    ['x@a y@b', 'x@b y@a'],
  ])
})

test('conflicts that share no slice are independent, those that share one by another are not', () => {
  expect(alternatives(aConflict('x', ['a', 'b']), aConflict('y', ['c', 'd']))).toHaveLength(2)
  expect(alternatives(aConflict('x', ['a', 'b']), aConflict('y', ['c', 'd']), aConflict('z', ['b', 'c']))).toHaveLength(
    1,
  )
})

test('a chain of slices leaves out what no order gives', () => {
  // x: a after b, y: b after c, and z: c after a would be a circle.
  const [group = []] = alternatives(aConflict('x', ['a', 'b']), aConflict('y', ['b', 'c']), aConflict('z', ['c', 'a']))
  expect(group).toHaveLength(6)
  expect(group).not.toContain('x@a y@b z@c')
})

test('of more than five slices each conflict counts by itself', () => {
  const conflicts = ['b', 'c', 'd', 'e', 'f'].map(slice => aConflict(slice, ['a', slice]))
  expect(alternatives(...conflicts)).toHaveLength(5)
})
