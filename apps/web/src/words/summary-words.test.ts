import type { DnsSummaryView, TrafficSummaryView } from '@slicescope/view'
import { describe, expect, test } from 'vitest'
import { dnsLine, trafficLine } from './summary-words.ts'

const TRAFFIC: TrafficSummaryView = {
  rulesOf: '1.37',
  proxySeen: true,
  cannotTell: null,
  unserved: null,
  nodes: 27,
  groups: 1,
  facts: [],
}

const FACT: TrafficSummaryView['facts'][number] = {
  kind: 'unanswered',
  way: 'internal',
  severity: 'warning',
  sentence: 'Clients on 3 of 27 nodes get no answer.',
  ports: [],
  nodes: 3,
  examples: [],
  zones: [],
}

const DNS: DnsSummaryView = {
  zone: 'cluster.local',
  name: 'my-db.shop.svc.cluster.local',
  short: 'my-db',
  rcode: 'NOERROR',
  answers: 2,
  examples: ['10.0.0.1', '10.0.0.2'],
  why: null,
  hostnames: { total: 3, resolving: 2, failing: [{ name: 'my-db-2', why: 'Its pod is not Ready.' }] },
  notes: [],
}

describe('traffic in a line', () => {
  test('the most severe comes first, and whose rules they are', () => {
    expect(trafficLine({ ...TRAFFIC, facts: [FACT, FACT] })).toEqual({
      text: FACT.sentence,
      severity: 'warning',
      note: 'There is 1 more remark. By kube-proxy 1.37 rules.',
      isKnown: true,
    })
  })

  test('without a remark all nodes are answered, as far as that is known', () => {
    expect(trafficLine(TRAFFIC)).toMatchObject({ text: 'Clients on all 27 nodes get answers.', severity: null })
    expect(trafficLine({ ...TRAFFIC, nodes: 0 })).toMatchObject({ text: 'No Node is known.', isKnown: false })
    expect(trafficLine({ ...TRAFFIC, proxySeen: false }).note).toContain('(no kube-proxy pod found)')
    expect(trafficLine({ ...TRAFFIC, cannotTell: 'Nodes cannot be read.' })).toMatchObject({
      text: 'Nodes cannot be read.',
      isKnown: false,
    })
    expect(trafficLine({ ...TRAFFIC, unserved: 'A headless Service.' }).text).toBe('A headless Service.')
  })
})

function finding(code: string) {
  return { code, severity: 'warning' as const, title: 'Node is down' }
}

test('what a finding calls a trouble is not ticked', () => {
  expect(trafficLine(TRAFFIC, [finding('SC-G16')])).toMatchObject({
    text: 'Node is down. Clients on all 27 nodes get answers.',
    severity: 'warning',
  })
  expect(trafficLine({ ...TRAFFIC, facts: [FACT] }, [finding('SC-G16')]).text).toBe(FACT.sentence)
  expect(trafficLine(TRAFFIC, [finding('SC-F1'), { ...finding('SC-G16'), severity: 'info' }]).severity).toBeNull()
  const whole = { ...DNS, hostnames: { total: 3, resolving: 3, failing: [] } }
  expect(dnsLine(whole).severity).toBeNull()
  expect(dnsLine(whole, [finding('SC-F1')]).severity).toBe('warning')
})

describe('DNS in a line', () => {
  test('what resolves, what does not, and why', () => {
    expect(dnsLine(DNS)).toEqual({
      text: 'my-db resolves to 2 addresses; 2 of 3 pod names resolve.',
      severity: 'warning',
      note: 'my-db-2: Its pod is not Ready.',
      isKnown: true,
    })
    const none = { total: 0, resolving: 0, failing: [] }
    expect(dnsLine({ ...DNS, rcode: 'NODATA', answers: 0, why: 'Nothing is ready.', hostnames: none })).toEqual({
      text: 'my-db does not resolve: NODATA.',
      severity: 'warning',
      note: 'Nothing is ready.',
      isKnown: true,
    })
    expect(dnsLine({ ...DNS, answers: 1, hostnames: none }).text).toBe('my-db resolves to 10.0.0.1.')
  })
})
