import { expect, test } from 'vitest'
import { circle, polygon, roundedBox, strokes } from './path.ts'
import { radiusOfCircle, repeatPath } from './repeated-path.ts'

const PLACES = [
  { x: 10, y: 20 },
  { x: 30.5, y: -4 },
]

test('a path is repeated at each place', () => {
  expect(repeatPath(circle(3), PLACES)).toBe('M7 20a3 3 0 1 1 6 0a3 3 0 1 1-6 0zM27.5 -4a3 3 0 1 1 6 0a3 3 0 1 1-6 0z')
})

test('what begins again within a path begins from where it was', () => {
  const cross = strokes([
    [-1, -1, 1, 1],
    [-1, 1, 1, -1],
  ])
  expect(repeatPath(cross, PLACES.slice(0, 1))).toBe('M9 19l2 2m-2 0l2-2')
  const two = `${polygon([
    [0, 0],
    [4, 0],
    [4, 4],
  ])}${polygon([
    [1, 1],
    [2, 2],
  ])}`
  expect(repeatPath(two, PLACES.slice(0, 1))).toBe('M10 20l4 0l0 4zm1 1l1 1z')
})

test('level and upright lines, and arcs, of a box', () => {
  const box = roundedBox({ x: -5, y: -5, width: 10, height: 10 }, 2)
  expect(repeatPath(box, [{ x: 0, y: 0 }])).toBe(
    'M-3 -5h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z',
  )
})

test('a circle is told from other paths', () => {
  expect(radiusOfCircle(circle(3.06))).toBe(3.06)
  expect(radiusOfCircle(`${circle(3.06)}M0 0Z`)).toBeNull()
  expect(radiusOfCircle(strokes([[0, 0, 1, 1]]))).toBeNull()
})
