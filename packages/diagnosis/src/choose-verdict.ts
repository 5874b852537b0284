import type { ServiceSummary } from '@slicescope/graph'
import type { Begun } from './changes/begun.ts'
import { clockText } from './words/clock-text.ts'
import { countsWords, type CountsWords, lostNow, type NumberOf } from './words/counts-words.ts'
import { lackWords } from './words/lack-words.ts'
import { isOfLoss, leadOf, settledAt } from './words/lead-of.ts'
import type { CannotTell, Certainty, Finding, Severity } from './finding.ts'
import { worstSeverity } from './losses/calm.ts'
import type { Loss, PastLoss } from './losses/loss-memory.ts'
import type { ObservedOutcome } from './observed/observation.ts'
import { isOutdated, type ServedThen } from './losses/served-then.ts'
import type { Where } from './words/where.ts'
import { recoveredWords } from './words/recovered-words.ts'
import { numberText, sentenceOf } from './words/words.ts'

/** What a verdict is chosen from, as far as the reader can see it. */
export interface Judged {
  readonly summary: ServiceSummary
  /** Pods that match and are in no slice; null where that is not known. */
  readonly absent: number | null
  readonly loss: Loss | null
  /** The last loss, while it is shown. */
  readonly past: PastLoss | null
  /** By counts, held for calm. */
  readonly severity: Severity | null
  /** Until when `past` is not mentioned, ms since the epoch. */
  readonly quietUntil: number
  /** Null until a diagnosis was done. */
  readonly diagnosed: {
    /** In their order. */
    readonly findings: readonly Finding[]
    readonly cannotTell: readonly CannotTell[]
    readonly where: Where | null
    /** How it was served when this was worked out. */
    readonly served?: ServedThen
    /** The change after which each began. */
    readonly begun: ReadonlyMap<Finding, Begun>
  } | null
  /** What was found lately, and until when each finding explained half of the loss: see Observed. */
  readonly outcomes: readonly ObservedOutcome[]
  readonly explained: Readonly<Record<string, number>>
  readonly now: number
}

export interface Verdict {
  /** The parts in one. */
  readonly sentence: string
  /** See Finding. */
  readonly lead: string
  readonly facts: string
  readonly guess: string
  /** When the loss began, RFC 3339. */
  readonly onset: string | null
  readonly severity: Severity | null
  /** Of the finding that leads; null where counts alone do. */
  readonly code: string | null
  readonly causeCertainty: Certainty | null
  /** Key of the change that the sentence names; null where it names none. */
  readonly change: string | null
  /** The numbers of what counts say, and of which value of the view each is. */
  readonly numbers: readonly NumberOf[]
  /** When a better cause will have held long enough to lead, ms since the epoch; null for never. */
  readonly dueAt: number | null
}

/** The first line over the picture: what is lost by counts, led by its cause if one finding explains half of it. */
export function chooseVerdict(judged: Judged): Verdict {
  const { loss, diagnosed, past } = judged
  const findings = diagnosed?.findings ?? []
  // Words about a loss end with the loss, whenever they are worked out again.
  const open = loss === null ? findings.filter(finding => !isOfLoss(finding)) : findings
  const own = open.filter(finding => finding.severity !== 'info' && (loss === null || !isOfLoss(finding)))
  const settled = own.filter(finding => settledAt(finding, judged) <= judged.now)
  const severity = worstSeverity(
    judged.severity,
    past === null ? null : 'info',
    loss?.severity ?? null,
    ...settled.map(finding => finding.severity),
    ...open.filter(finding => !own.includes(finding)).map(finding => finding.severity),
  )
  const due = own.map(finding => settledAt(finding, judged)).filter(time => time > judged.now)
  if (loss === null && past !== null && settled.length === 0) {
    if (judged.quietUntil <= judged.now)
      return { ...NO_CAUSE, ...recoveredWords(past, judged.outcomes), severity, dueAt: soonest(due) }
    due.push(judged.quietUntil)
  }
  if (loss !== null) due.push(...findings.map(each => settledAt(each, judged)).filter(time => time > judged.now))
  const { finding: leading, lead, dueAt } = leadOf(findings, judged)
  if (dueAt !== null) due.push(dueAt)
  const told = { ...judged, severity }
  if (leading === null) return { ...ofState(told), severity, dueAt: soonest(due) }
  const isCounted = isOfLoss(leading) && loss !== null && isInSlices(judged.summary, loss)
  const isOld = diagnosed?.served !== undefined && isOutdated(diagnosed.served, judged.summary)
  if (isOld && !isCounted) return { ...ofState(told), severity, dueAt: soonest(due) }
  const begun = diagnosed?.begun.get(leading)
  const words = isCounted ? ofLoss(told, { ...leading, lead }, begun) : ofFinding(leading, begun)
  return { ...words, severity, dueAt: soonest(due) }
}

const NO_CAUSE = { guess: '', onset: null, code: null, causeCertainty: null, change: null } as const

function soonest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times)
}

/** Whether counts of slices show the loss: of pods that are in none, their own findings tell. */
function isInSlices(summary: ServiceSummary, { lostZones }: Loss): boolean {
  return (
    summary.health !== 'empty' &&
    (lostNow(summary) > 0 || Object.keys(lostZones).length > 0 || summary.counts?.ready === 0)
  )
}

type Words = Omit<Verdict, 'severity' | 'dueAt'>

