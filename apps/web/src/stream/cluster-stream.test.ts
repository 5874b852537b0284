import { type Message, PROTOCOL_VERSION, type Topic } from '@slicescope/protocol'
import { describe, expect, test } from 'vitest'
import { aRow, aView } from '@slicescope/view/testing'
import type { HubEvent, Post } from './hub-messages.ts'
import { applyHubEvent, type Live, NOTHING_LIVE, turnTo } from './live.ts'
import { StreamHub } from './stream-hub.ts'
import {
  heartbeatText,
  helloText,
  OVERVIEW,
  overviewPartText,
  patchText,
  servicePartText,
  serviceTopic,
  snapshotText,
  StreamWorld,
  until,
} from './stream-world.ts'

const CART = serviceTopic('cart')
const PAY = serviceTopic('pay')
const ROWS = [aRow({ name: 'cart' }), aRow({ name: 'pay' })]
const CART_VIEW = aView({ name: 'cart', backends: [{ name: 'cart-1' }] })
const PAY_VIEW = aView({ name: 'pay', backends: [{ name: 'pay-1' }] })

/** A tab: what the hub told it, and what it made of that. */
class Tab {
  readonly events: HubEvent[] = []
  live: Live = NOTHING_LIVE
  readonly #hub: StreamHub
  readonly #now: () => number

  constructor(hub: StreamHub, now: () => number) {
    this.#hub = hub
    this.#now = now
  }

