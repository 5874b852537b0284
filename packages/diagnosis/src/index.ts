export { type Begun, begunOf } from './changes/begun.ts'
export type { Change } from './changes/change.ts'
export { changesOf, MOST_CHANGES } from './changes/changes-of.ts'
export { CHANGES_SHOWN } from './changes/shown-delta.ts'
export { concerning } from './changes/concerns.ts'
export { seenIn } from './changes/seen-in.ts'
export { CHANGES_MS, type Seen, type Watched } from './changes/watched.ts'
export type { CheckState } from './check.ts'
export { checklist, type ChecklistItem } from './checklist.ts'
export { chooseVerdict, type Judged, type Verdict } from './choose-verdict.ts'
export { causeNoun } from './words/cause-noun.ts'
export { clockText } from './words/clock-text.ts'
export { lackWords } from './words/lack-words.ts'
export { countsWords, type NumberOf } from './words/counts-words.ts'
export { diagnose, diagnoseInSteps } from './diagnose.ts'
export type { Evidence } from './evidence.ts'
export type {
  CannotTell,
  Certainty,
  Diagnosis,
  EvidenceItem,
  Finding,
  MissingInput,
  NearPod,
  ObjectRef,
  Read,
  RemedyClass,
  Severity,
} from './finding.ts'
export { heldSeverity, quietUntil } from './losses/calm.ts'
export { circumstancesOf } from './losses/circumstances.ts'
export {
  type Circumstances,
  type Loss,
  type LossMemory,
  NO_CIRCUMSTANCES,
  type PastLoss,
} from './losses/loss-memory.ts'
export { lossOf, missedAt } from './losses/note-loss.ts'
export { withStarting } from './losses/starting-by-counts.ts'
export { toldHealth } from './losses/told-health.ts'
export { gistOf, type LeaseState, type ReadLease } from './slices/leases.ts'
export type {
  Observation,
  ObservedFinding,
  ObservedOutcome,
  ObservedState,
} from './observed/observation.ts'
export {
  changesAt,
  fold,
  healthSince,
  lastState,
  NOTHING_OBSERVED,
  type Observed,
  type ObservedHealth,
} from './observed/observed.ts'
export { compareFindings } from './order.ts'
export { FINDING_CODES } from './rules.ts'
export { hadLost } from './words/recovered-words.ts'
export { type ServedThen, servedThen } from './losses/served-then.ts'
export { stateSince, type StateSince } from './since/state-since.ts'
export type { Wanted } from './workloads/wanted.ts'
export type { Where } from './words/where.ts'
export {
  count,
  listed,
  numberText,
  sentenceOf,
  splitStatement,
  type Statement,
  upperFirst,
  zoneName,
} from './words/words.ts'
