export { BaseWriter } from './base-writer.ts'
export { BatchWriter } from './batch-line.ts'
export { isBefore } from './asked.ts'
export { JournalError } from './journal-error.ts'
export type {
  Asked,
  BaseInfo,
  Chunk,
  Gap,
  JournalStatus,
  JournalStore,
  Observation,
  Place,
  Stretch,
} from './journal-store.ts'
export { placeOfLine } from './line-place.ts'
export { Replay } from './replay.ts'
