import type { Topic } from '@slicescope/protocol'
import { ALL_RIGHTS } from '@slicescope/view'
import { expect, test } from 'vitest'
import { RandomCluster } from '../law/random-cluster.ts'
import { Random } from '@slicescope/model/random'
import { FeedTable } from './feed-table.ts'

const OPERATOR = { id: 'operator', rights: ALL_RIGHTS }
const OVERVIEW: Topic = { type: 'overview', namespace: '*' }
const CART: Topic = { type: 'service', key: 'a/cart' }
const NOTHING = { rows: new Set<string>(), services: new Set<string>(), watches: false }
const ALL = { rows: new Set(['a/cart']), services: new Set(['a/cart']), watches: true }

function startTable() {
  const { view, timers } = new RandomCluster(new Random(1))
  const opened: string[] = []
  return { table: new FeedTable({ view, timers, onOpen: key => opened.push(key) }), timers, opened }
}

test('readers with the same rights share a feed; others do not', () => {
  const { table, opened } = startTable()
  const feed = table.take(CART, OPERATOR)
  expect(table.take(CART, OPERATOR)).toBe(feed)
  expect(table.take(CART, { id: 'other', rights: ALL_RIGHTS })).not.toBe(feed)
  expect(opened).toEqual(['a/cart', 'a/cart'])
})

test('a feed lingers two minutes without readers, and restarts after that', () => {
  const { table, timers } = startTable()
  const feed = table.take(OVERVIEW, OPERATOR)
  table.take(OVERVIEW, OPERATOR)
  table.release(feed)
  timers.step(200_000)
  expect(table.take(OVERVIEW, OPERATOR)).toBe(feed)
  table.release(feed)
  table.release(feed)
  timers.step(119_999)
  expect(table.take(OVERVIEW, OPERATOR)).toBe(feed)
  timers.step(200_000)
  table.release(feed)
  timers.step(120_000)
  expect(table.take(OVERVIEW, OPERATOR)).not.toBe(feed)
})

test('a feed created again holds nothing before its first flush, and cannot help who stands before that', () => {
  const { table, timers } = startTable()
  table.release(table.take(CART, OPERATOR))
  expect(table.hasNew()).toBe(true)
  table.flush(NOTHING, { now: timers.now(), number: 4 })
  expect(table.hasNew()).toBe(false)
  timers.step(120_000)
  const again = table.take(CART, OPERATOR)
  expect(again.isNew).toBe(true)
  expect(table.flush(NOTHING, { now: timers.now(), number: 6 }).size).toBe(0)
  expect([again.since(4), again.since(6)]).toEqual([null, []])
})

test('only what differs is a part', () => {
  const { table, timers } = startTable()
  const feed = table.take(OVERVIEW, OPERATOR)
  table.flush(ALL, { now: timers.now(), number: 1 })
  expect(table.flush(ALL, { now: timers.now(), number: 2 }).size).toBe(0)
  expect(feed.since(1)).toEqual([])
  table.clear()
  expect(timers.waiting).toBe(0)
})
