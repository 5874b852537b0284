import { ClusterStore } from '@slicescope/model'
import { ALL_RIGHTS, ClusterView, type Outcome } from '@slicescope/view'
import { expect, test } from 'vitest'
import { SteppedTimers } from '../testing/stepped-timers.ts'
import { ClusterHub } from './cluster-hub.ts'

const CLUSTER = { slug: 'one', context: 'one', uid: null, version: null, insecure: false }

test('who waits for Services to be listed hears that we live, and is not moved on past what it was not told', () => {
  const timers = new SteppedTimers()
  const store = new ClusterStore<Outcome>(() => timers.now())
  const view = new ClusterView({
    listers: store.listers,
    watches: () => store.watches(),
    demo: false,
    startedAt: timers.now(),
    clusterDomain: 'cluster.local',
  })
  const hub = new ClusterHub({ store, view, epoch: 'test', describe: () => CLUSTER, timers })
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
