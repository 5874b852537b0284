import { describe, expect, test } from 'vitest'
import { decodeMessage, ProtocolError } from './decode.ts'
import { encodeEvent, encodeHeartbeat, encodeMessage, encodePart, encodePatch, encodeSnapshot } from './encode.ts'
import { Random } from '@slicescope/view/random'
import { randomFreshness, randomOverview, randomService } from './law/random-topics.ts'
import { readEvents } from './law/server-events.ts'
import { type Message, PROTOCOL_VERSION } from './messages.ts'
import { stepOverview, stepService } from './topic-state.ts'

const SEED = 20261124
const random = new Random(SEED)
const overview = randomOverview(random, null)
const service = randomService(new Random(3), null)
const freshness = randomFreshness(random)
const time = '2026-11-24T03:12:00Z'
const watermark = 'e1-42'

describe('[PR-E1] what one end encodes the other decodes', () => {
  const cluster = { slug: 'c', context: 'c "1"\n', uid: null, version: 'v1.37.2', insecure: true }
  const resource = { resource: 'pods', namespace: null, phase: 'listing', hasSynced: false } as const
  const resources = [{ ...resource, loaded: 42_000, expected: 150_000, reason: null, failures: 0 }]

  test.each<Parameters<typeof encodeMessage>[0]>([
    { type: 'hello', protocol: PROTOCOL_VERSION, epoch: 'e1', time, cluster },
    {
      type: 'state',
      resources,
      freshness,
      server: 'https://api:6443',
      nextAttempt: null,
      asked: 'Run: login',
      stopping: false,
    },
    { type: 'reset', reason: 'too old' },
    { type: 'revoked', topics: ['overview:*', 'service:shop/web'] },
  ])('$type', message => {
    expect(readEvents(encodeMessage(message))).toEqual([message])
  })

  test('snapshot', () => {
    const members = [
      { name: 'overview:*', json: JSON.stringify(overview) },
      { name: 'service:shop/web', json: JSON.stringify(service) },
      { name: 'service:shop/gone', json: 'null' },
    ] as const
    expect(readEvents(encodeSnapshot(watermark, members).join(''))).toEqual([
      {
        type: 'snapshot',
        watermark,
        overviews: new Map([['*', overview]]),
        services: new Map([
          ['shop/web', service],
          ['shop/gone', null],
        ]),
      },
    ])
    expect(encodeSnapshot(watermark, members)[0]).toContain('\nid: e1-42\n')
  })

  test('parts and the patch that closes them', () => {
    const changes = stepOverview(overview, randomOverview(new Random(9), overview))
    const changed = stepService(service, service && { ...service, ready: 99, slices: [] })
    if (changes === null || changed === null) throw new Error('both differ')
    const text = [
      encodePart('overview:shop', changes),
      encodePart('overview:*', { value: overview }),
      encodePart('service:shop/web', changed),
      encodePart('service:shop/web', { value: null }),
      encodePatch(watermark),
    ]
    expect(readEvents(text.join(''))).toEqual([
      { type: 'part', topic: 'overview', namespace: 'shop', step: changes },
      { type: 'part', topic: 'overview', namespace: '*', step: { value: overview } },
      { type: 'part', topic: 'service', key: 'shop/web', step: changed },
      { type: 'part', topic: 'service', key: 'shop/web', step: { value: null } },
      { type: 'patch', watermark },
    ])
    expect(encodePatch(watermark)).toContain('\nid: e1-42\n')
  })

  test('heartbeat', () => {
    const ages = { heard: time, progressed: null, verified: null }
    const beat = { digest: '00ff00ff00ff00ff', ...ages }
    const text = encodeHeartbeat({ watermark, time, ...ages, topics: [['overview:*', beat]] })
    expect(readEvents(text)).toEqual([
      { type: 'heartbeat', watermark, time, ...ages, topics: new Map([['overview:*', beat]]) },
    ])
    expect(text).toContain('\nid: e1-42\n')
  })

  test('on one line, whatever the words are', () => {
    const text = encodeMessage({ type: 'reset', reason: 'a\nb\r\ndata: c\u2028d\n\nevent: e' })
    expect(text.split(/\r\n|\n|\r/).filter(line => line.startsWith('data:'))).toHaveLength(1)
    expect(readEvents(text)).toEqual([{ type: 'reset', reason: 'a\nb\r\ndata: c\u2028d\n\nevent: e' }])
  })
})

test.each(['', 'message', 'Hello', 'verdict', '__proto__', 'constructor', 'toString'])(
  '[PR-E3] the event %j is skipped, whatever it says',
  event => {
    expect(decodeMessage(event, 'no JSON')).toBeUndefined()
  },
)

const CHANGES = { removals: [], upserts: [] }
/** The least of each message that is taken. */
const RIGHT: Readonly<Record<Message['type'], Readonly<Record<string, unknown>>>> = {
  hello: { protocol: 1, epoch: 'e1', cluster: {} },
  snapshot: { watermark, topics: { 'overview:*': { services: [], freshness: {} } } },
  part: { topic: 'overview:*', changes: { services: CHANGES } },
  patch: { watermark },
  state: { resources: [], freshness: {} },
  heartbeat: { watermark, time, topics: { 'overview:*': { digest: '0' } } },
  reset: { reason: 'too old' },
  revoked: { topics: [] },
}
const EVENTS = Object.keys(RIGHT)

