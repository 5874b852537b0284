import type { ServiceSummary } from '@slicescope/graph'
import type { Finding } from '../finding.ts'
import { explainsMost } from '../losses/explains-most.ts'
import type { Loss, PastLoss } from '../losses/loss-memory.ts'
import { TRAFFIC_CODES } from '../slices/traffic-codes.ts'
import type { ObservedFinding, ObservedOutcome } from '../observed/observation.ts'

/** What the choice goes by. */
export interface Led {
  readonly summary: ServiceSummary
  readonly loss: Loss | null
  readonly past: PastLoss | null
  /** What was found lately, and until when each finding explained half of the loss: see Observed. */
  readonly outcomes: readonly ObservedOutcome[]
  readonly explained: Readonly<Record<string, number>>
  readonly now: number
}

/** What leads, and with which words; `dueAt`: when time alone makes it another, ms since the epoch, null for never. */
export interface Leading {
  readonly finding: Finding | null
  readonly lead: string
  readonly dueAt: number | null
}

/** What is new must have been there for as long before it takes the lead of another. */
export const SETTLED_MS = 2000

/** What is found as soon after something became worse belongs to it, and leads at once; a guess never. */
const SLACK_MS = { proven: 2000, likely: 300, hint: -Infinity } as const

/** What an outage leaves behind is gone within as long. */
const AFTER_MS = 10_000

/** Whether it says what was lost: then it is as grave as that is now, and over with it. */
export function isOfLoss({ code, broken }: Finding): boolean {
  return broken.length > 0 && !TRAFFIC_CODES.has(code)
}

/**
 * When a finding that explains no loss is one to speak of, ms since the epoch: what was seen to begin, or was left over
 * by an outage, may be gone in a moment.
 */
export function settledAt(finding: Finding, { past, outcomes, now }: Led): number {
  const began = beganAt(finding, outcomes)
  const isNew = began === null ? outcomes.length > 0 : outcomes[0] !== undefined && outcomes[0].time < began
  return Math.max(isNew ? (began ?? now) + SETTLED_MS : -Infinity, (past?.at ?? -Infinity) + AFTER_MS)
}

/** The finding that leads: of those that may, the first by their order that has been there for a while, else the first. */
export function leadOf(findings: readonly Finding[], led: Led): Leading {
  const { loss, outcomes, now } = led
  const able = findings.filter(finding => canLead(finding, led))
  const changedAt = loss?.worsenedAt ?? -Infinity
  const began = new Map(able.map(finding => [finding, beganAt(finding, outcomes) ?? now]))
  const beganOf = (finding: Finding) => began.get(finding) ?? now
  // What was already so when we began to watch is as old as it is.
  const isReady = (finding: Finding) =>
    now - beganOf(finding) >= SETTLED_MS ||
    loss?.isSeen !== true ||
    beganOf(finding) <= changedAt + SLACK_MS[finding.causeCertainty]
  const ready = able.filter(isReady)
  const waiting = able.filter(finding => !isReady(finding))
  const [best] = ready
  const due = [
    ...waiting.map(finding => beganOf(finding) + SETTLED_MS),
    ...able.flatMap(finding => ableUntil(finding, led)),
  ]
  const first = due.length === 0 ? null : Math.min(...due)
  const chosen = best ?? waiting.find(({ causeCertainty }) => causeCertainty === 'proven')
  if (chosen === undefined) return { finding: null, lead: '', dueAt: first }
  const { lead, until } = wordsOf(chosen, led)
  const dueAt = Math.min(first ?? Infinity, until)
  return { finding: chosen, lead, dueAt: Number.isFinite(dueAt) ? dueAt : null }
}

/** One that explains what is lost, now or a moment ago; where nothing is, what has settled. */
function canLead(finding: Finding, led: Led): boolean {
  const { summary, loss, explained, now } = led
  const { explains, severity } = finding
  if (loss === null) {
    if (isOfLoss(finding)) return false
    return severity === 'info' ? explains > 0 && !isAwaited(summary) : settledAt(finding, led) <= now
  }
  if (loss.size === 0) return explains > 0 || severity !== 'info'
  // Worked out before the loss was grave, it is as grave as that by now.
  const isInfo = severity === 'info' && (loss.severity === 'info' || !isOfLoss(finding))
  if (explains === 0 || isInfo) return false
  return explainsMost(finding, loss) || (explained[finding.code] ?? -Infinity) > now - SETTLED_MS
}

/** Pods that are asked for are on their way: that they are not there yet needs no cause. */
function isAwaited({ counts, workloads }: ServiceSummary): boolean {
  return counts !== null && counts.ready < (workloads.wanted ?? 0)
}

/** When time alone takes the lead from one that explained more a moment ago, ms since the epoch. */
function ableUntil(finding: Finding, { loss, explained }: Led): readonly number[] {
  const until = explained[finding.code]
  const isByNow = loss === null || loss.size === 0 || explainsMost(finding, loss)
  return isByNow || until === undefined ? [] : [until + SETTLED_MS]
}

function marked({ code }: Finding, { findings }: ObservedOutcome): ObservedFinding | undefined {
  return findings.find(each => each.code === code)
}

/** Since when it has been found without a break, by what is remembered; null where it was not. */
function beganAt(finding: Finding, outcomes: readonly ObservedOutcome[]): number | null {
  let began: number | null = null
  for (const outcome of outcomes.toReversed()) {
    if (marked(finding, outcome) === undefined) break
    began = outcome.time
  }
  return began
}

/** Its words as they are; where they are new, and nothing has become worse, those that stood for a while before. */
function wordsOf(finding: Finding, { loss, outcomes, now }: Led): { readonly lead: string; readonly until: number } {
  const spells = spellsOf(finding, outcomes)
  const endOf = (at: number) => spells[at + 1]?.since ?? now
  const at = spells.findLastIndex(({ since }, index) => endOf(index) - since >= SETTLED_MS)
  const [settled, until] = [spells[at], endOf(at) + SETTLED_MS]
  const isOver =
    settled === undefined ||
    settled.lead === '' ||
    until <= now ||
    (loss?.worsenedAt ?? -Infinity) > endOf(at) - SETTLED_MS
  return isOver || settled.lead === finding.lead
    ? { lead: finding.lead, until: Infinity }
    : { lead: settled.lead, until }
}

interface Spell {
  readonly lead: string
  readonly since: number
}

/** The leads that it had one after another, without a break until now. */
function spellsOf(finding: Finding, outcomes: readonly ObservedOutcome[]): readonly Spell[] {
  const spells: Spell[] = []
  for (const outcome of outcomes) {
    const mark = marked(finding, outcome)
    if (mark === undefined) spells.length = 0
    else if (spells.at(-1)?.lead !== mark.lead) spells.push({ lead: mark.lead, since: outcome.time })
  }
  return spells
}
