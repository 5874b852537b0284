import type { ChangeView, Timeline, TimelinePoint } from '@slicescope/view'
import { MADE_AT } from '@slicescope/view/testing'

/** When the fixture begins, ms. */
export const BEGIN = Date.parse(MADE_AT)
const MINUTE = 60_000

/** A moment that many minutes after it began, RFC 3339. */
export function minute(minutes: number): string {
  return new Date(BEGIN + minutes * MINUTE).toISOString()
}

function point(minutes: number, ready: number | null, total: number | null): TimelinePoint {
  const zones = [
    { zone: 'eu-1a', ready: Math.min(ready ?? 0, 84), total: 84 },
    { zone: 'eu-1c', ready: Math.max(0, (ready ?? 0) - 84), total: 84 },
  ]
  const health = ready === null ? ('unknown' as const) : ready === total ? ('healthy' as const) : ('degraded' as const)
  return { at: minute(minutes), ready, starting: 0, total, terminating: 0, health, severity: null, zones }
}

function change(minutes: number, text: string, over: Partial<ChangeView> = {}): ChangeView {
  const subject = { kind: 'Deployment', namespace: 'shop', name: 'checkout' }
  const times = { time: minute(minutes), until: minute(minutes), basis: 'recorded' as const }
  return { key: text, ...times, kind: 'rollout', subject, text, count: 1, steps: [], inVerdict: false, ...over }
}

/** An hour of shop/checkout: a rollout at minute 30, a loss from 31 to 40, a gap from 45 to 50. */
export const HOUR: Timeline = {
  from: minute(0),
  to: minute(60),
  recorded: { from: minute(5), to: minute(60) },
  gaps: [{ from: minute(45), to: minute(50) }],
  points: [point(5, 168, 168), point(31, 84, 168), point(40, 168, 168), point(50, 168, 168)],
  marks: [
    { at: minute(31), kind: 'onset', text: 'eu-1c lost all 84 backends' },
    { at: minute(40), kind: 'recovered', text: 'recovered after 9 min' },
  ],
  changes: [
    change(36, 'node node-c6 became NotReady', { kind: 'node' }),
    change(30, 'Deployment checkout rolled out revision 14', { inVerdict: true }),
    change(31, 'ready backends went from 168 to 84', { kind: 'ready' }),
  ],
}
