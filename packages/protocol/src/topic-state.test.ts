import { describe, expect, test } from 'vitest'
import { Random } from '@slicescope/view/random'
import { randomOverview, randomService } from './law/random-topics.ts'
import {
  advanceOverview,
  advanceService,
  overviewState,
  serviceState,
  stepOverview,
  stepService,
  type ServiceStep,
} from './topic-state.ts'

const SEED = 20261124
const STEPS = 400

function kindOf(step: ServiceStep | null): string {
  if (step === null) return 'nothing'
  return 'value' in step ? 'whole' : 'changes'
}

describe(`a part of a topic (seed ${SEED})`, () => {
  test('[PR-C5] a Service that comes or goes comes as a whole, any other by changes', () => {
    const random = new Random(SEED)
    const kinds = new Set<string>()
    let before = randomService(random, null)
    for (let at = 0; at < STEPS; at += 1) {
      const after = randomService(random, before)
      const step = stepService(before, after)
      const isThere = `${before === null ? 'none' : 'there'} to ${after === null ? 'none' : 'there'}`
      kinds.add(`${isThere}: ${kindOf(step)}`)
      before = after
    }
    expect([...kinds].filter(kind => !kind.endsWith('nothing')).toSorted()).toEqual([
      'none to there: whole',
      'there to none: whole',
      'there to there: changes',
    ])
  })

  test('[PR-C5] either leads from the one to the other', () => {
    const random = new Random(SEED)
    let state = serviceState(null)
    for (let at = 0; at < STEPS; at += 1) {
      const after = randomService(random, state.value)
      const step = stepService(state.value, after) ?? { value: after }
      expect(advanceService(state, step)?.digest).toEqual(serviceState(after).digest)
      state = serviceState(after)
    }
  })

  test('[PR-C5] a whole needs nothing that is held, changes do', () => {
    const random = new Random(SEED)
    const [one, other] = [randomOverview(random, null), randomOverview(random, null)]
    expect(advanceOverview(undefined, { value: one })).toEqual(overviewState(one))
    expect(advanceOverview(undefined, { changes: {} })).toBeUndefined()
    expect(advanceOverview(overviewState(other), { value: one })).toEqual(overviewState(one))
    expect(advanceService(undefined, { changes: {} })).toBeUndefined()
    expect(advanceService(serviceState(null), { changes: {} })).toBeUndefined()
    expect(advanceService(undefined, { value: null })).toEqual(serviceState(null))
  })

  test('[PR-D3] ages are no difference', () => {
    const random = new Random(SEED)
    const before = randomOverview(random, null)
    const freshness = { ...before.freshness, heard: null, verified: '2026-11-24T03:59:59Z' }
    expect(stepOverview(before, { ...before, freshness })).toBeNull()
    expect(overviewState({ ...before, freshness }).digest).toEqual(overviewState(before).digest)
    expect(stepOverview(before, { ...before, freshness: { ...freshness, state: 'STALE' } })).not.toBeNull()
  })
})
