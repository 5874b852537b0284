import type { ServiceSummary } from '@slicescope/graph'
import type { Begun } from './changes/begun.ts'
import { clockText } from './clock-text.ts'
import { allOf, countsWords, type CountsWords, lostNow, type NumberOf } from './counts-words.ts'
import type { CannotTell, Certainty, Finding, Severity } from './finding.ts'
import { worstSeverity } from './losses/calm.ts'
import type { Loss, PastLoss } from './losses/loss-memory.ts'
import type { ObservedOutcome } from './observed/observation.ts'
import type { Where } from './where.ts'
import { zonesLost } from './where-lost.ts'
import { sentenceOf } from './words.ts'

/** What a verdict is chosen from, as far as the reader can see it. */
export interface Judged {
  readonly summary: ServiceSummary
  /** Pods that match and are in no slice; null where that is not known. */
  readonly absent: number | null
  readonly loss: Loss | null
  /** The last loss, while it is told of. */
  readonly past: PastLoss | null
  /** By counts, held for calm. */
  readonly severity: Severity | null
  /** Null until a diagnosis was done. */
  readonly diagnosed: {
    /** In their order. */
    readonly findings: readonly Finding[]
    readonly cannotTell: readonly CannotTell[]
    readonly where: Where | null
    /** The change after which each began. */
    readonly begun: ReadonlyMap<Finding, Begun>
  } | null
  /** What was found lately. */
  readonly outcomes: readonly ObservedOutcome[]
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
  const { loss, diagnosed, severity, past } = judged
  const findings = diagnosed?.findings ?? []
  const worst = worstSeverity(severity, loss?.severity ?? null, ...findings.map(finding => finding.severity))
  const isLost = loss !== null && loss.severity !== 'info'
  if (!isLost && past !== null && findings.every(finding => finding.severity === 'info'))
    return recovered(judged, past, worstSeverity('info', severity))
  const { lead: leading, dueAt } = leadOf(judged, findings)
  if (leading === null) return { ...ofState(judged), severity: worst, dueAt }
  const isCounted = leading.broken.length > 0 && loss !== null && isInSlices(judged.summary, loss)
  return { ...(isCounted ? ofLoss(judged, leading) : ofFinding(judged, leading)), severity: worst, dueAt }
}

/** Whether counts of slices show the loss: of pods that are in none, their own findings tell. */
function isInSlices(summary: ServiceSummary, { lostZones }: Loss): boolean {
  return (
    summary.health !== 'empty' &&
    (lostNow(summary) > 0 || Object.keys(lostZones).length > 0 || summary.counts?.ready === 0)
  )
}

type Words = Omit<Verdict, 'severity' | 'dueAt'>

/** A better cause must have been there for as long before it takes the lead of another. */
const SETTLED_MS = 2000

/** The finding that leads: of those that may, the first by their order that has been there for a while, else the first. */
function leadOf(
  { loss, outcomes, now }: Judged,
  findings: readonly Finding[],
): { readonly lead: Finding | null; readonly dueAt: number | null } {
  const able = findings.filter(finding => canLead(finding, loss))
  const [best] = able
  if (best === undefined) return { lead: null, dueAt: null }
  const began = new Map(able.map(finding => [finding, beganAt(finding, outcomes, now)]))
  const bestBegan = began.get(best) ?? now
  const changedAt = loss?.worsenedAt ?? -Infinity
  if (now - bestBegan >= SETTLED_MS || bestBegan <= changedAt) return { lead: best, dueAt: null }
  const older = able.find(
    finding => (began.get(finding) ?? now) < bestBegan && (began.get(finding) ?? now) >= changedAt - SETTLED_MS,
  )
  return older === undefined ? { lead: best, dueAt: null } : { lead: older, dueAt: bestBegan + SETTLED_MS }
}

function canLead({ explains, severity }: Finding, loss: Loss | null): boolean {
  if (loss === null || loss.size === 0) return explains > 0 || severity !== 'info'
  return explains > 0 && explains * 2 >= loss.size && severity !== 'info'
}

/** Since when it has been found without a break, by what is remembered. */
function beganAt({ code }: Finding, outcomes: readonly ObservedOutcome[], now: number): number {
  let began = now
  for (const outcome of outcomes.toReversed()) {
    if (!outcome.findings.some(each => each.code === code)) break
    began = outcome.time
  }
  return began
}

function ofState(judged: Judged): Words {
  const { loss, diagnosed } = judged
  const counted = countsWords({ ...judged, where: diagnosed?.where ?? null })
  const { lead, numbers } = counted
  const unknown = loss === null || loss.severity === 'info' || diagnosed === null ? '' : whyUnknown(judged)
  const words = { causeCertainty: null, lead, facts: `${factsOf(counted, judged)}${unknown}`, guess: '' }
  return { ...words, sentence: sentenceOf(words), onset: onsetOf(loss), code: null, change: null, numbers }
}

/** What keeps the cause from being known. */
function whyUnknown({ diagnosed }: Judged): string {
  const missing = (diagnosed?.cannotTell ?? []).flatMap(each => each.missing)
  const forbidden = missing.filter(({ reason }) => reason === 'forbidden').map(({ resource }) => resource)
  const loading = missing.filter(({ reason }) => reason === 'loading').map(({ resource }) => resource)
  const [first] = forbidden.includes('pods') ? ['pods'] : forbidden
  if (first !== undefined) return `. ${kindsOf(first)} cannot be read (RBAC), so the cause is unknown`
  const [next] = loading.includes('pods') ? ['pods'] : loading
  if (next !== undefined) return `. ${kindsOf(next)} are still loading, so the cause is unknown`
  return ''
}

