import type { FindingView } from '../schema/finding.ts'
import type { Freshness } from '../schema/freshness.ts'
import { type Row, rowSchema } from '../schema/row.ts'

/** When everything in these fixtures was made and heard. */
export const MADE_AT = '2026-11-24T03:00:00.000Z'

export function aFreshness(over: Partial<Freshness> = {}): Freshness {
  return {
    origin: 'live',
    moment: 'now',
    state: 'LIVE',
    marks: ['LIVE'],
    heard: MADE_AT,
    progressed: MADE_AT,
    verified: MADE_AT,
    missing: [],
    leftOut: [],
    clockStep: null,
    ...over,
  }
}

/** A row as the server would send it. */
export function aRow(over: Partial<Row> = {}): Row {
  const { namespace = 'shop', name = 'checkout' } = over
  return rowSchema.parse({
    key: `${namespace}/${name}`,
    namespace,
    name,
    type: 'ClusterIP',
    health: 'healthy',
    ready: 3,
    total: 3,
    terminating: 0,
    wanted: null,
    absent: 0,
    rolling: false,
    starting: 0,
    recovered: null,
    standing: false,
    dependedOn: false,
    slices: 1,
    zones: [],
    verdict: 'All 3 backends ready.',
    severity: null,
    findings: [],
    since: null,
    ...over,
  })
}

/** The least that a finding says. */
export function aFinding(over: Partial<FindingView>): FindingView {
  return {
    code: 'SC-D4',
    severity: 'warning',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: { kind: 'Service', namespace: 'shop', name: 'checkout' },
    title: '',
    sentence: '',
    lead: '',
    facts: '',
    guess: '',
    onset: null,
    evidence: [],
    moreEvidence: 0,
    kubectl: '',
    remedy: '',
    remedyCommand: '',
    remedyClass: 'look',
    misconception: null,
    reads: [],
    explains: 0,
    broken: [],
    ...over,
  }
}
