import { expect, test } from 'vitest'
import { findUnreadable } from './mutation-law.ts'

test.each([3, 8])('recordings that were mutated are read, or refused in a sentence: seed %i', async seed => {
  expect(await findUnreadable({ seed, files: 120 })).toBeNull()
})
