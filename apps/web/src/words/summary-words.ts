import { formatCount, plural } from '@slicescope/picture'
import type { DnsSummaryView, FindingView, Severity, TrafficSummaryView } from '@slicescope/view'
import { ABOUT_DNS, ABOUT_TRAFFIC } from '@slicescope/view/about'

/** One line about who answers, or what names resolve to. */
export interface SummaryLine {
  readonly text: string
  /** Null: nothing is wrong in it. */
  readonly severity: Severity | null
  /** Beside it, more quietly. */
  readonly note: string
  readonly isKnown: boolean
}

type Findings = readonly Pick<FindingView, 'code' | 'severity' | 'title'>[]

/** What comes first of who answers; how much more there is to be known. A finding about it is no tick. */
export function trafficLine(summary: TrafficSummaryView, findings: Findings = []): SummaryLine {
  return withTrouble(answerLine(summary), findings, ABOUT_TRAFFIC)
}

/** Led by the first finding that is about it, where the line itself knows of no trouble. */
function withTrouble(line: SummaryLine, findings: Findings, about: ReadonlySet<string>): SummaryLine {
  const trouble = findings.find(({ code, severity }) => severity !== 'info' && about.has(code))
  if (trouble === undefined || line.severity === 'critical' || line.severity === 'warning') return line
  return { ...line, text: `${trouble.title}. ${line.text}`, severity: trouble.severity, isKnown: true }
}

function answerLine(summary: TrafficSummaryView): SummaryLine {
  const { cannotTell, unserved, facts, nodes, rulesOf, proxySeen } = summary
  const told = { severity: null, note: '', isKnown: true }
  if (cannotTell !== null) return { ...told, text: cannotTell, isKnown: false }
  if (unserved !== null) return { ...told, text: unserved }
  const unseen = proxySeen === false ? ' (no kube-proxy pod found)' : ''
  const rules = `By kube-proxy ${rulesOf} rules${unseen}.`
  const [first, ...more] = facts
  if (first === undefined) return { ...told, text: everywhereWords(nodes), note: rules, isKnown: (nodes ?? 0) > 0 }
  const rest =
    more.length === 0 ? '' : `There ${more.length === 1 ? 'is' : 'are'} ${plural(more.length, 'more remark')}. `
  return { text: first.sentence, severity: first.severity, note: `${rest}${rules}`, isKnown: true }
}

function everywhereWords(nodes: number | null): string {
  if (nodes === null || nodes === 0) return 'No Node is known.'
  return nodes === 1
    ? 'Clients on the only node get answers.'
    : `Clients on all ${formatCount(nodes)} nodes get answers.`
}

/** What the Service's own name resolves to, and how many of the names of its pods do. */
export function dnsLine(summary: DnsSummaryView, findings: Findings = []): SummaryLine {
  return withTrouble(nameLine(summary), findings, ABOUT_DNS)
}

function nameLine({ short, rcode, answers, examples, why, hostnames, notes }: DnsSummaryView): SummaryLine {
  const { total, resolving } = hostnames
  const pods =
    total === 0
      ? ''
      : `; ${formatCount(resolving)} of ${plural(total, 'pod name')} ${resolving === 1 ? 'resolves' : 'resolve'}`
  const failing = hostnames.failing[0]
  const own =
    rcode === 'NOERROR'
      ? `${short} resolves to ${answers === 1 ? (examples[0] ?? '1 address') : plural(answers, 'address', 'addresses')}`
      : `${short} does not resolve: ${rcode}`
  return {
    text: `${own}${pods}.`,
    severity: rcode === 'NOERROR' && resolving === total ? null : 'warning',
    note: [why, failing === undefined ? null : `${failing.name}: ${failing.why}`, ...notes].filter(Boolean).join(' '),
    isKnown: true,
  }
}