function kindsOf(resource: string): string {
  return resource.charAt(0).toUpperCase() + resource.slice(1)
}

/** The loss from counts, and then how much of it the cause explains. */
function ofLoss(judged: Judged, finding: Finding): Words {
  const { loss, diagnosed, summary } = judged
  const counted = countsWords({ ...judged, where: diagnosed?.where ?? null })
  const lost = lostNow(summary) || (loss?.size ?? 0)
  const explained = Math.min(finding.explains, lost)
  const part =
    explained < lost ? `; ${explained.toLocaleString('en-US')} of them ${finding.scope ?? 'explained by this'}` : ''
  const others = (diagnosed?.findings ?? []).filter(other => explainsMore(other, finding)).length
  const more = others === 0 ? '' : `, and ${others} more ${others === 1 ? 'cause' : 'causes'}`
  const begun = diagnosed?.begun.get(finding)
  const after = begun === undefined ? '' : `, ${begun.words}`
  const { causeCertainty, guess, code } = finding
  const lead = finding.lead === '' ? counted.lead : finding.lead
  const detail = finding.detail === undefined ? '' : `; ${finding.detail}`
  const facts = `${factsOf(counted, judged)}${part}${detail}${more}${after}`
  const numbers = [
    ...counted.numbers,
    ...(part === '' ? [] : [{ of: 'explains', value: explained }]),
    ...(more === '' ? [] : [{ of: 'causes', value: others }]),
  ]
  const words = { causeCertainty, lead, facts, guess }
  return { ...words, sentence: sentenceOf(words), onset: onsetOf(loss), code, change: begun?.key ?? null, numbers }
}

/** Whether it explains lost ones that the other does not. */
function explainsMore(other: Finding, { code, broken }: Finding): boolean {
  if (other.code === code || other.severity === 'info' || other.broken.length === 0) return false
  const known = new Set(broken)
  return other.broken.some(key => !known.has(key))
}

function ofFinding({ diagnosed }: Judged, finding: Finding): Words {
  const { causeCertainty, lead, guess, onset, code } = finding
  const after = diagnosed?.begun.get(finding)
  const facts = [finding.facts, after?.words].filter(Boolean).join(', ')
  const words = { causeCertainty, lead, facts, guess }
  return { ...words, sentence: sentenceOf(words), onset, code, change: after?.key ?? null, numbers: [] }
}

function onsetOf(loss: Loss | null): string | null {
  return loss === null || loss.severity === 'info' ? null : new Date(loss.onset).toISOString()
}

/** "eu-1c lost all 84 backends at 03:11:19 UTC, 160 of 244 still ready": with the time of a loss that we saw begin. */
function factsOf({ what, rest }: CountsWords, { loss }: Judged): string {
  const isTimed = loss !== null && loss.isSeen && loss.severity !== 'info'
  return `${what}${isTimed ? ` at ${clockText(loss.worsenedAt)}` : ''}${rest}`
}

function recovered(judged: Judged, past: PastLoss, severity: Severity | null): Verdict {
  const lead = 'Recovered'
  const seconds = Math.max(1, Math.round((past.at - past.onset) / 1000))
  const had = hadWords(past)
  const cause = causeOf(judged, past)
  const sentence = `Recovered at ${clockText(past.at)} after ${durationText(seconds)}: ${had}${cause === '' ? '' : ` (${cause})`}.`
  return {
    sentence,
    lead,
    facts: sentence.slice(lead.length + 1, -1),
    guess: '',
    onset: null,
    severity,
    code: null,
    causeCertainty: null,
    change: null,
    numbers: [],
    dueAt: null,
  }
}

/** "eu-1b had lost all 81 backends" */
export function hadWords({ summary, lostZones }: PastLoss): string {
  const { total = 0, ready = 0 } = summary.counts ?? {}
  const lost = lostNow(summary)
  if (ready === 0)
    return total === 0
      ? 'no backend was left'
      : `${allOf(total, total.toLocaleString('en-US'))} ${total === 1 ? 'was' : 'were'} not ready`
  const where = zonesLost(summary)
  const [zone] = Object.entries(lostZones)
  if (where?.places !== null && where !== null)
    return `${where.places} had lost ${allOf(where.lost, where.lost.toLocaleString('en-US'))}`
  if (zone !== undefined) return `${zone[0]} had lost ${allOf(zone[1], zone[1].toLocaleString('en-US'))}`
  const of = Math.max(total, summary.workloads.wanted ?? 0)
  const missing = lost === 0 ? of - ready : lost
  return `${missing.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} backends ${missing === 1 ? 'was' : 'were'} not ready`
}

/** The cause that was found while it lasted, that explained most. */
function causeOf({ outcomes }: Judged, { onset, at }: PastLoss): string {
  const found = outcomes
    .filter(({ time }) => time >= onset && time <= at + SETTLED_MS)
    .flatMap(({ findings }) => findings.filter(({ explains, severity }) => explains > 0 && severity !== 'info'))
    .filter(({ causeCertainty, lead }) => causeCertainty !== 'hint' && lead !== '')
    .toSorted((a, b) => b.explains - a.explains)
  const [first] = found
  return first === undefined ? '' : lowerFirst(first.lead)
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
