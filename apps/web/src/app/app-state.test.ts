import type { ServiceState, StateMessage, StreamState } from '@slicescope/protocol'
import type { Freshness, Row, ServiceView } from '@slicescope/view'
import { describe, expect, test } from 'vitest'
import type { Link } from '../stream/link.ts'
import type { Live } from '../stream/live.ts'
import { allRows, openService } from '../state/open-service.ts'
import { pageCondition, progressLines } from './page-condition.ts'
import { pageTitle } from './page-title.ts'
import { aFreshness, aRow, aView, MADE_AT } from '@slicescope/view/testing'
import { aLive } from '../stream/live-fixture.ts'

interface Known {
  readonly rows?: readonly Row[]
  readonly freshness?: Freshness
  readonly services?: Readonly<Record<string, ServiceView | null>>
  readonly connection?: StateMessage
  readonly link?: Link
}

function live({ rows, freshness = aFreshness(), services = {}, connection, link }: Known): Live {
  const held = Object.entries(services).map(([name, value]): [string, ServiceState] => [
    `shop/${name}`,
    { value, digest: [0, 0] },
  ])
  const { stream } = aLive()
  const known: StreamState = {
    ...stream,
    overviews: new Map(rows === undefined ? [] : [['*', { value: { services: rows, freshness }, digest: [0, 0] }]]),
    services: new Map(held),
    connection: connection ?? null,
  }
  return aLive({ stream: known, ...(link === undefined ? {} : { link }) })
}

const REASON = 'services is forbidden: User "eve" cannot list resource "services"'

function stateMessage(over: Partial<StateMessage['resources'][number]>, freshness = aFreshness()): StateMessage {
  const services = {
    resource: 'services',
    namespace: null,
    phase: 'listing' as const,
    hasSynced: false,
    loaded: 0,
    expected: null,
    reason: null,
    failures: 0,
    ...over,
  }
  return {
    type: 'state',
    resources: [services],
    freshness,
    server: 'https://api:6443',
    nextAttempt: null,
    asked: null,
    stopping: false,
  }
}

function without(reason: 'forbidden' | 'loading' | 'unreachable'): Freshness {
  return aFreshness({ missing: [{ resource: 'services', namespace: null, reason, loaded: null, expected: null }] })
}

const WAITING: Link = { state: 'waiting', since: 0, problem: 'The server does not answer.' }

describe('the page’s condition', () => {
  test('data that was shown once stays, whatever becomes of the connection', () => {
    for (const link of [WAITING, { state: 'refused', status: 401, problem: '' }] as const)
      expect(pageCondition(live({ rows: [aRow()], link }))).toEqual({ kind: 'ready' })
    expect(pageCondition(live({ rows: [aRow()], freshness: without('unreachable') }))).toEqual({ kind: 'ready' })
  })

  test('no Services is said only where all of them could be read', () => {
    expect(pageCondition(live({ rows: [] }))).toEqual({ kind: 'empty' })
    expect(pageCondition(live({ rows: [], freshness: without('loading') }))).toMatchObject({ kind: 'loading' })
    expect(pageCondition(live({ rows: [], freshness: without('forbidden') }))).toMatchObject({ kind: 'forbidden' })
    expect(pageCondition(live({ rows: [], freshness: without('unreachable') }))).toMatchObject({ kind: 'unreachable' })
  })

  test.each<[string, Known, object]>([
    ['nothing heard yet', {}, { kind: 'connecting' }],
    ['no server', { link: WAITING }, { kind: 'no-server', problem: WAITING.problem }],
    ['signed out', { link: { state: 'refused', status: 401, problem: 'Sign in.' } }, { kind: 'signed-out' }],
    [
      'refused',
      { link: { state: 'refused', status: 403, problem: 'Not from there.' } },
      { kind: 'refused', problem: 'Not from there.' },
    ],
    [
      'listing',
      { connection: stateMessage({ loaded: 1200 }) },
      { kind: 'loading', progress: ['Services 1,200 so far'] },
    ],
    [
      'forbidden',
      { connection: stateMessage({ phase: 'forbidden', reason: REASON }, without('forbidden')) },
      { kind: 'forbidden', reason: REASON },
    ],
    [
      'out of reach, with what a plugin asks of a person',
      {
        connection: {
          ...stateMessage({ phase: 'closed', reason: 'connection refused' }, without('unreachable')),
          asked: 'Run `tsh login`.',
          nextAttempt: '2026-11-24T03:30:00Z',
        },
      },
      {
        kind: 'unreachable',
        reason: 'connection refused',
        asked: 'Run `tsh login`.',
        server: 'https://api:6443',
        context: null,
        nextAttempt: '2026-11-24T03:30:00Z',
      },
    ],
  ])('%s', (_name, known, condition) => {
    expect(pageCondition(live(known))).toEqual(condition)
  })

  test('progress is told for each resource, in each namespace that is followed', () => {
    const { resources, ...rest } = stateMessage({ hasSynced: true, loaded: 1204 })
    const pods = { resource: 'pods', namespace: 'shop', hasSynced: false, loaded: 42_000, expected: 150_000 }
    const connection = { ...rest, resources: resources.flatMap(services => [services, { ...services, ...pods }]) }
    expect(progressLines(live({ connection }).stream)).toEqual([
      'Services 1,204 listed',
      'pods in shop 42,000 of 150,000',
    ])
    expect(progressLines(live({}).stream)).toEqual([])
  })
})

