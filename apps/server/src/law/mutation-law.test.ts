import { expect, test } from 'vitest'
import { findUnreadable } from './mutation-law.ts'

const PATIENT = { timeout: 120_000 }

test.each([3, 8])('recordings that were mutated are read, or refused in a sentence: seed %i', PATIENT, async seed => {
  expect(await findUnreadable({ seed, files: 120 })).toBeNull()
})
