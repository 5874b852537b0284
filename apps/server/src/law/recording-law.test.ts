import { expect, test } from 'vitest'
import { findOtherRecording } from './recording-law.ts'

const SEEDS = [4, 12]
const STEPS = 40

test.each(SEEDS)('[L3] a recording of all gives the answers that were given: seed %i', async seed => {
  expect(await findOtherRecording({ seed, steps: STEPS, scope: { type: 'all' } })).toBeNull()
})
