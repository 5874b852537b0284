import type { ChecklistItem } from '@slicescope/diagnosis'
import { type Steps, unreachable } from '@slicescope/model'
import type { Outcome } from './outcome.ts'
import type { ReadLog } from './reads/read-log.ts'
import type { WorkedOut } from './work-out.ts'

/** A diagnosis that is being worked out. */
export interface Work {
  readonly steps: Steps<WorkedOut | null>
  /** What it has read so far that is not the Service's own. */
  readonly log: ReadLog
}

/** How far the diagnosis of a Service is. `restarts`: how often it was begun in vain. */
export type Progress =
  /** Its turn comes. */
  | { readonly state: 'waiting'; readonly restarts: number }
  /** What may have changed changes often: its turn comes in a moment. */
  | { readonly state: 'postponed' }
  /** It rests between two steps. */
  | { readonly state: 'working'; readonly restarts: number; readonly work: Work }
  /** What it came to differs from before, and waits for its entry. */
  | { readonly state: 'done'; readonly outcome: Outcome }
  /** What is known of it is so. */
  | { readonly state: 'settled' }

export interface DiagnosisRecord {
  readonly progress: Progress
  /** What its last entry says; null before the first. */
  readonly outcome: Outcome | null
  /** Made when asked for, until the Service is marked. */
  readonly checklist: readonly ChecklistItem[] | null
}

export type DiagnosisEvent =
  /** Something that it may go by has changed. */
  | { readonly type: 'marked' }
  /** Something has changed that changes often. */
  | { readonly type: 'postponed' }
  | { readonly type: 'begun'; readonly work: Work }
  /** With another outcome than before. */
  | { readonly type: 'done'; readonly outcome: Outcome }
  /** With the same outcome as before. */
  | { readonly type: 'confirmed' }
  /** The entry of an outcome has arrived. */
  | { readonly type: 'shown'; readonly outcome: Outcome }
  | { readonly type: 'checked'; readonly checklist: readonly ChecklistItem[] | null }

const WAITING: Progress = { state: 'waiting', restarts: 0 }
const SETTLED: Progress = { state: 'settled' }
const POSTPONED: Progress = { state: 'postponed' }

export const NEW_RECORD: DiagnosisRecord = { progress: WAITING, outcome: null, checklist: null }

/** All that becomes of a record. */
export function nextRecord(record: DiagnosisRecord, event: DiagnosisEvent): DiagnosisRecord {
  const { progress } = record
  switch (event.type) {
    case 'marked':
      return { ...record, progress: markedProgress(progress), checklist: null }
    case 'postponed':
      return progress.state === 'settled' || progress.state === 'postponed'
        ? { ...record, progress: POSTPONED, checklist: null }
        : nextRecord(record, { type: 'marked' })
    case 'begun':
      return { ...record, progress: { state: 'working', restarts: restartsOf(progress), work: event.work } }
    case 'done':
      return { ...record, progress: { state: 'done', outcome: event.outcome } }
    case 'confirmed':
      return { ...record, progress: SETTLED }
    case 'shown':
      return { ...record, progress: SETTLED, outcome: event.outcome }
    case 'checked':
      return { ...record, checklist: event.checklist }
    default:
      return unreachable(event)
  }
}

/** What is begun is thrown away. */
function markedProgress(progress: Progress): Progress {
  switch (progress.state) {
    case 'waiting':
      return progress
    case 'working':
      return { state: 'waiting', restarts: progress.restarts + 1 }
    case 'done':
    case 'settled':
    case 'postponed':
      return WAITING
    default:
      return unreachable(progress)
  }
}

export function restartsOf(progress: Progress): number {
  return progress.state === 'waiting' || progress.state === 'working' ? progress.restarts : 0
}
