import { clockText } from '@slicescope/diagnosis'
import type { LastKnown } from './schema/gap.ts'
import type { Row } from './schema/row.ts'
import type { ServiceView } from './schema/service-view.ts'
import { toTime } from './times.ts'

/** A stretch of time of which nothing is known, ms since the epoch. */
export interface UnseenTime {
  readonly from: number
  readonly to: number
}

/** The row of a moment in a gap: all that was known is as of its beginning. */
export function rowInGap(row: Row, gap: UnseenTime): Row {
  if (row.health === 'external') return { ...row, gap: toGap(gap) }
  return {
    ...row,
    ...UNKNOWN,
    recovered: null,
    standing: false,
    slices: null,
    zones: [],
    verdict: sentenceOf(gap),
    severity: null,
    findings: [],
    since: null,
    gap: toGap(gap),
    lastKnown: lastKnown(row, row.verdict, row.severity),
  }
}

/** The same of a Service. Its spec is shown as it was. */
export function viewInGap(view: ServiceView, gap: UnseenTime): ServiceView {
  if (view.health === 'external') return { ...view, gap: toGap(gap) }
  const { sentence, severity } = view.verdict
  return {
    ...view,
    ...UNKNOWN,
    servingTerminating: null,
    notReady: null,
    unknown: null,
    recovered: null,
    standing: false,
    loss: null,
    verdict: {
      sentence: sentenceOf(gap),
      prefix: '',
      lead: LEAD,
      facts: factsOf(gap),
      guess: '',
      causeCertainty: null,
      onset: null,
      severity: null,
      numbers: [],
      since: null,
    },
    ...NOTHING_SEEN,
    gap: toGap(gap),
    lastKnown: lastKnown(view, sentence, severity),
  }
}

const UNKNOWN = {
  health: 'unknown',
  ready: null,
  total: null,
  starting: null,
  terminating: null,
  absent: null,
  wanted: null,
  rolling: false,
} as const

const NOTHING_SEEN = {
  slices: [],
  endpoints: [],
  backends: [],
  pods: [],
  absentPods: [],
  nearMisses: [],
  zones: [],
  nodes: [],
  ports: [],
  findings: [],
  checklist: [],
  cannotTell: [],
  unchangedBefore: null,
  traffic: null,
  dns: null,
  legacyEndpoints: null,
} satisfies Partial<ServiceView>

const LEAD = 'Not recorded at this moment'

function sentenceOf(gap: UnseenTime): string {
  return `${LEAD}: ${factsOf(gap)}.`
}

function factsOf({ from, to }: UnseenTime): string {
  return `Slicescope saw nothing from ${clockText(from)} to ${clockText(to)}`
}

function toGap({ from, to }: UnseenTime) {
  return { from: toTime(from), to: toTime(to) }
}

type Counted = Pick<Row, 'health' | 'ready' | 'total' | 'starting' | 'terminating'>

function lastKnown(
  { health, ready, total, starting, terminating }: Counted,
  sentence: string,
  severity: LastKnown['severity'],
): LastKnown {
  return { health, severity, ready, total, starting, terminating, sentence }
}
