import { describe, expect, test } from 'vitest'
import { formatDigest } from './digest.ts'
import { Random } from '@slicescope/view/random'
import { randomOverview, randomService } from './law/random-topics.ts'
import type { Message } from './messages.ts'
import type { Overview } from './overview.ts'
import { applyMessage, EMPTY_STREAM, keepTopics, streamQuery, type StreamState } from './stream-state.ts'
import type { Topic, TopicName } from './topic.ts'
import { overviewState, serviceState, stepOverview } from './topic-state.ts'

const ALL: Topic = { type: 'overview', namespace: '*' }
const WEB: Topic = { type: 'service', key: 'shop/web' }
const GONE: Topic = { type: 'service', key: 'shop/gone' }
const overview = withRows(3)
const service = randomService(new Random(3), null)
const later: Overview = { ...overview, services: overview.services.toReversed().slice(1) }

const snapshot: Message = {
  type: 'snapshot',
  watermark: 'e1-5',
  overviews: new Map([['*', overview]]),
  services: new Map([
    ['shop/web', service],
    ['shop/gone', null],
  ]),
}
const patch: Message = { type: 'patch', watermark: 'e1-8' }
const cluster = { slug: 'c', context: 'c', uid: null, version: null, insecure: false }
const hello: Message = { type: 'hello', protocol: 1, epoch: 'e1', time: '2026-11-24T03:12:00Z', cluster }

/** Any overview with so many rows or more. */
function withRows(rows: number): Overview {
  const random = new Random(1)
  let made = randomOverview(random, null)
  while (made.services.length < rows) made = randomOverview(random, made)
  return made
}

function after(...messages: readonly Message[]): StreamState {
  return messages.reduce(applyMessage, EMPTY_STREAM)
}

function partTo(value: Overview): Message {
  const step = stepOverview(overview, value)
  if (step === null) throw new Error('it differs')
  return { type: 'part', topic: 'overview', namespace: '*', step }
}

function beatWith(digests: Readonly<Record<TopicName, string>>): Message {
  const ages = { heard: '2026-11-24T04:00:01Z', progressed: null, verified: '2026-11-24T04:00:02Z' }
  const topics = new Map<TopicName, typeof ages & { digest: string }>()
  for (const [name, digest] of Object.entries(digests))
    if (name === 'overview:*' || name === 'service:shop/web' || name === 'service:shop/gone')
      topics.set(name, { ...ages, digest })
  return { type: 'heartbeat', watermark: 'e1-9', time: '2026-11-24T04:00:03Z', ...ages, topics }
}

const RIGHT = {
  'overview:*': formatDigest(overviewState(overview).digest),
  'service:shop/web': formatDigest(serviceState(service).digest),
  'service:shop/gone': formatDigest(serviceState(null).digest),
}

describe('a reader', () => {
  test('[PR-S1] shows a part with its patch, never before', () => {
    const waiting = after(hello, snapshot, partTo(later))
    expect(waiting.overviews.get('*')?.value).toEqual(overview)
    expect(waiting.watermark).toBe('e1-5')
    const shown = applyMessage(waiting, patch)
    expect(shown.overviews.get('*')?.value).toEqual(later)
    expect([shown.watermark, shown.pending]).toEqual(['e1-8', []])
  })

  test('[PR-S1] forgets parts that no patch closed when a new stream begins', () => {
    const state = after(hello, snapshot, partTo(later), hello, patch)
    expect(state.overviews.get('*')?.value).toEqual(overview)
  })

  test('[PR-S2] takes from a snapshot what it names, and what is as it was stays the same object', () => {
    const before = after(hello, snapshot)
    const copy: Overview = JSON.parse(JSON.stringify({ ...overview, services: overview.services.slice(1) }))
    const state = applyMessage(before, {
      type: 'snapshot',
      watermark: 'e2-1',
      overviews: new Map([['*', copy]]),
      services: new Map(),
    })
    expect(state.overviews.get('*')?.value).toEqual(copy)
    expect(state.overviews.get('*')?.value.services[0]).toBe(overview.services[1])
    expect(state.services).toEqual(before.services)
    expect(state.services.get('shop/web')).toBe(before.services.get('shop/web'))
  })

  test('[PR-S3] takes ages, time and watermark from a heartbeat', () => {
    const state = applyMessage(after(hello, snapshot), beatWith(RIGHT))
    expect(state.overviews.get('*')?.value).toEqual({
      ...overview,
      freshness: {
        ...overview.freshness,
        heard: '2026-11-24T04:00:01Z',
        progressed: null,
        verified: '2026-11-24T04:00:02Z',
      },
    })
    expect(state.overviews.get('*')?.value.services).toBe(overview.services)
    expect(state.services.get('shop/gone')?.value).toBeNull()
    expect([state.watermark, state.beatAt, state.mismatches]).toEqual(['e1-9', '2026-11-24T04:00:03Z', []])
  })

  test('[PR-S4] has no watermark after a reset, and goes on showing what it held', () => {
    const state = after(hello, snapshot, { type: 'reset', reason: 'too old' })
    expect(state.watermark).toBeNull()
    expect(state.overviews.get('*')?.value).toBe(overview)
    expect(streamQuery([ALL], state)).toBe('overview=*')
  })

  test('[PR-S5] holds no topic that was revoked', () => {
    const state = after(hello, snapshot, { type: 'revoked', topics: ['overview:*', 'service:shop/gone'] })
    expect([...state.overviews.keys(), ...state.services.keys()]).toEqual(['shop/web'])
  })

  test('[PR-S6] sees a mismatch in changes to what it does not hold', () => {
    expect(after(hello, partTo(later), patch).mismatches).toEqual(['overview:*'])
    const changes = { fields: { ready: 1 } }
    const ofNone: Message = { type: 'part', topic: 'service', key: 'shop/gone', step: { changes } }
    expect(after(hello, snapshot, ofNone, patch).mismatches).toEqual(['service:shop/gone'])
  })

  test('keeps the last state of the connection', () => {
    const state = {
      type: 'state',
      resources: [],
      freshness: overview.freshness,
      server: 'https://api:6443',
      nextAttempt: null,
      asked: null,
      stopping: true,
    } as const
    expect(after(hello, state).connection).toBe(state)
    expect(after(hello).hello).toBe(hello)
  })
})

