import { expect, test } from 'vitest'
import { runHealSchedule } from './heal-law.ts'

test('[L4] after any schedule of faults the store equals the API', { timeout: 120_000 }, async () => {
  for (let seed = 1; seed <= 40; seed += 1)
    expect({ seed, wrong: await runHealSchedule(seed) }).toEqual({ seed, wrong: [] })
})
