import type { CheckView, ServiceView } from '@slicescope/view'
import { expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { shownChecks } from './shown-checks.ts'

const TRAFFIC: NonNullable<ServiceView['traffic']> = {
  rulesOf: '1.37',
  proxySeen: true,
  cannotTell: null,
  unserved: null,
  nodes: 3,
  groups: 1,
  facts: [],
}

const DNS: NonNullable<ServiceView['dns']> = {
  zone: 'cluster.local',
  name: 'web.shop.svc.cluster.local',
  short: 'web',
  rcode: 'NOERROR',
  answers: 1,
  examples: ['10.0.0.1'],
  why: null,
  hostnames: { total: 0, resolving: 0, failing: [] },
  notes: [],
}

function passed(key: string): CheckView {
  return { key, title: key, state: 'passed', sentence: '', kubectl: null }
}

function told(over: Partial<ServiceView>): readonly string[] {
  const checklist = [passed('published'), passed('dns')]
  const view = aView({ over: { checklist, traffic: TRAFFIC, dns: DNS, ...over } })
  return shownChecks(view).map(({ key, state }) => `${key} ${state}`)
}

test('traffic stands before DNS, and both are ticked where they are no trouble', () => {
  expect(told({})).toEqual(['published passed', 'traffic passed', 'dns passed'])
  expect(told({ traffic: { ...TRAFFIC, unserved: 'No ports.' } })).toContain('traffic does-not-apply')
  expect(told({ traffic: { ...TRAFFIC, nodes: 0 } })).toContain('traffic cannot-tell')
})

test('neither is ticked where it is the trouble', () => {
  const fact = { kind: 'unanswered', way: 'internal', severity: 'warning', sentence: 'No.', ports: [] } as const
  const facts = [{ ...fact, ports: [], nodes: 1, examples: [], zones: [] }]
  expect(told({ traffic: { ...TRAFFIC, facts } })).toContain('traffic failed')
  expect(told({ dns: { ...DNS, rcode: 'NXDOMAIN', answers: 0 } })).toContain('dns failed')
})