describe('[PR-D4] a heartbeat', () => {
  test('names what differs and what is not held', () => {
    const wrong = { ...RIGHT, 'overview:*': '0000000000000000' }
    expect(applyMessage(after(hello, snapshot), beatWith(wrong)).mismatches).toEqual(['overview:*'])
    expect(applyMessage(after(hello), beatWith({ 'service:shop/web': RIGHT['service:shop/web'] })).mismatches).toEqual([
      'service:shop/web',
    ])
  })

  test('sees a Service that is gone at one end only', () => {
    const wrong = { ...RIGHT, 'service:shop/web': RIGHT['service:shop/gone'] }
    expect(applyMessage(after(hello, snapshot), beatWith(wrong)).mismatches).toEqual(['service:shop/web'])
  })

  test('a snapshot fixes it', () => {
    const wrong = { ...RIGHT, 'overview:*': '0000000000000000' }
    const state = applyMessage(applyMessage(after(hello, snapshot), beatWith(wrong)), snapshot)
    expect(applyMessage(state, beatWith(RIGHT)).mismatches).toEqual([])
  })
})

describe('the query', () => {
  test('[PR-Q1] asks for all at first', () => {
    expect(streamQuery([ALL, WEB], EMPTY_STREAM)).toBe('overview=*&service=shop%2Fweb')
  })

  test('[PR-Q1] goes on where the state stands, and asks for what it does not hold', () => {
    const state = after(hello, snapshot)
    expect(streamQuery([ALL, WEB], state)).toBe('overview=*&service=shop%2Fweb&since=e1-5')
    expect(streamQuery([ALL, { type: 'service', key: 'shop/api' }], state)).toBe(
      'overview=*&service=shop%2Fapi&since=e1-5&fresh=service%3Ashop%2Fapi',
    )
  })

  test('[PR-Q1] a Service held as gone is held', () => {
    expect(streamQuery([GONE], after(hello, snapshot))).toBe('service=shop%2Fgone&since=e1-5')
  })

  test('[PR-Q2] has no since where nothing of it is held, none where it differs, none without a right watermark', () => {
    const state = after(hello, snapshot)
    expect(streamQuery([{ type: 'service', key: 'shop/api' }], state)).toBe('service=shop%2Fapi')
    expect(streamQuery([ALL], { ...state, mismatches: ['overview:*'] })).toBe('overview=*&because=digest')
    expect(streamQuery([ALL], { ...state, watermark: 'no watermark' })).toBe('overview=*')
  })

  test('[PR-Q3] of other topics keeps what is held of them', () => {
    const before = after(hello, snapshot, partTo(later))
    const kept = keepTopics(before, [WEB, { type: 'service', key: 'shop/api' }])
    expect([...kept.overviews.keys(), ...kept.services.keys()]).toEqual(['shop/web'])
    expect(kept.services.get('shop/web')).toBe(before.services.get('shop/web'))
    expect([kept.pending, kept.watermark]).toEqual([[], 'e1-5'])
  })
})
