import { Problem } from '@slicescope/answers'
import { expect, test } from 'vitest'
import { StreamCaps } from './stream-caps.ts'

const browser = (session: string) => ({ type: 'browser' as const, session })
const OPERATOR = { type: 'operator' } as const

test('a browser has so many streams and no more, until one ends; scripts of the operator are not counted so', () => {
  const caps = new StreamCaps({ ofBrowser: 2, ofAll: 100 })
  const first = caps.enter(browser('a'))
  caps.enter(browser('a'))
  expect(caps.enter(browser('a'))).toMatchObject({ status: 429, extras: { retryAfter: 10 } })
  expect(caps.enter(browser('a'))).toMatchObject({ detail: expect.stringContaining('2 open streams') })
  expect(caps.enter(browser('b'))).not.toBeInstanceOf(Problem)
  for (let count = 0; count < 10; count += 1) expect(caps.enter(OPERATOR)).not.toBeInstanceOf(Problem)
  if (first instanceof Problem) throw new Error('the first stream was refused')
  first()
  expect(caps.enter(browser('a'))).not.toBeInstanceOf(Problem)
})

test('all readers together have so many streams and no more', () => {
  const caps = new StreamCaps({ ofBrowser: 2, ofAll: 3 })
  for (const session of ['a', 'b', 'c']) caps.enter(browser(session))
  expect(caps.enter(OPERATOR)).toMatchObject({ status: 503, extras: { retryAfter: 10 } })
})
