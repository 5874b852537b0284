import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GARBAGE } from '../law/break-something.ts'
import { UnreadableError } from './api-error.ts'
import type { WatchEvent } from './decoder.ts'
import { createJsonDecoder } from './json-decoder.ts'

const decoder = createJsonDecoder({ keep: raw => JSON.stringify(raw) })
const bytes = (text: string) => new TextEncoder().encode(text)
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`
const named = (name: string, resourceVersion: string) => ({ metadata: { name, resourceVersion } })

/** All events of a stream that arrives in chunks cut at the given places. */
function decode(stream: Uint8Array, cuts: readonly number[]): readonly WatchEvent<string>[] {
  const watch = decoder.openWatch()
  const ends = [...new Set(cuts.map(cut => cut % (stream.length + 1))), stream.length].toSorted((a, b) => a - b)
  const events = ends.flatMap((end, at) => watch.push(stream.subarray(ends[at - 1] ?? 0, end)))
  watch.end()
  return events
}

test('reads each kind of event', () => {
  const stream = [
    line('ADDED', named('a', '1')),
    '\n',
    line('MODIFIED', named('b', '2')),
    line('DELETED', named('c', '3')),
    line('BOOKMARK', { metadata: { resourceVersion: '4' } }),
    line('BOOKMARK', { metadata: { resourceVersion: '5', annotations: { 'k8s.io/initial-events-end': 'true' } } }),
    line('ERROR', { code: 410, reason: 'Expired', message: 'too old', details: { retryAfterSeconds: 3 } }),
  ].join('')
  expect(decode(bytes(stream), [])).toEqual([
    { type: 'set', object: JSON.stringify(named('a', '1')), resourceVersion: '1' },
    { type: 'set', object: JSON.stringify(named('b', '2')), resourceVersion: '2' },
    { type: 'delete', object: JSON.stringify(named('c', '3')), resourceVersion: '3' },
    { type: 'bookmark', resourceVersion: '4', endsInitialEvents: false },
    { type: 'bookmark', resourceVersion: '5', endsInitialEvents: true },
    { type: 'error', status: { code: 410, reason: 'Expired', message: 'too old', causes: [], retryAfter: 3000 } },
  ])
})

test('frames may be cut anywhere, inside a character too', () => {
  const name = fc.string({ unit: 'binary', minLength: 1 })
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), fc.array(fc.nat()), (names, cuts) => {
      const stream = bytes(names.map((each, at) => line('ADDED', named(each, String(at + 1)))).join(''))
      expect(decode(stream, cuts)).toEqual(decode(stream, []))
      expect(decode(stream, cuts)).toHaveLength(names.length)
    }),
    { seed: 7 },
  )
})

test('a line may be as long as an object can be, and comes whole', () => {
  const object = { metadata: { name: 'x'.repeat(3_000_000), resourceVersion: '1' } }
  const stream = bytes(line('ADDED', object))
  const cuts = Array.from({ length: 40 }, (_, at) => at * 70_000)
  expect(decode(stream, cuts)).toEqual([{ type: 'set', object: JSON.stringify(object), resourceVersion: '1' }])
})

test('a watch that ends inside an event is noticed', () => {
  const watch = decoder.openWatch()
  watch.push(bytes(line('ADDED', named('a', '1')) + '{"type"'))
  expect(() => watch.end()).toThrow(UnreadableError)
})

/** How many events it gave, or that it could not be read. Any other error is ours. */
function outcomeOf(push: () => readonly unknown[]): number | 'unreadable' {
  try {
    return push().length
  } catch (error) {
    if (error instanceof UnreadableError) return 'unreadable'
    throw error
  }
}

describe('what cannot be read is an error, never skipped', () => {
  const typed = createJsonDecoder({
    keep: raw => {
      const { metadata } = raw as { metadata: { name: unknown } }
      if (typeof metadata.name !== 'string') throw new Error('name is no text')
      return metadata.name
    },
  })

  test.for(GARBAGE.map(garbage => [Buffer.from(garbage).toString('utf8'), garbage] as const))('%s', ([, garbage]) => {
    const watch = typed.openWatch()
    expect(() => watch.push(Buffer.concat([garbage, bytes('\n')]))).toThrow(UnreadableError)
  })

  test('10,000 fuzzed lines: each is read as it is, or is an error', () => {
    const good = line('MODIFIED', named('a', '7'))
    const change = fc.record({ at: fc.nat(good.length - 2), byte: fc.integer({ min: 0, max: 255 }), drop: fc.nat(3) })
    let errors = 0
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), changes => {
        let stream = Buffer.from(good)
        for (const { at, byte, drop } of changes) {
          stream = Buffer.concat([stream.subarray(0, at), Buffer.from([byte]), stream.subarray(at + drop)])
        }
        stream = Buffer.concat([stream, bytes('\n')])
        const lines = stream
          .toString('latin1')
          .split('\n')
          .filter(each => each !== '').length
        const outcome = outcomeOf(() => typed.openWatch().push(stream))
        expect(outcome === 'unreadable' ? lines : outcome).toBe(lines)
        if (outcome === 'unreadable') errors += 1
      }),
      { numRuns: 10_000, seed: 11 },
    )
    expect(errors).toBeGreaterThan(1_000)
  })

  test('messages never quote what came: it may be secret', () => {
    const watch = typed.openWatch()
    let said = ''
    try {
      watch.push(bytes('{"token": "s3cret" x\n'))
    } catch (error) {
      said = String(error)
    }
    expect(said).toBe('UnreadableError: the response is not JSON')
  })
})

const page = (body: unknown) => decoder.readPage(bytes(typeof body === 'string' ? body : JSON.stringify(body)))

describe('pages', () => {
  test('carry the version of the list, not of its items', () => {
    const metadata = { resourceVersion: '50', continue: 'next', remainingItemCount: 7 }
    expect(page({ metadata, items: [named('a', '60')] })).toEqual({
      items: [{ object: JSON.stringify(named('a', '60')), resourceVersion: '60' }],
      resourceVersion: '50',
      continueToken: 'next',
      remaining: 7,
    })
    expect(page({ metadata: { resourceVersion: '50' }, items: null })).toEqual({
      items: [],
      isEmpty: true,
      resourceVersion: '50',
      continueToken: '',
      remaining: null,
    })
  })

  test.for(['', '{', '[]', '{"metadata":{}}', '{"items":[]}', '{"metadata":{"resourceVersion":"1"},"items":{}}'])(
    'that are none are an error: %s',
    body => {
      expect(() => page(body)).toThrow(UnreadableError)
    },
  )
})

test('what is not wanted is not held, yet a watch goes on from it', () => {
  const picky = createJsonDecoder({
    keep: raw => JSON.stringify(raw),
    isWanted: ({ reason }) => reason === 'Unhealthy',
  })
  const wanted = { metadata: { resourceVersion: '7' }, reason: 'Unhealthy' }
  const other = { metadata: { resourceVersion: '8' }, reason: 'Pulled' }
  const page = { metadata: { resourceVersion: '9' }, items: [wanted, other] }
  expect(picky.readPage(Buffer.from(JSON.stringify(page))).items.map(({ object }) => object)).toEqual([
    JSON.stringify(wanted),
  ])
  const watch = picky.openWatch()
  const lines = [wanted, other].map(object => `${JSON.stringify({ type: 'ADDED', object })}\n`)
  expect(watch.push(Buffer.from(lines.join('')))).toEqual([
    { type: 'set', object: JSON.stringify(wanted), resourceVersion: '7' },
    { type: 'unwanted', resourceVersion: '8' },
  ])
})
