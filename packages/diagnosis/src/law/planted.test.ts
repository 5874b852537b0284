import { expect, test } from 'vitest'
import { hasLoss } from '../losses/loss.ts'
import type { Rule } from '../rule.ts'
import { RULES } from '../rules.ts'
import { PLANTED } from './all-planted.ts'
import { findMissed, findMisses } from './planted-law.ts'

const SEEDS = [1, 2, 3, 4]

test.each(SEEDS)(
  'a healthy Service raises nobody, and a planted cause is first of its grade, whenever it is asked for (seed %i)',
  seed => {
    expect(findMisses(seed)).toEqual([])
  },
)

test.each(PLANTED)('the law notices when $code is not found', planted => {
  const without = RULES.filter(rule => rule.code !== planted.code)
  // A seed of those that ask soon: some causes turn into others.
  expect(findMissed(planted, 3, without).join()).toContain(`${planted.code}: not found`)
})

/** The rules, one of which cries where `arises` says. */
function withLoud(arises: Rule['arises']): readonly Rule[] {
  return RULES.map(rule => (rule.code === 'SC-G11' ? { ...rule, arises, find: () => ALARM } : rule))
}

test('the law notices an alarm where all is well', () => {
  expect(
    findMisses(
      1,
      withLoud(() => true),
    ).join(),
  ).toContain('healthy: alarm by SC-G11')
})

test('the law notices what stands before a planted cause', () => {
  expect(findMisses(1, withLoud(hasLoss)).join()).toContain('SC-D1: SC-G11 stands before it')
})

test('the law notices what stands behind a planted cause and is not there', () => {
  const rules = withLoud(hasLoss).map(rule => ({ ...rule, find: lessSure(rule) }))
  expect(findMisses(1, rules).join()).toContain('SC-G11')
})

function lessSure({ code, find }: Rule): Rule['find'] {
  return code === 'SC-G11' ? () => ({ ...ALARM, causeCertainty: 'likely' }) : find
}

const ALARM = {
  severity: 'critical',
  certainty: 'proven',
  causeCertainty: 'proven',
  subject: { kind: 'Service', namespace: 'shop', name: 'web' },
  title: 'A bug',
  lead: 'A bug',
  facts: 'planted',
  evidence: [],
  kubectl: 'kubectl',
  remedy: 'None.',
  explains: 9,
  broken: [],
} as const
