import { expect, test } from 'vitest'
import { RULES } from '../rules.ts'
import { PLANTED } from './planted.ts'
import { findMisses } from './planted-law.ts'

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed + 1)

test.each(SEEDS)('a healthy Service raises nobody, and a planted cause is first of its grade (seed %i)', seed => {
  expect(findMisses(seed)).toEqual([])
})

test.each(PLANTED)('the law notices when $code is not found', ({ code }) => {
  const without = RULES.filter(rule => rule.code !== code)
  expect(findMisses(1, without).join()).toContain(`${code}: not found`)
})

test('the law notices an alarm where all is well, and a cause that stands before the planted one', () => {
  const loud = RULES.map(rule => (rule.code === 'SC-G11' ? { ...rule, arises: () => true, find: () => ALARM } : rule))
  expect(findMisses(1, loud).join()).toContain('healthy: alarm by SC-G11')
  expect(findMisses(1, loud).join()).toContain('SC-D1: ')
})

const ALARM = {
  severity: 'critical',
  certainty: 'proven',
  causeCertainty: 'proven',
  subject: { kind: 'Service', namespace: 'shop', name: 'web' },
  title: 'A bug',
  cause: 'a bug',
  facts: 'planted',
  evidence: [],
  kubectl: 'kubectl',
  remedy: 'None.',
  explains: 9,
  broken: [],
} as const
