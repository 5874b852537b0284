import { ClusterStore } from '@slicescope/model'
import { ALL_RIGHTS, type Outcome, viewOfStore } from '@slicescope/view'
import { expect, test } from 'vitest'
import { SteppedTimers } from '../testing/stepped-timers.ts'
import { ClusterHub, MAX_TOPICS } from './cluster-hub.ts'

const CLUSTER = { slug: 'one', context: 'one', uid: null, version: null, insecure: false }

/** A hub of a cluster of which nothing is known yet, on a clock that the test moves. */
function aHub() {
  const timers = new SteppedTimers()
  const store = new ClusterStore<Outcome>(() => timers.now())
  const view = viewOfStore(store, { startedAt: timers.now() })
  const hub = new ClusterHub({
    store,
    view,
    epoch: 'test',
    describe: () => CLUSTER,
    server: 'https://api:6443',
    timers,
  })
  return { hub, store, view, timers }
}

test('readers can have so many different topics open at a time', () => {
  const { hub } = aHub()
  const rights = { id: 'operator', rights: ALL_RIGHTS }
  const topics = Array.from({ length: MAX_TOPICS }, (_, index) => ({ type: 'service' as const, key: `a/s${index}` }))
  const leave = hub.subscribe({ topics, fresh: new Set(), rights }, { write: () => {}, end: () => {} })
  expect(hub.findRefusal(topics.slice(0, 2))).toBeNull()
  expect(hub.findRefusal([{ type: 'service', key: 'a/one-more' }])).toMatch(/at most 1000 Services .* close some pages/)
  leave()
  expect(hub.findRefusal([{ type: 'service', key: 'a/one-more' }])).toBeNull()
  hub.end()
})

test('who waits for Services to be listed hears that we live, and is not moved on past what it was not told', () => {
  const { hub, store, view, timers } = aHub()
  store.subscribe(batch => view.apply(batch))
  const told: string[] = []
  const leave = hub.subscribe(
    {
      topics: [{ type: 'overview', namespace: '*' }],
      since: 'test-0',
      fresh: new Set(),
      rights: { id: 'operator', rights: ALL_RIGHTS },
    },
    { write: bytes => told.push(Buffer.from(bytes).toString()), end: () => {} },
  )
  const events = () => told.splice(0).flatMap(text => /^event: (\w+)/.exec(text)?.[1] ?? [])
  expect(events()).toEqual(['hello', 'state'])
  timers.step(10_000)
  expect(events()).toEqual(['state'])
  store.writer('services', null).setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  hub.noteBatch(timers.now())
  timers.step(100)
  expect(events().filter(event => event !== 'state')).toEqual(expect.arrayContaining(['heartbeat']))
  timers.step(10_000)
  expect(events()).toContain('heartbeat')
  leave()
  hub.end()
})
