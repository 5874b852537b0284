import { formatLocal } from '@slicescope/picture'
import { describe, expect, test } from 'vitest'
import { aFreshness, aView } from '@slicescope/view/testing'
import { aLive } from '../stream/live-fixture.ts'
import { ago, sinceAge, sinceLine, toTime } from './ages.ts'
import { clockStepLine } from './clock-step.ts'
import { conditionWords, managerWords, portWords, stateWords } from './endpoint-words.ts'
import { shownMarks } from './shown-marks.ts'
import { missingLine, progressWords, resourceWord } from './missing.ts'
import { sizeWords } from './size-words.ts'
import { effectiveFreshness, isStale } from './stale.ts'
import { stateCounts } from './state-counts.ts'

const NOW = Date.parse('2026-11-24T03:25:19Z')

function at(time: string, basis: 'object' | 'recorded' | 'watching' | 'before') {
  return { time, basis }
}

const moment = (time: string, now: number) => formatLocal(time, toTime(now), 'UTC')

describe('ages', () => {
  test('an age that is known is said as it is, one that is a lower bound as that', () => {
    expect(sinceAge(at('2026-11-24T03:11:19Z', 'recorded'), NOW)).toBe('14 min')
    expect(sinceAge(at('2026-11-24T03:11:19Z', 'object'), NOW)).toBe('14 min')
    expect(sinceAge(at('2026-11-24T03:11:19Z', 'watching'), NOW)).toBe('> 14 min')
    expect(sinceAge(at('2026-11-24T03:11:19Z', 'before'), NOW)).toBe('> 14 min')
    expect(sinceAge(at(new Date(NOW).toISOString(), 'before'), NOW)).toBe('')
    expect(sinceAge(null, NOW)).toBe('')
  })

  test('in a line it is told how it is known', () => {
    expect(sinceLine(at('2026-11-24T03:11:19Z', 'recorded'), NOW, moment)).toBe('since 03:11:19 UTC, 14 min ago')
    expect(sinceLine(at('2026-11-24T03:02:00Z', 'watching'), NOW, moment)).toBe(
      'for at least 23 min, watching since 03:02:00 UTC',
    )
    expect(sinceLine(at('2026-11-24T03:25:00Z', 'watching'), NOW, moment)).toBe(
      'already so at 03:25:00 UTC, when watching began',
    )
    expect(sinceLine(at('2026-11-24T03:25:00Z', 'before'), NOW, moment)).toBe(
      'already so at 03:25:00 UTC, when the recording begins',
    )
    expect(sinceLine(at('2026-11-24T03:02:00Z', 'before'), NOW, moment)).toBe(
      'for at least 23 min, since before the recording begins at 03:02:00 UTC',
    )
  })

  test('of another day the date is told', () => {
    expect(sinceLine(at('2026-11-22T03:25:19Z', 'object'), NOW, moment)).toBe('since 2026-11-22 03:25:19 UTC, 2 d ago')
  })

  test('what seems to lie ahead is no negative age: clocks differ', () => {
    expect(ago('2026-11-24T03:25:25Z', NOW)).toBe('0 s ago')
  })

  test('milliseconds and times are the same', () => {
    expect(Date.parse(toTime(NOW))).toBe(NOW)
  })
})

describe('what is missing', () => {
  const missing = { resource: 'pods', namespace: null, reason: 'loading', loaded: 42_000, expected: 150_000 } as const

  test('is one line, each in its own words', () => {
    const line = missingLine(
      aFreshness({
        missing: [
          missing,
          { resource: 'nodes', namespace: null, reason: 'forbidden', loaded: null, expected: null },
          { resource: 'endpointslices', namespace: 'shop', reason: 'unreachable', loaded: null, expected: null },
        ],
      }),
    )
    expect(line).toBe('pods 42,000 of 150,000; nodes: no permission; slices in shop: out of reach')
    expect(missingLine(aFreshness())).toBe('')
  })

  test('progress never claims more than is known', () => {
    expect(progressWords(null, 150_000)).toBe('not yet read')
    expect(progressWords(500, null)).toBe('500 so far')
    expect(progressWords(0, 0)).toBe('0 of 0')
  })

  test('a resource without a word of its own is called as the API calls it', () => {
    expect([resourceWord('services'), resourceWord('gateways')]).toEqual(['Services', 'gateways'])
  })
})

