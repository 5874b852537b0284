export { FileError } from './files/file-error.ts'
export { joinedParts } from './files/joined-members.ts'
export { MOST_TEXT, openBytes, reasonNotOpened, TOO_LARGE } from './files/open-bytes.ts'
export {
  isRecordingFile,
  MOST_RATIO,
  type OpenedRecording,
  readRecording,
  RecordingError,
} from './files/read-recording.ts'
export { RecordedAnswers } from './files/recorded-answers.ts'
export { type OpenedFile, type PathAnswer, RecordingShelf } from './files/recording-shelf.ts'
export type { ShownRecording } from './files/shown-recording.ts'
export { gapsOf, History, NotRecorded, recordedOf, type Then, type Walked } from './history/history.ts'
export { MemoryJournal } from './history/memory-journal.ts'
export { isLoss, observationText, type Observed, type ObservedRow, readObserved } from './history/observation.ts'
export { EVERY_SERVICE } from './history/part-of-past.ts'
export { Past } from './history/past.ts'
export { readTimeline } from './history/read-timeline.ts'
export { Slices } from './history/slices.ts'
export { toTime } from './history/timeline.ts'
export { overviewSource, serviceSource, type TopicSource } from './history/topic-source.ts'
export type { Packing } from './packing.ts'
export type { AskedCluster, AskedClusters, RecordingState } from './questions/asked-clusters.ts'
export { findListed } from './questions/asked-clusters.ts'
export { noService, type ServicePath, servicePathSchema } from './questions/ask-service.ts'
export { clusterQuestions } from './questions/cluster-questions.ts'
export { atSchema, parseTime, timeSchema } from './questions/moment-query.ts'
export {
  isForbiddenEverywhere,
  knowledgeOf,
  type NamespaceKnowledge,
  settledKnowledge,
} from './questions/namespace-knowledge.ts'
export { findNamespaceProblem } from './questions/namespace-problem.ts'
export { Problem, problemSchema } from './questions/problem.ts'
export type { Question } from './questions/question.ts'
export { NO_HISTORY, notRecordedProblem, readAt, type Reading } from './questions/read-at.ts'
export { listOf, readQuery } from './questions/read-query.ts'
export type { Timers } from './timers.ts'
