import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { homeViewport, panExtent, resolutionAt, ZOOM } from './viewport.ts'

const SEED = 20261124

const sizes = fc.record({
  bounds: fc.record({
    x: fc.constantFrom(0, 140),
    width: fc.integer({ min: 560, max: 2000 }),
    height: fc.integer({ min: 100, max: 5000 }),
  }),
  pane: fc.record({ width: fc.integer({ min: 320, max: 2500 }), height: fc.integer({ min: 200, max: 1600 }) }),
})

test(`at home the picture is seen in its whole width, unless its words would be too small to read (seed ${SEED})`, () => {
  fc.assert(
    fc.property(sizes, ({ bounds, pane }) => {
      const { x, y, zoom } = homeViewport(bounds, pane)
      expect(y).toBe(0)
      const left = x + bounds.x * zoom
      expect(left).toBeGreaterThanOrEqual(0)
      expect(left + bounds.width * zoom).toBeLessThanOrEqual(pane.width + 1e-6)
      expect(zoom).toBeGreaterThanOrEqual(ZOOM.least)
      expect(zoom).toBeLessThanOrEqual(1.6)
      const isWhole = bounds.height * zoom <= pane.height
      expect(isWhole || zoom <= 1).toBe(true)
    }),
    { seed: SEED, numRuns: 500 },
  )
})

test(`the home view lies within what can be moved to, so that a first touch moves nothing by itself (seed ${SEED})`, () => {
  fc.assert(
    fc.property(sizes, ({ bounds, pane }) => {
      const { x, y, zoom } = homeViewport(bounds, pane)
      const [[left, top], [right, bottom]] = panExtent(bounds, pane)
      expect(left).toBeLessThan(-x / zoom)
      expect(top).toBeLessThan(-y / zoom)
      expect(right).toBeGreaterThan((pane.width - x) / zoom)
      expect(bottom).toBeGreaterThan((pane.height - y) / zoom)
    }),
    { seed: SEED, numRuns: 500 },
  )
})

test(`every part of the picture can be moved into sight (seed ${SEED})`, () => {
  fc.assert(
    fc.property(sizes, ({ bounds, pane }) => {
      const [[left, top], [right, bottom]] = panExtent(bounds, pane)
      expect([left < 0, top < 0, right > bounds.width, bottom > bounds.height]).toEqual([true, true, true, true])
    }),
    { seed: SEED },
  )
})

test('a canvas has as many pixels as the zoom shows, in few steps', () => {
  vi.stubGlobal('devicePixelRatio', 2)
  expect([0.3, 1, 1.005, 1.2, 2, 2.5, 3].map(resolutionAt)).toEqual([2, 2, 2, 3, 4, 6, 6])
  for (let zoom = ZOOM.least; zoom <= ZOOM.most; zoom += 0.1)
    expect(resolutionAt(zoom)).toBeGreaterThanOrEqual(2 * (zoom - 0.01))
  vi.unstubAllGlobals()
})
