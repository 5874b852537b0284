import { EMPTY_STREAM, overviewState } from '@slicescope/protocol'
import type { Freshness } from '@slicescope/view'
import { expect, test } from 'vitest'
import { aFreshness } from '@slicescope/view/testing'
import { aLive } from '../stream/live-fixture.ts'
import { lastWord, serverNow, shownNow, stepped } from './shown-now.ts'

const TOLD = Date.parse('2026-11-24T03:00:05.000Z')
const LATER = TOLD + 7000

/** A page that was told the time without a difference of clocks. */
function told(origin: Freshness['origin']) {
  const overview = overviewState({ services: [], freshness: { ...aFreshness(), origin } })
  return aLive({ toldAt: TOLD, stream: { ...EMPTY_STREAM, overviews: new Map([['*', overview]]) } })
}

test('the server’s clock goes on, and that of a recording stands where it was told', () => {
  expect([serverNow(told('live'), LATER), shownNow(told('live'), LATER)]).toEqual([LATER, LATER])
  expect([serverNow(told('recording'), LATER), shownNow(told('recording'), LATER)]).toEqual([TOLD, TOLD])
})

test('a recording ends, and has no now', () => {
  expect([lastWord(told('live')), lastWord(told('recording'))]).toEqual(['now', 'end'])
})

test('what is drawn again only now and then still ends where a recording ends', () => {
  expect([stepped(told('live'), LATER, 60_000), stepped(told('recording'), TOLD, 60_000)]).toEqual([
    Date.parse('2026-11-24T03:00:00.000Z'),
    TOLD,
  ])
})
