import { expect, test } from 'vitest'
import { findOrdered } from './any-order.ts'

/** Each of them showed a rule that named whatever came first: slices, disruption budgets, ReplicaSets, StatefulSets. */
test.each([114, 137, 158, 237])(
  '[L3] objects in any order give the same answers (seed %i)',
  { timeout: 60_000 },
  seed => {
    expect(findOrdered({ seed, steps: 40 })).toBeNull()
  },
)
