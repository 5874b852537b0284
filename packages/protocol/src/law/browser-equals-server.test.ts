import { describe, expect, test } from 'vitest'
import type { ListChange } from '../list-change.ts'
import type { Message, PartMessage } from '../messages.ts'
import type { OverviewChanges } from '../overview.ts'
import { applyMessage, EMPTY_STREAM, streamQuery, type StreamState } from '../stream-state.ts'
import { topicName } from '../topic.ts'
import { formatWatermark, parseWatermark, type Watermark } from '../watermark.ts'
import { findDifference } from './browser-equals-server.ts'
import { ModelServer, TOPICS } from './model-server.ts'
import { Random } from '@slicescope/view/random'
import { readEvents } from './server-events.ts'

const SEEDS = Array.from({ length: 20 }, (_, at) => 20_260 + at)
const STEPS = 150

describe('[L2] browser equals server', () => {
  test.each(SEEDS)('seed %i', seed => {
    expect(findDifference({ seed, steps: STEPS })).toBeNull()
  })
})

type Tamper = (message: Message) => readonly Message[]

function eachRow(change: (rows: Row) => Row): Tamper {
  return message => {
    if (message.type !== 'part' || message.topic !== 'overview' || !('changes' in message.step)) return [message]
    const { services, ...rest } = message.step.changes
    return services === undefined
      ? [message]
      : [{ ...message, step: { changes: { ...rest, services: change(services) } } }]
  }
}

type Row = ListChange<NonNullable<OverviewChanges['services']>['upserts'][number]['entity']>

const losingUpserts = eachRow(rows => ({ ...rows, upserts: rows.upserts.slice(1) }))
const losingRemovals = eachRow(rows => ({ ...rows, removals: [] }))
const changingEntities = eachRow(rows => ({
  ...rows,
  upserts: rows.upserts.map(({ at, entity }) => ({ at, entity: { ...entity, ready: 99 } })),
}))
const losingParts: Tamper = message => (message.type === 'part' && 'changes' in message.step ? [] : [message])
const losingServices: Tamper = message =>
  message.type === 'part' && message.topic === 'service' && 'value' in message.step ? [] : [message]

/** A browser that makes of each message what the tampering leaves. */
function applying(tamper: Tamper) {
  return (state: StreamState, message: Message): StreamState => tamper(message).reduce(applyMessage, state)
}

describe('[L2] has teeth: each planted bug is found', () => {
  test.each<[string, (state: StreamState, message: Message) => StreamState]>([
    ['the first upsert is lost', applying(losingUpserts)],
    ['removals are lost', applying(losingRemovals)],
    ['entities are changed', applying(changingEntities)],
    [
      'all stand one place too late',
      applying(eachRow(rows => ({ ...rows, upserts: rows.upserts.map(each => ({ ...each, at: each.at + 1 })) }))),
    ],
    ['changes are lost', applying(losingParts)],
    ['Services that come and go are missed', applying(losingServices)],
    [
      'parts that no patch closed live on in the next stream',
      (state, message) =>
        message.type === 'hello'
          ? { ...applyMessage(state, message), pending: state.pending }
          : applyMessage(state, message),
    ],
    [
      'the watermark runs ahead of the patch',
      (state, message) =>
        message.type === 'part'
          ? { ...applyMessage(state, message), watermark: nextOf(state.watermark) }
          : applyMessage(state, message),
    ],
    [
      'a reset is not heard, and neither is the snapshot',
      (state, message) =>
        message.type === 'snapshot' && state.watermark !== null ? state : applyMessage(state, message),
    ],
  ])('%s', (_bug, apply) => {
    expect(SEEDS.some(seed => findDifference({ seed, steps: STEPS, apply }) !== null)).toBe(true)
  })
})

describe('[PR-D4] a topic that differs is noticed by its digest', () => {
  const [overview] = TOPICS
  const topics = [...TOPICS]
  test.each([
    ['an upsert is lost', losingUpserts],
    ['removals are lost', losingRemovals],
    ['an entity is changed', changingEntities],
  ])('when %s', (_bug, tamper) => {
    for (const seed of SEEDS) {
      const server = new ModelServer(new Random(seed))
      let state = hear(EMPTY_STREAM, server.open(streamQuery(topics, EMPTY_STREAM)))
      let isTampered = false
      while (!isTampered) {
        const messages = readEvents(server.change(topics).join(''))
        isTampered = messages.some(message => isOf(message, overview) && isTamperedWith(message, tamper))
        state = messages
          .flatMap(message => (isOf(message, overview) ? tamper(message) : [message]))
          .reduce(applyMessage, state)
      }
      state = hear(state, [server.beat(topics)])
      expect(state.mismatches).toEqual([topicName(overview)])

      const query = streamQuery(topics, state)
      expect(query).toMatch(/&because=digest$/)
      expect(query).not.toContain('since=')
      state = hear(state, server.open(query))
      expect(state.mismatches).toEqual([])
      expect(state.overviews.get('*')?.value.services).toEqual(Object(server.value(overview)).services)
    }
  })
})

function hear(state: StreamState, events: readonly string[]): StreamState {
  return readEvents(events.join('')).reduce(applyMessage, state)
}

function isOf(message: Message, topic: { readonly type: string }): message is PartMessage {
  return (
    message.type === 'part' && message.topic === topic.type && message.topic === 'overview' && message.namespace === '*'
  )
}

function nextOf(watermark: Watermark | null): Watermark | null {
  const position = watermark === null ? undefined : parseWatermark(watermark)
  return position === undefined ? null : formatWatermark({ ...position, number: position.number + 1 })
}

function isTamperedWith(message: Message, tamper: Tamper): boolean {
  return JSON.stringify(tamper(message)) !== JSON.stringify([message])
}
