import { describe, expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { columnRuns, countsOfZone } from './strip-columns.ts'
import { BEGIN, HOUR, minute } from './strip-fixture.ts'
import { comparing, keyMove } from './strip-keys.ts'
import { MOST_LANES, stripLayout } from './strip-layout.ts'
import { countsAt, nextStop, onsetBefore, pointOf, stripModel } from './strip-model.ts'
import { spanOf, timeAt, xOf } from './strip-span.ts'
import { historyWords, knownWords, onsetWords, stripDescription, valueText } from './strip-words.ts'
import { timeTicks } from './time-ticks.ts'

const MINUTE = 60_000
const at = (minutes: number) => BEGIN + minutes * MINUTE
const SPAN = { from: at(0), to: at(60) }
const MODEL = stripModel({ timeline: HOUR, tail: [], view: null, until: at(60) })

describe('what the strip knows', () => {
  test('a count holds until the next one, and not into a gap', () => {
    expect(
      MODEL.stretches.map(({ from, to, counts }) => [(from - BEGIN) / MINUTE, (to - BEGIN) / MINUTE, counts?.ready]),
    ).toEqual([
      [5, 31, 168],
      [31, 40, 84],
      [40, 45, 168],
      [50, 60, 168],
    ])
    expect(MODEL.max).toBe(168)
    expect(countsAt(MODEL, at(35))).toMatchObject({ ready: 84, lost: 84, total: 168 })
    expect(countsAt(MODEL, at(47))).toBeUndefined()
  })

  test('what is not known says why', () => {
    expect(MODEL.blanks.map(({ why }) => why)).toEqual(['gap', 'not recorded'])
    expect(knownWords(MODEL, at(47))).toBe('not known: a gap in the recording')
    expect(knownWords(MODEL, at(2))).toBe('not recorded')
    expect(knownWords(MODEL, at(35))).toBe('84 of 168 ready, 84 not ready')
  })

  test('what is different after a gap is a change at its end, in all its words', () => {
    const text = 'Between 03:45:00 and 03:50:00 UTC: 3 backends are gone (nothing was recorded in between)'
    const marks = [...HOUR.marks, { at: minute(50), kind: 'after-gap' as const, text }]
    const { stops } = stripModel({ timeline: { ...HOUR, marks }, tail: [], view: null, until: at(60) })
    expect(stops.at(-1)).toEqual({ at: at(50), kind: 'change', change: null, text })
  })

  test('counts that are null are no zero', () => {
    const [first] = HOUR.points
    const unknown = { ...HOUR, gaps: [], points: first === undefined ? [] : [{ ...first, ready: null, total: null }] }
    const model = stripModel({ timeline: unknown, tail: [], view: null, until: at(60) })
    expect(countsAt(model, at(20))).toBeUndefined()
    expect(knownWords(model, at(20))).toBe('counts unknown')
  })

  test('what the page saw itself goes on where the timeline ends, and what the view says of a change is newer', () => {
    const view = aView({
      backends: [
        { name: 'a', zone: 'eu-1a' },
        { name: 'b', zone: 'eu-1a', state: 'not-ready' },
      ],
    })
    const [node] = HOUR.changes
    const renamed = node === undefined ? [] : [{ ...node, text: 'two nodes became NotReady' }]
    const tail = [pointOf(view, at(20)), pointOf(view, at(55))]
    const model = stripModel({ timeline: HOUR, tail, view: { ...view, changes: renamed }, until: at(60) })
    expect(countsAt(model, at(52))?.ready).toBe(168)
    expect(countsAt(model, at(57))).toMatchObject({ ready: 1, lost: 1, total: 2 })
    expect(model.stops.map(({ text }) => text)).toContain('two nodes became NotReady')
  })

  test('the loss that lasts is named with its age, until it is over', () => {
    expect(onsetBefore(MODEL, at(30))).toBeUndefined()
    expect(onsetWords(MODEL, at(31.5))).toBe('30 s after: eu-1c lost all 84 backends')
    expect(onsetBefore(MODEL, at(41))).toBeUndefined()
    const told = (text: string) =>
      stripModel({
        timeline: { ...HOUR, marks: [{ at: minute(9), kind: 'onset', text }] },
        tail: [],
        view: null,
        until: at(60),
      }).stops[0]?.text
    expect(told('Likely: all nodes of zone eu-1b are down. eu-1b lost all 81 backends.')).toBe(
      'Likely: all nodes of zone eu-1b are down',
    )
    expect(told('Readiness probe failing (HTTP 503): 3 of 9 not ready. Possible cause: a rollout.')).toBe(
      'Readiness probe failing (HTTP 503)',
    )
  })

  test('a view that shows a loss of its own marks where it began, once', () => {
    const view = aView({ backends: [{ name: 'a', state: 'not-ready' }] })
    const verdict = { ...view.verdict, onset: minute(61), severity: 'critical' as const, lead: 'No backend is ready' }
    const loss = { size: 1, of: 1, peak: 1, zones: [] }
    const alone = stripModel({ timeline: undefined, tail: [], view: { ...view, verdict, loss }, until: at(62) })
    expect(alone.stops).toMatchObject([{ kind: 'onset', at: at(61), text: 'No backend is ready' }])
    const later = { ...HOUR, to: minute(62) }
    const known = stripModel({ timeline: later, tail: [], view: { ...view, verdict, loss }, until: at(62) })
    expect(known.stops.filter(({ kind }) => kind === 'onset').map(stop => stop.at)).toEqual([at(31)])
  })
})

function ticks(from: number, hours: number, timeZone: string, width = 800): readonly string[] {
  return timeTicks({ from, to: from + hours * 60 * MINUTE }, { width, timeZone }).map(({ label }) => label)
}

describe('what is drawn', () => {
  test('no loss is too short to be seen', () => {
    const day = { from: at(0) - 23 * 60 * MINUTE, to: at(60) }
    const runs = columnRuns(MODEL.stretches, day, { width: 40, pick: counts => counts })
    expect(runs.some(({ counts }) => counts.lost === 84)).toBe(true)
    expect(runs.reduce((sum, { width }) => sum + width, 0)).toBeLessThanOrEqual(40)
  })

  test('nothing stands where nothing is known', () => {
    const runs = columnRuns(MODEL.stretches, SPAN, { width: 600, pick: counts => counts })
    expect(runs.map(({ x, width, counts }) => [x, x + width, counts.ready])).toEqual([
      [50, 310, 168],
      [310, 400, 84],
      [400, 450, 168],
      [500, 600, 168],
    ])
  })

  test('each zone by itself', () => {
    const runs = columnRuns(MODEL.stretches, SPAN, { width: 60, pick: counts => countsOfZone(counts, 'eu-1c') })
    expect(runs.map(({ counts }) => [counts.ready, counts.lost])).toEqual([
      [84, 0],
      [0, 84],
      [84, 0],
      [84, 0],
    ])
    expect(columnRuns(MODEL.stretches, SPAN, { width: 60, pick: counts => countsOfZone(counts, 'eu-9') })).toEqual([])
    const many = Array.from({ length: MOST_LANES + 1 }, (_, n) => `z${n}`)
    const asked = { width: 800, byZone: true, isNarrow: false, isShort: false }
    expect(stripLayout({ ...asked, zones: MODEL.zones }).lanes.map(({ zone }) => zone)).toEqual(['eu-1a', 'eu-1c'])
    expect(stripLayout({ ...asked, zones: many }).lanes).toHaveLength(1)
  })

  test('the axis has round times of the reader, with days where they begin', () => {
    expect(ticks(at(-7), 1, 'Europe/Berlin')).toEqual(['04:00', '04:10', '04:20', '04:30', '04:40', '04:50'])
    expect(ticks(at(0), 1, 'Asia/Kolkata', 320)).toEqual(['08:30', '08:45', '09:00', '09:15', '09:30'].slice(0, 5))
    expect(ticks(at(0), 24, 'UTC')).toEqual(['04:00', '08:00', '12:00', '16:00', '20:00', 'Nov 25'])
    expect(ticks(at(0), 168, 'America/New_York')).toHaveLength(7)
  })

  test('it holds a moment that is newer than the clock', () => {
    const newest = at(60) + 400
    expect(spanOf({ range: '15m', moments: [newest], now: at(60), since: null }).to).toBe(newest)
    expect(spanOf({ range: '15m', moments: [at(0), newest], now: at(60), since: null }).to).toBe(newest)
  })

  test('a moment and its place belong together; what is older than the range moves it', () => {
    expect(timeAt(xOf(at(12), SPAN, 777), SPAN, 777)).toBeCloseTo(at(12), 3)
    expect(spanOf({ range: '1h', moments: [at(10)], now: at(60), since: null })).toEqual(SPAN)
    const old = spanOf({ range: '15m', moments: [at(10)], now: at(60), since: null })
    expect([old.from, old.to].map(time => (time - BEGIN) / MINUTE)).toEqual([-0.5, 14.5])
    const both = spanOf({ range: '15m', moments: [at(0), at(40)], now: at(600), since: null })
    expect(both.from).toBeLessThanOrEqual(at(0))
    expect(both.to).toBeGreaterThanOrEqual(at(40))
  })

  test('a short recording fills the strip; it grows until it is as long as the range', () => {
    const shown = (since: number, moments: readonly number[] = []) => {
      const { from, to } = spanOf({ range: '1h', moments, now: at(60), since })
      return [from, to].map(time => (time - BEGIN) / MINUTE)
    }
    expect(shown(at(50))).toEqual([50, 60])
    expect(shown(at(50), [at(55)])).toEqual([50, 60])
    expect(shown(at(59.5))).toEqual([59, 60])
    expect(shown(at(-600))).toEqual([0, 60])
    expect(shown(at(-61), [at(-60)])).toEqual([-61, -42])
    expect(shown(at(50), [at(20)])[0]).toBe(20)
  })

  test('every moment asked for is within, also one that is newer than a clock that moves in steps', () => {
    for (const range of ['15m', '7d'] as const)
      for (const moments of [[at(61)], [at(0), at(61)], [at(-9999), at(61)], [at(-9999)]]) {
        const span = spanOf({ range, moments, now: at(60), since: null })
        expect(moments.filter(moment => moment < span.from || moment > span.to)).toEqual([])
      }
  })
})

describe('keys', () => {
  const here = { model: MODEL, span: SPAN, at: null, compared: null, now: at(60), since: null, range: '1h' as const }

  test('arrows step from change to change, and from the last one back to now', () => {
    expect(keyMove('ArrowLeft', false, here)).toEqual({ at: '2026-11-24T03:40:00Z', compare: null })
    expect(keyMove('ArrowLeft', false, { ...here, at: at(40) })).toMatchObject({ at: '2026-11-24T03:36:00Z' })
    expect(keyMove('ArrowRight', false, { ...here, at: at(36) })).toMatchObject({ at: '2026-11-24T03:40:00Z' })
    expect(keyMove('ArrowRight', false, { ...here, at: at(40) })).toEqual({ at: null, compare: null })
    expect(keyMove('ArrowLeft', false, { ...here, at: at(30) })).toBeNull()
  })

  test('[ and ] lead to where losses began', () => {
    expect(keyMove('[', false, here)).toMatchObject({ at: '2026-11-24T03:31:00Z' })
    expect(keyMove(']', false, { ...here, at: at(10) })).toMatchObject({ at: '2026-11-24T03:31:00Z' })
    expect(keyMove(']', false, { ...here, at: at(31) })).toBeNull()
    expect(nextStop(MODEL, at(20), { step: -1, onsets: true })).toBeUndefined()
  })

  test('Home, End, pages and the range', () => {
    expect(keyMove('Home', false, here)).toMatchObject({ at: '2026-11-24T03:05:00Z' })
    expect(keyMove('End', false, { ...here, at: at(3) })).toEqual({ at: null, compare: null })
    expect(keyMove('PageDown', false, here)).toMatchObject({ at: '2026-11-24T03:54:00Z' })
    expect(keyMove('PageUp', false, { ...here, at: at(58) })).toEqual({ at: null, compare: null })
    expect(keyMove('-', false, here)).toEqual({ range: '6h' })
    expect(keyMove('+', false, { ...here, range: '15m' })).toEqual({
      range: { from: '2026-11-24T03:30:00Z', to: null },
    })
    expect(keyMove('-', false, { ...here, range: '7d' })).toBeNull()
    expect(keyMove('x', false, here)).toBeNull()
    expect(keyMove('PageDown', false, { ...here, at: at(6) })).toMatchObject({ at: '2026-11-24T03:05:00Z' })
  })

  test('where nothing is recorded there is nowhere to go', () => {
    const model = stripModel({ timeline: { ...HOUR, recorded: null }, tail: [], view: null, until: at(60) })
    expect(['ArrowLeft', '[', 'Home', 'PageDown'].map(key => keyMove(key, false, { ...here, model }))).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(keyMove('-', false, { ...here, model })).toEqual({ range: '6h' })
  })

  test('with Shift they compare: to the left the earlier moment moves, to the right the later one', () => {
    const compared = { from: at(36), to: at(60) }
    expect(keyMove('ArrowLeft', true, here)).toEqual({
      compare: comparing(here, at(40), at(60)),
      at: '2026-11-24T04:00:00Z',
    })
    expect(keyMove('ArrowLeft', true, { ...here, compared })).toMatchObject({
      compare: comparing(here, at(31), at(60)),
    })
    expect(keyMove('ArrowRight', true, { ...here, at: at(36) })).toMatchObject({
      compare: comparing(here, at(36), at(40)),
    })
    expect(keyMove('End', true, { ...here, at: at(31) })).toMatchObject({ compare: comparing(here, at(31), at(60)) })
    expect(keyMove('Home', true, { ...here, at: at(31) })).toMatchObject({ compare: comparing(here, at(5), at(31)) })
    expect(comparing(here, at(9), at(9))).toBeNull()
    expect(comparing(here, at(1), at(9))?.from).toBe('2026-11-24T03:05:00Z')
    expect(comparing(here, at(1), at(2))).toBeNull()
    expect(comparing(here, at(70), at(9))).toEqual({ from: '2026-11-24T03:09:00Z', to: '2026-11-24T04:00:00Z' })
  })
})

test('those who do not see it hear the moment, its counts and what began; and what the keys do', () => {
  expect(valueText(MODEL, at(32), '04:32:00 CET')).toBe(
    '04:32:00 CET, 84 of 168 ready, 84 not ready, 60 s after: eu-1c lost all 84 backends',
  )
  expect(stripDescription(MODEL, SPAN)).toMatch(/^1 loss, 2 changes, 1 gap in the recording\. Arrow keys/)
})

test('what is recorded is said with its size; where nothing is, why', () => {
  const history = {
    recording: true,
    why: null,
    from: minute(0),
    to: minute(41 * 60),
    gaps: [],
    bytes: 1.2e9,
    limitBytes: 2e9,
    bytesPerDay: 380e6,
    keepMs: 7 * 86_400_000,
  }
  expect(historyWords(history)).toBe('recording: 41 h, 1.2 GB of 2 GB, 380 MB a day, kept for 7 d')
  expect(historyWords({ ...history, recording: false, bytes: 0, limitBytes: 0, keepMs: 0 })).toBe('a recording of 41 h')
  const none = { ...history, recording: false, from: null, to: null, why: 'Slicescope was started with --history off.' }
  expect(historyWords(none)).toBe('Slicescope was started with --history off.')
  expect(historyWords({ ...history, recording: false, why: 'The disk is full.', bytesPerDay: null })).toBe(
    'recording stopped (The disk is full): 41 h, 1.2 GB of 2 GB, kept for 7 d',
  )
  const opened = { ...history, recording: false, why: 'This is a recording.', limitBytes: 0, keepMs: 0 }
  expect(historyWords(opened)).toBe('a recording of 41 h, 1.2 GB')
  expect(historyWords({ ...opened, from: opened.to })).toBe('one moment is recorded')
})
