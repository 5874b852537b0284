import { splitStatement } from '@slicescope/view/text'
import type { FindingView } from '@slicescope/view'
import { countWords, formatAge, severityWord } from '../caption-words.ts'
import { chatPicture } from '../chat-picture.ts'
import type { DrawingModel } from '../drawing-model.ts'
import { kubectlOfService } from '../kubectl.ts'
import { formatBoth } from '../local-time.ts'
import { summarize } from '../summary.ts'
import { type ReportTable, reportTables } from './report-tables.ts'
import type { ReportFacts, ReportMoment } from './report-facts.ts'
import { type ReportEvent, reportEvents } from './report-events.ts'
import { reportUnknown } from './report-unknown.ts'

/** One moment: its picture, and what that says in words. */
export interface ReportPicture {
  /** "Worst" */
  readonly title: string
  /** In UTC and, where it is known, in the reader's time zone. */
  readonly time: string
  /** "160 of 244 ready, 84 not ready" */
  readonly counts: string
  readonly sentence: string
  /** Where the page shows this moment; null without a public address. */
  readonly link: string | null
  readonly drawing: DrawingModel
}

/** An incident report's parts in plain words, where back quotes mark code; both renderings are made of it. */
export interface Report {
  /** "Incident report: checkout in shop, 2026-11-24 03:11 UTC" */
  readonly title: string
  /** "CRITICAL" */
  readonly severity: string
  readonly isLoss: boolean
  /** The verdict where it was worst. */
  readonly sentence: string
  /** The same in two, of which the first says what was wrong; '' where the first is all. */
  readonly parts: { readonly head: string; readonly rest: string }
  /** When it began, when it was over, how long it took. */
  readonly when: string
  /** Lines of where, and what the report covers. */
  readonly about: readonly string[]
  readonly pictures: readonly ReportPicture[]
  /** The date on which it begins: events of that day need no other in a table. */
  readonly day: string
  /** The oldest first. */
  readonly events: readonly ReportEvent[]
  /** As of the worst moment, with its words for headings. */
  readonly findings: readonly FindingView[]
  readonly foundAt: string
  /** What differs between before and the worst moment, in a sentence; null where there is no before. */
  readonly difference: string | null
  readonly tables: readonly ReportTable[]
  readonly commands: readonly string[]
  readonly unknown: readonly string[]
  /** Where the page shows the worst moment; null without a public address. */
  readonly link: string | null
  readonly by: string
}

/** Everything that a report says of an incident, in its order. */
export function reportOf(facts: ReportFacts): Report {
  const { namespace, name, range, worst, loss } = facts
  const { caption, view } = worst
  const { timeZone, cluster } = caption
  const summary = summarize(view, caption, kubectlOfService(view.service))
  const began = loss === null ? range.from : loss.onset
  return {
    title: `Incident report: ${name} in ${namespace}, ${began.slice(0, 10)} ${began.slice(11, 16)} UTC`,
    severity: severityWord(view),
    isLoss: loss !== null,
    sentence: view.verdict.sentence,
    parts: partsOf(worst),
    when: whenWords(facts),
    about: [
      `Service ${namespace}/${name}, cluster ${cluster}`,
      `Covers ${formatBoth(range.from, timeZone)} to ${formatBoth(range.to, timeZone)}`,
      ...marksOf(worst),
    ],
    pictures: picturesOf(facts),
    day: range.from.slice(0, 10),
    events: reportEvents(facts),
    findings: summary.findings,
    foundAt: formatBoth(caption.asOf, timeZone),
    difference: facts.comparison?.sentence ?? null,
    tables: facts.comparison === null ? [] : reportTables(facts.comparison),
    commands: summary.commands,
    unknown: reportUnknown(facts, summary.unknown),
    link: caption.link,
    by: summary.by,
  }
}

function partsOf({ view: { verdict } }: ReportMoment): Report['parts'] {
  const { head, rest } = splitStatement(verdict)
  return { head: `${verdict.prefix} ${head}`.trim(), rest }
}

/** DEMO and RECORDING; that a report is about the past needs no mark. */
function marksOf({ view }: ReportMoment): readonly string[] {
  const marks = view.freshness.marks.filter(mark => mark === 'DEMO' || mark === 'RECORDING')
  return marks.length === 0 ? [] : [marks.join(', ')]
}

function whenWords({ loss, range, worst: { caption } }: ReportFacts): string {
  const moment = (time: string) => formatBoth(time, caption.timeZone)
  if (loss === null) return `No loss is recorded between ${moment(range.from)} and ${moment(range.to)}.`
  const { onset, isOnsetSeen, end } = loss
  const lasted = durationWords(Date.parse(end?.time ?? range.to) - Date.parse(onset))
  const began = isOnsetSeen ? `Began at ${moment(onset)}` : `Began before ${moment(onset)}, when the recording begins`
  if (end === null) return `${began}, and had not recovered ${lasted} later, at ${moment(range.to)}.`
  const over = end.how === 'recovered' ? 'recovered' : 'ended when the Service was deleted'
  return `${began}, ${over} at ${moment(end.time)}, after ${isOnsetSeen ? '' : 'at least '}${lasted}.`
}

/** "42 s", "12 min 51 s", "3 h 4 min" */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return formatAge(milliseconds)
}

function picturesOf({ loss, before, worst, recovery }: ReportFacts): readonly ReportPicture[] {
  return [
    ...(before === null ? [] : [pictureOf(loss === null ? 'Start' : 'Before the loss', before)]),
    pictureOf(loss === null ? 'End' : 'Worst', worst),
    ...(recovery === null ? [] : [pictureOf('Recovered', recovery)]),
  ]
}

function pictureOf(title: string, { view, caption }: ReportMoment): ReportPicture {
  return {
    title,
    time: formatBoth(caption.asOf, caption.timeZone),
    counts: countWords(view),
    sentence: view.verdict.sentence,
    link: caption.link,
    drawing: chatPicture(view, caption),
  }
}
