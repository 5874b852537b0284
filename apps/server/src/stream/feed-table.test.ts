import type { Topic } from '@slicescope/protocol'
import { ALL_RIGHTS } from '@slicescope/view'
import { expect, test } from 'vitest'
import { RandomCluster } from '../laws/random-cluster.ts'
import { SeededRandom } from '../laws/seeded-random.ts'
import { FeedTable } from './feed-table.ts'

const OPERATOR = { id: 'operator', rights: ALL_RIGHTS }
const OVERVIEW: Topic = { type: 'overview', namespace: '*' }
const CART: Topic = { type: 'service', key: 'a/cart' }
const ALL = { rows: new Set(['a/cart']), services: new Set(['a/cart']), watches: true }

function startTable() {
  const { view, timers } = new RandomCluster(new SeededRandom(1))
  const opened: string[] = []
  return { table: new FeedTable({ view, timers, onOpen: key => opened.push(key) }), timers, opened }
}

test('readers with the same rights share a feed; others do not', () => {
  const { table, opened } = startTable()
  const feed = table.take(CART, OPERATOR, 1)
  expect(table.take(CART, OPERATOR, 1)).toBe(feed)
  expect(table.take(CART, { id: 'other', rights: ALL_RIGHTS }, 1)).not.toBe(feed)
  expect(opened).toEqual(['a/cart', 'a/cart'])
})

test('a feed lingers two minutes without readers, and begins anew after that', () => {
  const { table, timers } = startTable()
  const feed = table.take(OVERVIEW, OPERATOR, 1)
  table.take(OVERVIEW, OPERATOR, 1)
  table.release(feed)
  timers.step(200_000)
  expect(table.take(OVERVIEW, OPERATOR, 1)).toBe(feed)
  table.release(feed)
  table.release(feed)
  timers.step(119_999)
  expect(table.take(OVERVIEW, OPERATOR, 1)).toBe(feed)
  timers.step(200_000)
  table.release(feed)
  timers.step(120_000)
  expect(table.take(OVERVIEW, OPERATOR, 1)).not.toBe(feed)
})

test('a feed made anew where its like ended does not know what readers hold there', () => {
  const { table, timers } = startTable()
  table.release(table.take(CART, OPERATOR, 4))
  timers.step(120_000)
  expect(table.take(CART, OPERATOR, 4).since(4)).toBeNull()
  table.flush(ALL, { now: timers.now(), number: 5 })
  table.clear()
  table.flush(ALL, { now: timers.now(), number: 6 })
  expect(table.take(CART, OPERATOR, 6).since(6)).toEqual([])
})

test('only what differs is a part', () => {
  const { table, timers } = startTable()
  const feed = table.take(OVERVIEW, OPERATOR, 1)
  expect(table.flush(ALL, { now: timers.now(), number: 2 }).size).toBe(0)
  expect(feed.since(1)).toEqual([])
  table.clear()
  expect(timers.waiting).toBe(0)
})