describe('the open Service', () => {
  const view = aView({ name: 'cart' })

  test('is opening until the server said anything of it, also before one is chosen', () => {
    expect(openService(live({ services: { pay: null } }), 'shop/cart')).toEqual({ state: 'opening' })
    expect(openService(live({}), null)).toEqual({ state: 'opening' })
  })

  test('is here, absent, or gone with its last picture', () => {
    expect(openService(live({ services: { cart: view } }), 'shop/cart')).toEqual({ state: 'here', view })
    const none = live({ services: { cart: null } })
    expect(openService(none, 'shop/cart')).toEqual({ state: 'absent' })
    expect(openService(none, 'shop/Cart')).toEqual({ state: 'impossible' })
    const gone = { ...none, lastViews: new Map([['shop/cart', view]]) }
    expect(openService(gone, 'shop/cart')).toEqual({ state: 'gone', view })
  })

  test('the same state is the same object, so that nothing is drawn for nothing', () => {
    const one = live({ services: { cart: view } })
    expect(openService({ ...one, heardAt: 7 }, 'shop/cart')).toBe(openService(one, 'shop/cart'))
    const gone = { ...live({ services: { cart: null } }), lastViews: new Map([['shop/cart', view]]) }
    expect(openService({ ...gone, heardAt: 7 }, 'shop/cart')).toBe(openService(gone, 'shop/cart'))
    expect(openService(gone, 'shop/cart')).not.toBe(openService(one, 'shop/cart'))
    expect(allRows(live({}))).toBe(allRows(live({})))
  })
})

describe('the page’s title', () => {
  const view = aView({ backends: [{ name: 'a' }, { name: 'b', state: 'not-ready' }] })
  const RECOVERED = {
    at: MADE_AT,
    lastedMs: 94_000,
    was: { severity: 'critical' as const, sentence: 'It was down.', lost: 1, of: 2 },
  }

  test.each([
    ['LIVE', view, false, '1/2 checkout - Slicescope'],
    ['BLIND', view, false, 'BLIND 1/2 checkout - Slicescope'],
    ['STALE', null, false, 'STALE Slicescope'],
    ['LIVE', view, true, 'deleted checkout - Slicescope'],
    ['LIVE', { ...view, starting: 3 }, false, '1/2 checkout, 3 starting - Slicescope'],
    ['LIVE', { ...view, recovered: RECOVERED }, false, '1/2 checkout, recovered - Slicescope'],
    ['PAST', view, false, 'PAST 1/2 checkout - Slicescope'],
    [null, null, false, 'Slicescope'],
    ['LIVE', { ...view, health: 'unknown', ready: null }, false, 'unknown checkout - Slicescope'],
    ['LIVE', { ...view, health: 'external' }, false, 'external checkout - Slicescope'],
  ] as const)('%s', (state, shown, deleted, title) => {
    expect(pageTitle({ state, view: shown, deleted })).toBe(title)
  })

  test('unverified TLS stands in the title, whatever the state', () => {
    const marks = ['LIVE', 'UNVERIFIED TLS'] as const
    expect(pageTitle({ state: 'LIVE', marks, view: null, deleted: false })).toBe('UNVERIFIED TLS Slicescope')
    expect(pageTitle({ state: 'BLIND', marks, view: null, deleted: false })).toBe('BLIND UNVERIFIED TLS Slicescope')
  })
})
