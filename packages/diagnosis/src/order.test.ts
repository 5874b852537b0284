import { expect, test } from 'vitest'
import type { Finding } from './finding.ts'
import { aWorkload, change, empty, FAILING, healthy, withThird, ZONES } from './law/raw.ts'
import { compareFindings } from './order.ts'
import type { ServedThen } from './losses/served-then.ts'
import { cluster, findingOf, podOn, verdictIn } from './testing/web-service.ts'

const BASE = findingOf(withThird(FAILING), 'SC-D4')

function order(...findings: readonly Pick<Finding, 'code' | 'causeCertainty' | 'severity' | 'explains'>[]) {
  return findings
    .map(each => ({ ...BASE, ...each }))
    .toSorted(compareFindings)
    .map(({ code }) => code)
}

test('[D12] by severity, what it explains, and certainty; no guess stands before a proven cause of the same loss', () => {
  expect(
    order(
      { code: 'worth knowing', causeCertainty: 'proven', severity: 'info', explains: 0 },
      { code: 'hint', causeCertainty: 'hint', severity: 'warning', explains: 9 },
      { code: 'likely', causeCertainty: 'likely', severity: 'critical', explains: 9 },
      { code: 'proven, little', causeCertainty: 'proven', severity: 'warning', explains: 0 },
      { code: 'proven, more', causeCertainty: 'proven', severity: 'warning', explains: 2 },
      { code: 'proven, worst', causeCertainty: 'proven', severity: 'critical', explains: 1 },
    ),
  ).toEqual(['likely', 'proven, worst', 'proven, more', 'proven, little', 'hint', 'worth knowing'])
})

test('[D12] what is equal else keeps the order of the table', () => {
  const equal = { causeCertainty: 'likely', severity: 'warning', explains: 3 } as const
  expect(order({ code: 'SC-B8a', ...equal }, { code: 'SC-B4', ...equal })).toEqual(['SC-B8a', 'SC-B4'])
})

test('[D13] the verdict says why something is lost before what else is proven', () => {
  const made = withThird(FAILING)
  const beside = { ...BASE, code: 'beside', causeCertainty: 'proven', severity: 'warning', explains: 0 } as const
  const cause = { ...BASE, code: 'cause', causeCertainty: 'likely', severity: 'critical', explains: 3 } as const
  expect(verdictIn(made, { findings: [cause, beside] })).toMatchObject({ code: 'cause', severity: 'critical' })
  expect(verdictIn(healthy(), { findings: [{ ...cause, severity: 'info', broken: [] }] }).code).toBe('cause')
  // What says that something is lost is over with the loss.
  expect(verdictIn(healthy(), { findings: [cause] })).toMatchObject({ code: null, severity: null })
  expect(verdictIn(made, { findings: [{ ...cause, explains: 0 }] })).toMatchObject({ code: null, severity: 'critical' })
})

function served(kind: ServedThen['kind'], more: Partial<ServedThen> = {}): ServedThen {
  return { kind, isShort: false, healing: 0, ...more }
}

test('[D13] words of a cause that was found in another state give way to the counts of now', () => {
  const made = change(empty(), ['deployments', aWorkload({ replicas: 0 })])
  const lead = (kind: ServedThen['kind']) => verdictIn(made, { served: served(kind) }).lead
  expect(lead('empty')).toBe('Deployment web is scaled to zero')
  expect(lead('none')).toBe('Scaled to zero')
  const asked = { ...BASE, code: 'few', severity: 'info', broken: [], explains: 1 } as const
  const full = change(healthy(), ['deployments', aWorkload()])
  expect(verdictIn(full, { findings: [asked], served: served('some') }).code).toBe('few')
  expect(verdictIn(full, { findings: [asked], served: served('some', { isShort: true }) }).code).toBeNull()
})

test('[D13] what heals, and a cause of a moment, are no part of what is left unexplained', () => {
  const made = cluster([podOn('n1', 1), ...[2, 3, 4].map(n => podOn(`n${n}`, n, { status: FAILING }))], ZONES)
  const most = { ...BASE, code: 'most', broken: ['pod-2', 'pod-3'], explains: 2 } as const
  expect(verdictIn(made, { findings: [most], served: served('some') }).facts).toContain('; this explains 2 of them')
  expect(verdictIn(made, { findings: [most], served: served('some', { healing: 1 }) }).facts).not.toContain('explains')
})
