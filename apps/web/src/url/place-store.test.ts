import { expect, test } from 'vitest'
import { comparedAt } from './place.ts'
import { type AddressBar, PlaceStore } from './place-store.ts'

/** An address bar with a history, in memory. */
class FakeBar implements AddressBar {
  readonly entries: string[]
  readonly #listeners: (() => void)[] = []
  #at = 0

  constructor(address: string) {
    this.entries = [address]
  }

  get location() {
    return new URL(this.entries[this.#at] ?? '/', 'http://slicescope')
  }

  readonly history: AddressBar['history'] = {
    pushState: (_state, _title, address) => {
      this.#at += 1
      this.entries.splice(this.#at, Infinity, String(address))
    },
    replaceState: (_state, _title, address) => {
      this.entries[this.#at] = String(address)
    },
  }

  readonly addEventListener = (_type: 'popstate', listener: () => void): void => {
    this.#listeners.push(listener)
  }

  /** As Back (-1) and Forward (1) do. */
  travel(by: number): void {
    this.#at += by
    for (const listener of this.#listeners) listener()
  }
}

const SERVICE = { namespace: 'shop', name: 'checkout' }
const ZONE = { kind: 'zone', key: 'eu-1c' } as const

test('begins where the address is', () => {
  const store = new PlaceStore(new FakeBar('/c/prod/ns/shop/svc/checkout?sel=zone:eu-1c'))
  expect(store.getSnapshot()).toMatchObject({ cluster: 'prod', service: SERVICE, selection: ZONE })
})

test('Back and Forward lead through all places that were gone to', () => {
  const bar = new FakeBar('/c/prod')
  const store = new PlaceStore(bar)
  store.go({ service: SERVICE })
  store.go({ selection: ZONE })
  bar.travel(-1)
  expect(store.getSnapshot()).toMatchObject({ service: SERVICE, selection: null })
  bar.travel(-1)
  expect(store.getSnapshot()).toMatchObject({ cluster: 'prod', service: null, selection: null })
  bar.travel(2)
  expect(store.getSnapshot()).toMatchObject({ service: SERVICE, selection: ZONE })
})

test('a step after Back leaves what was ahead', () => {
  const bar = new FakeBar('/c/prod')
  const store = new PlaceStore(bar)
  store.go({ service: SERVICE })
  bar.travel(-1)
  store.go({ view: 'table' })
  expect(bar.entries).toEqual(['/c/prod', '/c/prod?view=table'])
})

test('replace makes no entry: typing in the filter is no journey', () => {
  const bar = new FakeBar('/c/prod')
  const store = new PlaceStore(bar)
  for (const query of ['p', 'pa', 'pay']) store.replace({ query })
  expect(bar.entries).toEqual(['/c/prod?q=pay'])
  expect(store.getSnapshot().query).toBe('pay')
})

test('going to where one is makes no entry', () => {
  const bar = new FakeBar('/c/prod?view=table')
  const store = new PlaceStore(bar)
  store.go({ view: 'table' })
  expect(bar.entries).toHaveLength(1)
})

test('listeners hear of every step until they stop', () => {
  const bar = new FakeBar('/c/prod')
  const store = new PlaceStore(bar)
  const seen: (string | null)[] = []
  const stop = store.subscribe(() => seen.push(store.getSnapshot().service?.name ?? null))
  store.go({ service: SERVICE })
  bar.travel(-1)
  stop()
  bar.travel(1)
  expect(seen).toEqual(['checkout', null])
})

test('another Service is not compared, and another cluster has no such past', () => {
  const bar = new FakeBar('/c/prod/ns/shop/svc/checkout?at=2026-11-24T03:12:00Z')
  const store = new PlaceStore(bar)
  store.go(comparedAt({ from: '2026-11-24T03:05:00Z', to: '2026-11-24T03:12:00Z' }))
  store.go({ service: SERVICE })
  expect(store.getSnapshot().compare).not.toBeNull()
  store.go({ service: { namespace: 'shop', name: 'cart' } })
  expect(store.getSnapshot()).toMatchObject({ compare: null, at: '2026-11-24T03:12:00Z' })
  store.go({ cluster: 'other', service: null })
  expect(store.getSnapshot().at).toBeNull()
})