describe('[PR-E4]', () => {
  test.each(Object.entries(RIGHT))('%s is taken', (event, data) => {
    expect(decodeMessage(event, JSON.stringify(data))?.type).toBe(event)
  })

  test.each(Object.entries(RIGHT).flatMap(([event, data]) => Object.keys(data).map(name => ({ event, name, data }))))(
    '$event is refused without $name, and where that is of another type',
    ({ event, name, data }) => {
      const { [name]: taken, ...rest } = data
      const wrong = [null, true, typeof taken === 'string' ? 1 : 'text', Array.isArray(taken) ? {} : []]
      for (const value of [undefined, ...wrong])
        expect(() => decodeMessage(event, JSON.stringify({ ...rest, [name]: value }))).toThrow(ProtocolError)
    },
  )

  test.each(EVENTS)('%s is refused when it is cut off, and when it is no object', event => {
    for (const data of ['', '{', '{"watermark":"e1-4', 'null', '1', '"text"', '[]', '[{}]', 'undefined', '{}{}'])
      expect(() => decodeMessage(event, data)).toThrow(ProtocolError)
  })

  test.each(EVENTS)('%s is no other message because its data says so', event => {
    const other = event === 'reset' ? 'revoked' : 'reset'
    const message = decodeMessage(event, JSON.stringify({ ...RIGHT['hello'], ...data(event), type: other }))
    expect(message?.type).toBe(event)
  })

  const data = (event: string) => Object.entries(RIGHT).find(([name]) => name === event)?.[1]

  test.each([
    ['a topic that is none', 'snapshot', { watermark, topics: { 'pods:*': null } }],
    ['a topic __proto__', 'snapshot', JSON.parse(`{"watermark":"e1-1","topics":{"__proto__":{"services":[]}}}`)],
    ['an overview without rows', 'snapshot', { watermark, topics: { 'overview:*': { freshness: {} } } }],
    ['no overview at all', 'snapshot', { watermark, topics: { 'overview:*': null } }],
    ['a Service without entries', 'snapshot', { watermark, topics: { 'service:shop/web': { service: {} } } }],
    [
      'an overview for a Service',
      'snapshot',
      { watermark, topics: { 'service:a/b': { services: [], freshness: {} } } },
    ],
    ['a part of no topic', 'part', { topic: 'shop/web', value: null }],
    ['a part that says nothing', 'part', { topic: 'overview:*' }],
    ['a part that is null for an overview', 'part', { topic: 'overview:*', value: null }],
    ['changes that are a list', 'part', { topic: 'overview:*', changes: [] }],
    ['changes without upserts', 'part', { topic: 'service:a/b', changes: { pods: { removals: [] } } }],
    ['changes without removals', 'part', { topic: 'service:a/b', changes: { pods: { upserts: [] } } }],
    ['changes of __proto__', 'part', JSON.parse('{"topic":"service:a/b","changes":{"__proto__":1}}')],
    ['fields that are none', 'part', { topic: 'service:a/b', changes: { fields: 1 } }],
    ['a digest that is a number', 'heartbeat', { watermark, time, topics: { 'overview:*': { digest: 1 } } }],
    ['a digest of no topic', 'heartbeat', { watermark, time, topics: { constructor: { digest: '0' } } }],
  ])('%s is refused', (_, event, value) => {
    expect(() => decodeMessage(event, JSON.stringify(value))).toThrow(ProtocolError)
  })

  test('the sentence does not carry all that came', () => {
    const secret = `${' '.repeat(100)}secret`
    expect(() => decodeMessage('reset', JSON.stringify({ text: secret }))).toThrow(
      /cannot decode a message of the server: (?!.*secret)/,
    )
    expect(() => decodeMessage('snapshot', JSON.stringify({ watermark, topics: { [secret]: null } }))).toThrow(
      /invalid topic: (?!.*secret)/,
    )
  })

  test(`damage anywhere is refused or harmless, and never another error (seed ${SEED})`, () => {
    const chance = new Random(SEED)
    const whole = encodeSnapshot(watermark, [{ name: 'overview:*', json: JSON.stringify(overview) }]).join('')
    const text = whole.slice(whole.indexOf('{'), -2)
    const outcomes = Array.from({ length: 2000 }, () => {
      const [at, length] = [chance.below(text.length), chance.below(8)]
      return outcomeOf(text.slice(0, at) + chance.pick(['', '"', '}', 'null', '\\']) + text.slice(at + length))
    })
    expect(new Set(outcomes)).toEqual(new Set(['snapshot', 'ProtocolError']))
  })
})

function outcomeOf(text: string): unknown {
  try {
    return decodeMessage('snapshot', text)?.type
  } catch (error) {
    return error instanceof ProtocolError ? error.name : error
  }
}

test('[PR-E5] members named __proto__ are members, and no prototype', () => {
  const text = '{"reason":"r","__proto__":{"polluted":true},"constructor":1}'
  const message = decodeMessage('reset', text)
  expect(Object.getPrototypeOf(message)).toBe(Object.prototype)
  expect(Reflect.get(Object(message), 'polluted')).toBeUndefined()
  expect(Reflect.get({}, 'polluted')).toBeUndefined()

  const labels = '{"__proto__":"a","constructor":"b"}'
  const event = encodeEvent('part', `{"topic":"service:a/b","changes":{"fields":{"service":{"labels":${labels}}}}}`)
  expect(JSON.stringify(readEvents(event))).toContain(labels)
})
