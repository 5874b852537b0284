import type { CheckView, ServiceView } from '@slicescope/view'
import { dnsLine, type SummaryLine, trafficLine } from '../words/summary-words.ts'

/**
 * From the selector to traffic and DNS. What the lines about traffic and DNS call a trouble is not ticked here, and where
 * all have passed under a warning the link that the headline names stands first.
 */
export function shownChecks(view: ServiceView): readonly CheckView[] {
  const { findings, verdict, traffic, dns } = view
  const own = view.checklist.flatMap(check => {
    if (check.key !== 'dns') return [check]
    const named = dns === null ? check : withTrouble(check, dnsLine(dns, findings))
    return traffic === null ? [named] : [trafficCheck(view, trafficLine(traffic, findings)), named]
  })
  const [first] = findings
  const isLoud = verdict.severity === 'critical' || verdict.severity === 'warning'
  if (!isLoud || own.some(({ state }) => state === 'failed') || first === undefined || first.severity === 'info')
    return own
  const { code, title, facts, kubectl } = first
  return [{ key: code, title, state: 'failed', sentence: facts === '' ? '' : `${facts}.`, kubectl }, ...own]
}

function isTrouble({ severity }: SummaryLine): boolean {
  return severity === 'critical' || severity === 'warning'
}

function withTrouble(check: CheckView, line: SummaryLine): CheckView {
  if (!isTrouble(line)) return check
  return { ...check, state: 'failed', sentence: [line.text, line.note].filter(Boolean).join(' ') }
}

function trafficCheck({ traffic }: ServiceView, line: SummaryLine): CheckView {
  const isServed = traffic?.unserved === null
  const state = !line.isKnown ? 'cannot-tell' : isTrouble(line) ? 'failed' : isServed ? 'passed' : 'does-not-apply'
  return { key: 'traffic', title: 'Clients get answers', state, sentence: line.text, kubectl: null }
}
