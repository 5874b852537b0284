import { type Message, PROTOCOL_VERSION, type TopicName } from '@slicescope/protocol'
import type { ServiceView } from '@slicescope/view'
import { describe, expect, test } from 'vitest'
import { aFreshness, aRow, aView, MADE_AT } from '@slicescope/view/testing'
import { aLive } from './live-fixture.ts'
import type { HubEvent } from './hub-messages.ts'
import { applyHubEvent, type Live, turnTo } from './live.ts'
import { OVERVIEW, serviceTopic } from './stream-world.ts'
import { topicsOf } from './topics-of.ts'

const NOW = Date.parse(MADE_AT)
const CART = serviceTopic('cart')

function apply(live: Live, ...messages: readonly Message[]): Live {
  const events = messages.map((message): HubEvent => ({ type: 'message', cluster: 'prod', message }))
  return events.reduce((before, event) => applyHubEvent(before, event, NOW), live)
}

function snapshot(services: Readonly<Record<string, ServiceView | null>>): Message {
  const overviews = new Map([['*', { services: [aRow()], freshness: aFreshness() }]])
  const entries = Object.entries(services).map(([name, view]) => [`shop/${name}`, view] as const)
  return { type: 'snapshot', watermark: 'e-1', overviews, services: new Map(entries) }
}

function heartbeat(time: string, digests: Readonly<Record<string, string>> = {}): Message {
  const topics = Object.entries(digests).map(([name, digest]) => {
    const topic: TopicName = `service:shop/${name}`
    return [topic, { heard: null, progressed: null, verified: null, digest }] as const
  })
  return {
    type: 'heartbeat',
    watermark: 'e-1',
    time,
    heard: null,
    progressed: null,
    verified: null,
    topics: new Map(topics),
  }
}

function hello(time: string): Message {
  const cluster = { slug: 'prod', context: 'prod', uid: null, version: null, insecure: false }
  return { type: 'hello', protocol: PROTOCOL_VERSION, epoch: 'e', time, cluster }
}

const GONE: Message = { type: 'part', topic: 'service', key: 'shop/cart', step: { value: null } }
const PATCH: Message = { type: 'patch', watermark: 'e-2' }

describe('turnTo', () => {
  const open = apply(aLive(), hello('2026-11-24T03:00:05.000Z'), snapshot({ cart: aView(), pay: aView() }))

  test('another Service of the cluster keeps the list, the clock and what is held of it', () => {
    const turned = turnTo(open, 'prod', [OVERVIEW, serviceTopic('pay')])
    expect([...turned.stream.services.keys(), ...turned.lastViews.keys()]).toEqual(['shop/pay', 'shop/pay'])
    expect(turned.stream.overviews).toEqual(open.stream.overviews)
    expect([turned.clockOffset, turned.heardAt]).toEqual([5000, NOW])
  })

  test('another cluster restarts: nothing of the one is shown as the other', () => {
    const turned = turnTo({ ...open, digestResets: 2, link: { state: 'open' } }, 'stage', [OVERVIEW])
    expect(turned).toEqual(aLive({ cluster: 'stage', digestResets: 2 }))
  })

  test('a page without a Service watches the list, one with a Service that too', () => {
    expect(topicsOf(null)).toEqual([OVERVIEW])
    expect(topicsOf({ namespace: 'shop', name: 'cart' })).toEqual([OVERVIEW, CART])
  })
})

describe('the last view of a Service', () => {
  const view = aView({ name: 'cart', backends: [{ name: 'cart-1' }] })

  test('is kept when it is deleted, as it was last seen', () => {
    const later: Message = { type: 'part', topic: 'service', key: 'shop/cart', step: { value: { ...view, wanted: 5 } } }
    const live = apply(aLive(), snapshot({ cart: view }), later, PATCH, GONE, PATCH)
    expect(live.stream.services.get('shop/cart')?.value).toBeNull()
    expect(live.lastViews.get('shop/cart')).toEqual({ ...view, wanted: 5 })
  })

  test('is kept when a fresh snapshot says that it is gone', () => {
    const live = apply(aLive(), snapshot({ cart: view }), snapshot({ cart: null }))
    expect(live.lastViews.get('shop/cart')).toEqual(view)
  })

  test('is not kept of one that never was', () => {
    expect(apply(aLive(), snapshot({ cart: null })).lastViews.size).toBe(0)
  })

  test('goes with the right to see it', () => {
    const live = apply(aLive(), snapshot({ cart: view }), { type: 'revoked', topics: ['service:shop/cart'] })
    expect([live.lastViews.size, live.stream.services.size]).toEqual([0, 0])
  })
})

describe('the clock', () => {
  test('is the server’s, told by hello and by every heartbeat', () => {
    const live = apply(aLive(), hello('2026-11-24T03:00:05.000Z'))
    expect([live.clockOffset, live.toldAt]).toEqual([5000, Date.parse('2026-11-24T03:00:05.000Z')])
    expect(apply(live, heartbeat('2026-11-24T02:59:00.000Z')).clockOffset).toBe(-60_000)
  })

  test('stays as it was where the time is none, and with other messages', () => {
    const live = apply(aLive({ clockOffset: 5000 }), heartbeat('soon'), PATCH)
    expect(live.clockOffset).toBe(5000)
  })

  test('every sign of life is noted with its time', () => {
    expect(applyHubEvent(aLive(), { type: 'heard', cluster: 'prod' }, NOW + 7).heardAt).toBe(NOW + 7)
    expect(apply(aLive(), PATCH).heardAt).toBe(NOW)
    const cut = applyHubEvent(aLive(), { type: 'link', cluster: 'prod', link: { state: 'open' } }, NOW)
    expect([cut.heardAt, cut.link]).toEqual([null, { state: 'open' }])
  })
})

describe('digestResets', () => {
  test('counts a difference once, however often it is told, and the next one again', () => {
    const damaged = heartbeat(MADE_AT, { cart: 'wrong' })
    const once = apply(aLive(), snapshot({ cart: aView() }), damaged, damaged)
    expect(once.digestResets).toBe(1)
    expect(apply(once, snapshot({ cart: aView() }), damaged).digestResets).toBe(2)
  })
})

test('events of a cluster that is not shown change nothing', () => {
  const live = aLive()
  const events: readonly HubEvent[] = [
    { type: 'message', cluster: 'stage', message: snapshot({ cart: aView() }) },
    { type: 'link', cluster: 'stage', link: { state: 'open' } },
    { type: 'heard', cluster: 'stage' },
    { type: 'outdated' },
  ]
  for (const event of events) expect(applyHubEvent(live, event, NOW)).toBe(live)
})
