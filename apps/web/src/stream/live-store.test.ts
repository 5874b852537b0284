import { expect, test } from 'vitest'
import { MADE_AT } from '@slicescope/view/testing'
import type { HubEvent, TabRequest } from './hub-messages.ts'
import { LiveStore } from './live-store.ts'
import { OVERVIEW } from './stream-world.ts'

/** A store with frames drawn by hand, that watches the list of cluster `prod`. */
function setUp() {
  const frames: (() => void)[] = []
  const sent: TabRequest[] = []
  const told = { changes: 0, outdated: 0, now: 1000 }
  const store = new LiveStore({
    send: request => sent.push(request),
    now: () => told.now,
    atNextFrame: callback => frames.push(callback),
    onOutdated: () => {
      told.outdated += 1
    },
  })
  store.watch('prod', [OVERVIEW])
  const stop = store.subscribe(() => {
    told.changes += 1
  })
  const drawFrame = () => {
    for (const callback of frames.splice(0)) callback()
  }
  return { store, frames, sent, told, stop, drawFrame }
}

const PATCH: HubEvent = { type: 'message', cluster: 'prod', message: { type: 'patch', watermark: 'e-1' } }
const OPEN: HubEvent = { type: 'link', cluster: 'prod', link: { state: 'open' } }
const DAMAGE: HubEvent = {
  type: 'message',
  cluster: 'prod',
  message: {
    type: 'heartbeat',
    watermark: 'e-2',
    time: MADE_AT,
    heard: null,
    progressed: null,
    verified: null,
    topics: new Map([
      ['overview:*', { heard: null, progressed: null, verified: null, digest: 'of what this page does not hold' }],
    ]),
  },
}

test('a hundred events between two frames are one change', () => {
  const { store, frames, told, drawFrame } = setUp()
  for (let index = 0; index < 100; index += 1) store.receive(PATCH)
  store.receive(OPEN)
  expect([told.changes, frames.length, store.getSnapshot().link.state]).toEqual([0, 1, 'connecting'])
  drawFrame()
  expect([told.changes, frames.length, store.getSnapshot().link.state]).toEqual([1, 0, 'open'])
  store.receive(PATCH)
  expect(frames).toHaveLength(1)
})

test('an event counts from when it came, not from when it was drawn', () => {
  const { store, told, drawFrame } = setUp()
  store.receive(PATCH)
  told.now = 9000
  drawFrame()
  expect(store.getSnapshot().heardAt).toBe(1000)
})

test('what came before a turn to another place is not lost to it', () => {
  const { store, sent, drawFrame } = setUp()
  store.receive(PATCH)
  store.watch('prod', [OVERVIEW])
  expect(store.getSnapshot().stream.watermark).toBe('e-1')
  drawFrame()
  expect(sent).toEqual([
    { type: 'watch', cluster: 'prod', topics: [OVERVIEW] },
    { type: 'watch', cluster: 'prod', topics: [OVERVIEW] },
  ])
})

test('what differs from the server is asked for once', () => {
  const { store, sent, drawFrame } = setUp()
  store.receive(DAMAGE)
  store.receive(DAMAGE)
  drawFrame()
  store.receive(DAMAGE)
  drawFrame()
  expect(sent.slice(1)).toEqual([{ type: 'resync' }])
})

test('an event that changes nothing notifies no one', () => {
  const { store, told, drawFrame } = setUp()
  store.receive({ ...OPEN, cluster: 'stage' })
  drawFrame()
  expect(told.changes).toBe(0)
})

test('an outdated page is told of at once', () => {
  const { store, told, frames } = setUp()
  store.receive({ type: 'outdated' })
  expect([told.outdated, frames.length]).toEqual([1, 0])
})

test('who stopped listening is told no more', () => {
  const { store, told, stop, drawFrame } = setUp()
  stop()
  store.receive(OPEN)
  drawFrame()
  expect(told.changes).toBe(0)
})