describe('stale', () => {
  const waiting = { state: 'waiting', since: NOW, problem: 'The server does not answer.' } as const

  test('a page that never heard anything is not stale: it shows nothing yet', () => {
    expect(isStale(aLive({ link: waiting }), NOW + 60_000)).toBe(false)
  })

  test('a page that heard nothing for 14 s is, however open its connection seems', () => {
    const live = aLive({ heardAt: NOW, link: { state: 'open' } })
    expect([isStale(live, NOW + 14_000), isStale(live, NOW + 14_001)]).toEqual([false, true])
  })

  test('one that is cut off is after 4 s, one that is refused at once', () => {
    const live = aLive({ heardAt: NOW, link: waiting })
    expect([isStale(live, NOW + 4000), isStale(live, NOW + 4001)]).toEqual([false, true])
    expect(isStale({ ...live, link: { state: 'refused', status: 401, problem: 'Sign in.' } }, NOW)).toBe(true)
  })

  test('it is told first, in place of LIVE and beside all else', () => {
    const fresh = aFreshness({ state: 'LIVE', marks: ['LIVE', 'DEMO'] })
    expect(effectiveFreshness(fresh, false)).toBe(fresh)
    expect(effectiveFreshness(fresh, true)).toMatchObject({ state: 'STALE', marks: ['STALE', 'DEMO'] })
    const blind = aFreshness({ state: 'BLIND', marks: ['BLIND', 'PARTIAL'] })
    expect(shownMarks(blind)).toEqual(['BLIND', 'PARTIAL'])
    expect(shownMarks({ ...blind, heard: null })).toEqual(['BLIND'])
    expect(effectiveFreshness(blind, true).marks).toEqual(['STALE', 'BLIND', 'PARTIAL'])
  })
})

describe('endpoints', () => {
  test('conditions, ports, states and managers in words', () => {
    expect(conditionWords({ conditions: { ready: true, serving: true, terminating: false } })).toBe(
      'ready=true serving=true terminating=false',
    )
    expect(portWords({ name: 'http', protocol: 'TCP', port: 8080, appProtocol: null })).toBe('http TCP 8080')
    expect(portWords({ name: '', protocol: 'UDP', port: null, appProtocol: null })).toBe('UDP no number')
    expect([stateWords('ready', true), stateWords('not-ready', false)]).toEqual(['ready', 'not ready'])
    expect(stateWords('not-ready', true)).not.toBe('not ready')
    expect(managerWords('endpointslice-controller.k8s.io')).toBe('endpointslice-controller')
    expect(managerWords('cilium.io/lb')).toBe('cilium.io/lb')
    expect(managerWords(null)).toBe('manual')
  })

  test('counts by state name each backend once', () => {
    const states = ['ready', 'ready', 'not-ready', 'unknown', 'terminating', 'serving-terminating'] as const
    const view = aView({ backends: states.map((state, index) => ({ name: `p-${index}`, state })) })
    expect(stateCounts(view)).toEqual({
      ready: 2,
      starting: 0,
      'not-ready': 1,
      portless: 0,
      unknown: 1,
      terminating: 1,
      'serving-terminating': 1,
    })
    expect(stateCounts({ ...view, ready: null })).toBeNull()
  })
})

test.each([
  [0, 'less than 1 kB'],
  [9, 'less than 1 kB'],
  [100, 'about 10 kB'],
  [9_990, 'about 999 kB'],
  [20_000, 'about 2.0 MB'],
])('%i endpoints are %s', (endpoints, words) => {
  expect(sizeWords(endpoints)).toBe(words)
})

test('a clock that was set within the last hour is told', () => {
  const set = (byMs: number, time: string) => clockStepLine(aFreshness({ clockStep: { time, byMs } }), NOW)
  expect(set(-180_000, '2026-11-24T03:14:02Z')).toBe('clock set back 3 min at 03:14:02 UTC')
  expect(set(7_200_000, '2026-11-24T03:14:02Z')).toBe('clock set forward 2 h at 03:14:02 UTC')
  expect(set(7_200_000, '2026-11-24T02:14:02Z')).toBe('')
  expect(clockStepLine(aFreshness(), NOW)).toBe('')
})

test('where rights differ by namespace it is said how far they go', () => {
  const rest = { resource: 'services', namespace: null, loaded: null, expected: null } as const
  const missing = [
    { ...rest, reason: 'forbidden' as const, namespaces: { missing: 20, of: 1_220 } },
    { ...rest, reason: 'not-followed' as const, namespaces: { missing: 700, of: 1_220 } },
  ]
  expect(missingLine(aFreshness({ missing }))).toBe(
    'Services: no permission in 20 of 1,220 namespaces; Services: not followed in 700 of 1,220 namespaces; choose namespaces with --namespace',
  )
})
