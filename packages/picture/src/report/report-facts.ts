import type { Comparison, ServiceView, Timeline } from '@slicescope/view'
import type { Caption } from '../caption-words.ts'

/** The Service at one moment of the report; its caption says when. */
export interface ReportMoment {
  readonly view: ServiceView
  readonly caption: Caption
}

/** A stretch of time, RFC 3339. */
interface Span {
  readonly from: string
  readonly to: string
}

/** The worst loss of the range. */
export interface ReportLoss {
  /** RFC 3339. */
  readonly onset: string
  /** False where it was already so when the recording begins, at `onset`. */
  readonly isOnsetSeen: boolean
  /** When and how it was over; null where it was not by the end of the range. */
  readonly end: { readonly time: string; readonly how: 'recovered' | 'deleted' } | null
}

/** What a report is made from: all of it as it was recorded. */
export interface ReportFacts {
  readonly namespace: string
  readonly name: string
  /** What the report covers: within what is recorded. */
  readonly range: Span
  /** What was asked for. */
  readonly asked: Span
  /** Null where nothing was lost. */
  readonly loss: ReportLoss | null
  /** Before the loss, or the beginning of the range; null where there was no such Service. */
  readonly before: ReportMoment | null
  /** Where it was worst, or the end of the range. */
  readonly worst: ReportMoment
  /** Once the loss was over. */
  readonly recovery: ReportMoment | null
  readonly timeline: Pick<Timeline, 'changes' | 'marks' | 'gaps'>
  /** Before against worst; null without `before`. */
  readonly comparison: Comparison | null
}
