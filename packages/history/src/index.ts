export { type BasePart, BaseWriter } from './base-writer.ts'
export { BatchWriter } from './batch-line.ts'
export { isBefore } from './asked.ts'
export { JournalError } from './journal-error.ts'
export type {
  Asked,
  BaseInfo,
  BasePods,
  Chunk,
  Gap,
  JournalPart,
  JournalParts,
  JournalRows,
  JournalStatus,
  JournalStore,
  Observation,
  PartAsked,
  Place,
  Stretch,
} from './journal-store.ts'
export {
  type Bucket,
  bucketOf,
  bucketOfNamespace,
  bucketOfService,
  CLUSTER_BUCKET,
} from './parts/bucket.ts'
export { bucketsOf, movedPods, pageOf, pageOfPosting, sortPostings } from './parts/filing.ts'
export { type BucketLine, splitLines, type SplitLines } from './parts/split-lines.ts'
export { placeOfLine } from './line-place.ts'
export { readChunk, type ReadBatch, type ReadChunk } from './recording/chunk-reader.ts'
export { type ChunkHead, ChunkWriter, type Kept } from './recording/chunk-writer.ts'
export { markMember, type Member, readMember } from './recording/gzip-member.ts'
export { readHeader, type RecordingHeader, writeHeader } from './recording/recording-header.ts'
export { Replay } from './replay.ts'