function ofState(judged: Judged): Words {
  const { loss, diagnosed } = judged
  const counted = countsWords({ ...judged, where: diagnosed?.where ?? null })
  const { lead, numbers } = counted
  const unknown = loss === null || loss.severity === 'info' || diagnosed === null ? '' : whyUnknown(judged)
  const words = { causeCertainty: null, lead, facts: `${factsOf(counted, judged)}${unknown}`, guess: '' }
  return { ...words, sentence: sentenceOf(words), onset: onsetOf(loss), code: null, change: null, numbers }
}

/** What keeps the cause from being known: what tells most before all else, and what is refused before what is not recorded or loading. */
function whyUnknown({ diagnosed }: Judged): string {
  const missing = (diagnosed?.cannotTell ?? []).flatMap(each => each.missing)
  const first = (reason: string) =>
    Object.keys(KINDS).find(kind => missing.some(each => each.reason === reason && each.resource === kind))
  for (const reason of ['forbidden', 'not-recorded', 'loading'] as const) {
    const kind = first(reason)
    if (kind !== undefined) return `. ${KINDS[kind] ?? ''} ${lackWords(reason)}, so the cause is unknown`
  }
  return ''
}

/** As they are called in sentences, what tells most about pods that are not ready first. */
const KINDS: Readonly<Record<string, string>> = {
  pods: 'Pods',
  nodes: 'Nodes',
  events: 'Events',
  deployments: 'Deployments',
  replicasets: 'ReplicaSets',
  statefulsets: 'StatefulSets',
  daemonsets: 'DaemonSets',
  jobs: 'Jobs',
  leases: 'Leases',
  namespaces: 'Namespaces',
  endpoints: 'Endpoints',
  networkpolicies: 'NetworkPolicies',
  ingresses: 'Ingresses',
  httproutes: 'HTTPRoutes',
}

/** The rule that says of pods that no other tells why. */
const CAUSE_UNKNOWN = 'SC-G23'

/** The loss from counts, and then how much of it the cause explains. */
function ofLoss(judged: Judged, finding: Finding, begun: Begun | undefined): Words {
  const { loss, diagnosed, summary } = judged
  const counted = countsWords({ ...judged, where: diagnosed?.where ?? null })
  const lost = lostNow(summary) || (loss?.size ?? 0)
  const explained = Math.min(finding.explains, lost)
  const some = numberText(explained)
  const besides = (diagnosed?.findings ?? []).filter(other => explainsMore(other, finding))
  const settled = besides.filter(other => settledAt(other, judged) <= judged.now)
  // What comes and goes within moments, and slices that follow their pods, are no news.
  const passing = (diagnosed?.served?.healing ?? 0) + (settled.length === besides.length ? 0 : lost - explained)
  const part =
    explained + passing >= lost
      ? ''
      : finding.scope === undefined
        ? `; this explains ${some} of them`
        : `; ${some} of them ${finding.scope}`
  const others = settled.length
  const more = others === 0 ? '' : `; ${others} more ${others === 1 ? 'cause' : 'causes'}`
  const { causeCertainty, guess, code } = finding
  const lead = finding.lead === '' ? counted.lead : finding.lead
  const detail = finding.detail === undefined ? '' : `; ${finding.detail}`
  const facts = `${factsOf(counted, judged)}${part}${detail}${more}${afterWords(begun)}${code === CAUSE_UNKNOWN ? whyUnknown(judged) : ''}`
  const numbers = [
    ...counted.numbers,
    ...(part === '' ? [] : [{ of: 'explains', value: explained }]),
    ...(more === '' ? [] : [{ of: 'causes', value: others }]),
  ]
  const words = { causeCertainty, lead, facts, guess }
  return { ...words, sentence: sentenceOf(words), onset: onsetOf(loss), code, change: begun?.key ?? null, numbers }
}

/** A sentence of its own: what came before claims no cause. */
function afterWords(begun: Begun | undefined): string {
  return begun === undefined ? '' : `. ${begun.words}`
}

/** Whether it explains lost ones that the other does not. */
function explainsMore(other: Finding, { code, broken }: Finding): boolean {
  if (other.code === code || other.severity === 'info' || other.broken.length === 0) return false
  const known = new Set(broken)
  return other.broken.some(key => !known.has(key))
}

function ofFinding(finding: Finding, begun: Begun | undefined): Words {
  const { causeCertainty, lead, guess, onset, code } = finding
  const facts = finding.facts === '' ? (begun?.words ?? '') : `${finding.facts}${afterWords(begun)}`
  const words = { causeCertainty, lead, facts, guess }
  return { ...words, sentence: sentenceOf(words), onset, code, change: begun?.key ?? null, numbers: [] }
}

function onsetOf(loss: Loss | null): string | null {
  return loss === null || loss.severity === 'info' ? null : new Date(loss.onset).toISOString()
}

/** "eu-1c lost all 84 backends at 03:11:19 UTC, 160 of 244 still ready": with the time of a loss that we saw begin. */
function factsOf({ what, timed, rest }: CountsWords, { loss, summary }: Judged): string {
  const isTimed = loss !== null && loss.isSeen && loss.severity !== 'info'
  // Of those that were lost then none may be left.
  const since = Math.max(loss?.worsenedAt ?? 0, summary.lostSince?.first ?? 0)
  return `${isTimed ? timed(clockText(since)) : what}${rest}`
}
