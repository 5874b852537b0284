import { expect, test } from 'vitest'
import { chooseVerdict } from './choose-verdict.ts'
import type { Finding } from './finding.ts'
import { FAILING, healthy, withThird } from './law/raw.ts'
import { compareFindings } from './order.ts'
import { findingOf } from './testing.ts'

const BASE = findingOf(withThird(FAILING), 'SC-D4')

function order(...findings: readonly Pick<Finding, 'code' | 'causeCertainty' | 'severity' | 'explains'>[]) {
  return findings
    .map(each => ({ ...BASE, ...each }))
    .toSorted(compareFindings)
    .map(({ code }) => code)
}

test('[D12] no likely cause stands before a proven one, and what is only worth knowing comes last', () => {
  expect(
    order(
      { code: 'worth knowing', causeCertainty: 'proven', severity: 'info', explains: 0 },
      { code: 'hint', causeCertainty: 'hint', severity: 'critical', explains: 9 },
      { code: 'likely', causeCertainty: 'likely', severity: 'critical', explains: 9 },
      { code: 'proven, little', causeCertainty: 'proven', severity: 'warning', explains: 0 },
      { code: 'proven, more', causeCertainty: 'proven', severity: 'warning', explains: 2 },
      { code: 'proven, worst', causeCertainty: 'proven', severity: 'critical', explains: 1 },
    ),
  ).toEqual(['proven, worst', 'proven, more', 'proven, little', 'likely', 'hint', 'worth knowing'])
})

test('[D12] what is equal else keeps the order of the table', () => {
  const equal = { causeCertainty: 'likely', severity: 'warning', explains: 3 } as const
  expect(order({ code: 'SC-B8a', ...equal }, { code: 'SC-B4', ...equal })).toEqual(['SC-B8a', 'SC-B4'])
})

test('[D13] the verdict says why something is lost before what else is proven', () => {
  const made = withThird(FAILING)
  const graph = made.graph('shop/web')
  const beside = { ...BASE, code: 'beside', causeCertainty: 'proven', severity: 'warning', explains: 0 } as const
  const cause = { ...BASE, code: 'cause', causeCertainty: 'likely', severity: 'critical', explains: 3 } as const
  expect(chooseVerdict([beside, cause], graph)).toMatchObject({ code: 'cause', severity: 'critical' })
  expect(chooseVerdict([beside, cause], healthy().graph('shop/web')).code).toBe('beside')
  expect(chooseVerdict([beside, { ...cause, severity: 'info' }], graph).code).toBe('beside')
})
