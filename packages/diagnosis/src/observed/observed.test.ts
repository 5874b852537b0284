import type { ServiceSummary } from '@slicescope/graph'
import { describe, expect, test } from 'vitest'
import type { Seen } from '../changes/watched.ts'
import { NO_CIRCUMSTANCES } from '../losses/loss-memory.ts'
import type { Observation } from './observation.ts'
import { changesAt, fold, healthSince, NOTHING_OBSERVED, type Observed } from './observed.ts'

const HOUR = 3_600_000

function summaryOf(ready: number | null, uid = 'a'): ServiceSummary {
  const rest = { unknown: 0, total: 4, starting: 0, stuck: 0, terminating: 0, servingTerminating: 0 }
  const counts = ready === null ? null : { ...rest, ready, notReady: 4 - ready, lost: 4 - ready }
  return {
    key: 'shop/web',
    namespace: 'shop',
    name: 'web',
    uid,
    type: 'ClusterIP',
    headless: false,
    hasSelector: true,
    externalName: null,
    otherProxy: null,
    health: ready === null ? 'unknown' : ready === 4 ? 'healthy' : 'degraded',
    doubt: ready === null ? { resource: 'endpointslices', coverage: 'loading' } : null,
    counts,
    slices: 1,
    ports: [],
    zones: [],
    ignored: 0,
    published: 0,
    knowsPods: true,
    workloads: {
      isKnown: true,
      wanted: null,
      rolling: false,
      allowance: 0,
      shortfall: 0,
      coming: 0,
      unlisted: 0,
      fails: false,
    },
    recheckAt: null,
    healthOfPorts: ready === null ? 'unknown' : 'degraded',
    lostSince: null,
    selector: 'app=web',
    publishNotReadyAddresses: false,
    creationTimestamp: null,
    deletionTimestamp: null,
  }
}

function state(ready: number | null, time: number, { uid = 'a', isSeenComing = true } = {}): Observation {
  const summary = summaryOf(ready, uid)
  return { type: 'state', summary, isSeenComing, circumstances: NO_CIRCUMSTANCES, time }
}

function seen(name: string, time: number): Observation {
  const slice: Seen = { type: 'slice', name, text: 'was emptied', from: 1, to: 0, count: 1 }
  return { type: 'seen', seen: slice, time }
}

function observed(...observations: readonly Observation[]): Observed {
  return observations.reduce(fold, NOTHING_OBSERVED)
}

describe('what happened', () => {
  test('is told for an hour', () => {
    const both = observed(seen('a', 0), seen('b', 600_000))
    expect(changesAt(both, HOUR)).toHaveLength(2)
    expect(changesAt(both, HOUR + 1)).toMatchObject([{ name: 'b', time: 600_000 }])
  })

  test('is bounded for each Service by itself, the last of it kept', () => {
    const many = observed(...Array.from({ length: 150 }, (_, n) => seen(`web-${n}`, n)))
    expect(many.changes).toHaveLength(100)
    expect(many.changes.at(-1)).toMatchObject({ name: 'web-149' })
  })

  test('outlives the Service; how it was does not', () => {
    const gone = observed(state(4, 0), seen('a', 10), { type: 'touched', time: 10 }, { type: 'deleted', time: 20 })
    expect(gone).toMatchObject({ states: [], lastChange: null, health: null, changes: [{ name: 'a' }] })
  })
})

describe('how it was', () => {
  test('is remembered where it differs, each state until the next', () => {
    const { states, steadySince } = observed(state(4, 0), state(4, 1000), state(2, 2000), state(4, 30_000))
    expect(states.map(({ time, summary }) => [time, summary.counts?.ready])).toEqual([
      [0, 4],
      [2000, 2],
      [30_000, 4],
    ])
    expect(steadySince).toBe(30_000)
  })

  test('reaches an hour back: the state that held then is the first', () => {
    const { states } = observed(state(4, 0), state(2, 1000), state(3, 2000), state(4, HOUR + 1500))
    expect(states.map(({ time }) => time)).toEqual([1000, 2000, HOUR + 1500])
  })

  test('is thinned where it changes all the time, and no loss is forgotten', () => {
    const turns = Array.from({ length: 20_000 }, (_, n) => state(n === 5_001 ? 0 : 3 + (n % 2), n * 100))
    const { states } = observed(...turns)
    expect(states.length).toBeLessThan(1000)
    expect(states.some(({ summary }) => summary.counts?.ready === 0)).toBe(true)
    expect(states.map(({ time }) => time)).toEqual(states.map(({ time }) => time).toSorted((a, b) => a - b))
    expect(states.at(-1)?.time).toBe(1_999_900)
  })
})

describe('since when', () => {
  test('what was seen to become so is recorded, what was there is only watched', () => {
    expect(observed(state(4, 5, { isSeenComing: false })).health?.since).toEqual({ time: 5, basis: 'watching' })
    expect(observed(state(4, 5)).health?.since).toEqual({ time: 5, basis: 'recorded' })
    const turned = observed(state(4, 5, { isSeenComing: false }), state(3, 9))
    expect([turned.health?.since, healthSince(turned)]).toEqual([{ time: 9, basis: 'recorded' }, 9])
  })

  test('there is none before the first judgement, and that one is only watched', () => {
    expect(observed(state(null, 5)).health?.since).toBeNull()
    expect(observed(state(null, 5), state(4, 9)).health?.since).toEqual({ time: 9, basis: 'watching' })
  })

  test('another uid is another Service', () => {
    const again = observed(state(4, 5, { isSeenComing: false }), state(4, 9, { uid: 'b' }))
    expect(again.health).toMatchObject({ uid: 'b', since: { time: 9, basis: 'recorded' } })
  })

  test('how long as many are ready is not known from before a gap', () => {
    const after = observed(state(4, 0), { type: 'gap', from: 100, time: 900 }, state(4, 1000))
    expect(after).toMatchObject({ steadySince: 900, gap: { from: 100, to: 900 } })
  })
})