  readonly post: Post = event => {
    this.events.push(event)
    this.live = applyHubEvent(this.live, event, this.#now())
  }

  watch(topics: readonly Topic[], cluster = 'prod'): void {
    this.live = turnTo(this.live, cluster, topics)
    this.#hub.handle(this.post, { type: 'watch', cluster, topics })
  }

  handle(type: 'wake' | 'bye' | 'resync'): void {
    this.#hub.handle(this.post, { type })
  }

  get messages(): readonly Message[] {
    return this.events.flatMap(event => (event.type === 'message' ? [event.message] : []))
  }

  /** Names of what it holds. */
  get held(): readonly string[] {
    const { overviews, services } = this.live.stream
    return [...overviews.keys(), ...services.keys()]
  }

  ready(name: string): number | null | undefined {
    return this.live.stream.services.get(`shop/${name}`)?.value?.ready
  }
}

function setUp() {
  const world = new StreamWorld()
  const hub = new StreamHub(world)
  const openTab = (topics: readonly Topic[], cluster = 'prod') => {
    const tab = new Tab(hub, world.now)
    tab.watch(topics, cluster)
    return tab
  }
  return { world, openTab }
}

async function patched(tab: Tab, number: number): Promise<void> {
  await until(`patch ${number} is told`, () => tab.live.stream.watermark === `e-${number}`)
}

/** One tab on the list and a Service, with its stream open and its first snapshot in. */
async function openCart() {
  const { world, openTab } = setUp()
  const tab = openTab([OVERVIEW, CART])
  world.last.open().send(helloText(), snapshotText(1, { rows: ROWS, services: { cart: CART_VIEW } }))
  await patched(tab, 1)
  return { world, openTab, tab }
}

/** A second tab on another Service, with the stream of both open. */
async function openCartAndPay() {
  const { world, openTab, tab: cart } = await openCart()
  const pay = openTab([OVERVIEW, PAY])
  world.last.open().send(helloText(), snapshotText(2, { services: { pay: PAY_VIEW } }))
  await patched(pay, 2)
  return { world, openTab, cart, pay }
}

/** The heartbeat says that the server holds another list. */
async function damage() {
  const { world, openTab, tab } = await openCart()
  world.last.send(heartbeatText(2, { rows: [], services: { cart: CART_VIEW } }))
  await until('the stream is opened again', () => world.requests.length > 1)
  return { world, openTab, tab }
}

describe('one stream for all tabs of a cluster', () => {
  test('it asks for the union of their topics, and whole for the new one alone', async () => {
    const { world } = await openCartAndPay()
    expect(world.requests).toHaveLength(2)
    expect(world.request(0).isCut).toBe(true)
    expect(world.last.url).toMatch(/^\/api\/clusters\/prod\/stream[?]/)
    expect(world.last.query.getAll('overview')).toEqual(['*'])
    expect(world.last.query.getAll('service')).toEqual(['shop/cart', 'shop/pay'])
    expect(world.last.query.get('since')).toBe('e-1')
    expect(world.last.query.getAll('fresh')).toEqual(['service:shop/pay'])
  })

  test('each tab is told of its own topics alone', async () => {
    const { world, cart, pay } = await openCartAndPay()
    world.last.send(servicePartText('cart', { value: null }), servicePartText('pay', { value: null }), patchText(3))
    world.last.send(heartbeatText(4, { rows: ROWS, services: { cart: null, pay: null } }))
    await patched(pay, 4)
    expect([cart.held, pay.held]).toEqual([
      ['*', 'shop/cart'],
      ['*', 'shop/pay'],
    ])
    for (const [tab, other] of [
      [cart, 'pay'],
      [pay, 'cart'],
    ] as const)
      for (const message of tab.messages) expect(mentioned(message).join()).not.toContain(other)
    expect([cart.live.digestResets, pay.live.digestResets]).toEqual([0, 0])
  })

  test('a tab that comes late knows at once what the others know, without a new stream', async () => {
    const { world, openTab, tab } = await openCart()
    const late = openTab([OVERVIEW, CART])
    expect(world.requests).toHaveLength(1)
    expect(late.live).toEqual({ ...tab.live, link: { state: 'open' } })
  })

  test('parts that wait for their patch are among what the late tab learns', async () => {
    const { world, openTab, tab } = await openCart()
    world.last.send(servicePartText('cart', { value: aView({ name: 'cart' }) }))
    await until('the part is there', () => tab.live.stream.pending.length === 1)
    const late = openTab([OVERVIEW, CART])
    world.last.send(patchText(2))
    await patched(late, 2)
    expect([tab.ready('cart'), late.ready('cart')]).toEqual([0, 0])
  })

  test('a tab that turns to what another already watches is told of it', async () => {
    const { world, cart } = await openCartAndPay()
    cart.watch([OVERVIEW, CART, PAY])
    expect(world.requests).toHaveLength(2)
    expect(cart.live.stream.services.get('shop/pay')?.value).toEqual(PAY_VIEW)
  })

  test('a tab that hails again with the same topics changes nothing', async () => {
    const { world, tab } = await openCart()
    const before = tab.messages.length
    tab.watch([OVERVIEW, CART])
    expect(world.requests).toHaveLength(1)
    expect(tab.messages).toHaveLength(before)
  })

  test('topics that nobody watches any more are asked for no more', async () => {
    const { world, pay } = await openCartAndPay()
    pay.handle('bye')
    expect(world.last.query.getAll('service')).toEqual(['shop/cart'])
  })

  test('clusters have streams of their own, and what comes of the other is not shown', async () => {
    const { world, openTab, tab } = await openCart()
    const other = openTab([OVERVIEW], 'stage/eu')
    expect(world.last.url).toMatch(/^\/api\/clusters\/stage%2Feu\/stream[?]/)
    world.last.open().send(helloText(), snapshotText(7, { rows: [] }))
    await patched(other, 7)
    expect(tab.live.stream.watermark).toBe('e-1')
    tab.post({ type: 'message', cluster: 'stage/eu', message: { type: 'patch', watermark: 'e-8' } })
    expect(tab.live.stream.watermark).toBe('e-1')
  })

  test('a tab that turns to another cluster ends the stream that it leaves alone', async () => {
    const { world, tab } = await openCart()
    tab.watch([OVERVIEW], 'stage')
    expect(world.requests.map(({ isCut }) => isCut)).toEqual([true, false])
    expect(tab.held).toEqual([])
  })
})

describe('a change of topics loses nothing', () => {
  test('not a part that came before it, where the new stream fails and the old one goes on', async () => {
    const { world, tab } = await openCart()
    const [old] = world.requests
    old?.send(overviewPartText([aRow({ name: 'cart', ready: 1 })]))
    await until('the part is there', () => tab.live.stream.pending.length === 1)
    tab.watch([OVERVIEW])
    world.last.refuse(503)
    old?.send(patchText(2), heartbeatText(3, { rows: [aRow({ name: 'cart', ready: 1 })] }))
    await patched(tab, 3)
    expect(tab.live.stream.overviews.get('*')?.value.services).toMatchObject([{ ready: 1 }])
    expect(tab.live.digestResets).toBe(0)
  })

  test('not a part that came before it, where another tab keeps the stream open', async () => {
    const { world, openTab, tab } = await openCart()
    openTab([OVERVIEW, CART])
    world.last.send(overviewPartText([]))
    await until('the part is there', () => tab.live.stream.pending.length === 1)
    tab.watch([OVERVIEW])
    world.last.send(patchText(2))
    await patched(tab, 2)
    expect(tab.live.stream.overviews.get('*')?.value.services).toEqual([])
  })

  test('what the old stream says of topics that are left is no damage, where the new one fails', async () => {
    const { world, tab } = await openCart()
    const [old] = world.requests
    tab.watch([OVERVIEW, PAY])
    world.last.refuse(503)
    old?.send(servicePartText('cart', { changes: { fields: { rolling: true } } }), patchText(2))
    old?.send(heartbeatText(3, { rows: ROWS, services: { cart: { ...CART_VIEW, rolling: true } } }))
    await patched(tab, 3)
    expect(world.requests).toHaveLength(2)
    world.pass(300)
    expect(world.last.query.get('because')).toBeNull()
  })
})

describe('a state that differs from the server', () => {
  test('is fetched whole, with the reason told, and counted once', async () => {
    const { world, tab } = await damage()
    expect([...world.last.query]).toEqual([
      ['overview', '*'],
      ['service', 'shop/cart'],
      ['because', 'digest'],
    ])
    world.last.open().send(helloText(), snapshotText(3, { rows: [], services: { cart: CART_VIEW } }))
    world.last.send(heartbeatText(4, { rows: [], services: { cart: CART_VIEW } }))
    await patched(tab, 4)
    expect(tab.live.stream.overviews.get('*')?.value.services).toEqual([])
    expect(tab.live.digestResets).toBe(1)
    expect(world.requests).toHaveLength(2)
  })

  test('opens one stream, not one after each message until the snapshot comes', async () => {
    const { world, tab } = await damage()
    world.last.open().send(helloText())
    await until('the new stream is open', () => world.request(0).isCut)
    world.last.send(snapshotText(3, { rows: [], services: { cart: CART_VIEW } }))
    await patched(tab, 3)
    expect(world.requests).toHaveLength(2)
  })

  test('of a tab alone is fixed by what the others hold', async () => {
    const { world, tab } = await openCart()
    tab.live = { ...tab.live, stream: { ...tab.live.stream, services: new Map() } }
    tab.handle('resync')
    expect(tab.ready('cart')).toBe(1)
    expect(world.requests).toHaveLength(1)
  })
})

describe('tabs that go', () => {
  test('the last one ends the stream', async () => {
    const { world, openTab, tab } = await openCart()
    const other = openTab([OVERVIEW])
    tab.handle('bye')
    other.handle('bye')
    expect(world.last.isCut).toBe(true)
    expect(world.nextTimer).toBeUndefined()
  })

  test('one that says nothing for 150 s is taken for closed, one that hails is not', async () => {
    const { world, tab } = await openCart()
    for (let minute = 0; minute < 5; minute += 1) {
      world.pass(60_000)
      tab.watch([OVERVIEW, CART])
    }
    expect(world.last.isCut).toBe(false)
    world.pass(150_000)
    expect(world.last.isCut).toBe(true)
    expect(world.nextTimer).toBeUndefined()
  })

  test('one that was forgotten is served again when it hails', async () => {
    const { world, tab } = await openCart()
    tab.handle('bye')
    tab.watch([OVERVIEW, CART])
    world.last.open().send(helloText(), snapshotText(9, { rows: [], services: { cart: null } }))
    await patched(tab, 9)
    expect(tab.live.stream.services.get('shop/cart')?.value).toBeNull()
  })

  test('one that asks for nothing yet does no harm', () => {
    const { world, openTab } = setUp()
    const tab = openTab([])
    tab.handle('wake')
    tab.handle('resync')
    tab.handle('bye')
    tab.handle('bye')
    expect(world.nextTimer).toBeUndefined()
  })
})

test('of a server of another protocol every tab is told', async () => {
  const { world, openTab, tab } = await openCart()
  const other = openTab([OVERVIEW, PAY])
  world.last.open().send(helloText(PROTOCOL_VERSION + 1))
  await until('it is told', () => other.events.some(({ type }) => type === 'outdated'))
  expect(tab.events.at(-1)).toEqual({ type: 'outdated' })
})

/** Names of all topics that a message speaks of. */
function mentioned(message: Message): readonly string[] {
  switch (message.type) {
    case 'snapshot':
      return [...message.overviews.keys(), ...message.services.keys()]
    case 'part':
      return [message.topic === 'overview' ? message.namespace : message.key]
    case 'heartbeat':
      return [...message.topics.keys()]
    case 'hello':
    case 'patch':
    case 'state':
    case 'reset':
    case 'revoked':
      return []
    default:
      return message satisfies never
  }
}
