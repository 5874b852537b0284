import type { BasePart } from './base-writer.ts'
import type { Bucket } from './parts/bucket.ts'

/** A position in a journal: a run of the server by its `epoch`, and the number of its entry. */
export interface Place {
  readonly epoch: string
  readonly number: number
}

/** Which moment is asked for: what had been received by a time (ms since the epoch), or by an entry. */
export type Asked = { readonly time: number } | Place

/** A range that was recorded without a break. Times are ms since the epoch. */
export interface Stretch {
  readonly id: number
  readonly epoch: string
  /** Of its first base. */
  readonly from: number
  /** Until then it is known that nothing else happened. */
  readonly to: number
  /** Of the stored objects (FIELD_SET of model). */
  readonly fieldSet: number
}

/** Between two times nothing was seen. */
export interface Gap {
  readonly from: number
  readonly to: number
}

/** Some batches in a row, each a line. */
export interface Chunk {
  readonly stretch: number
  /** The numbers of its first entry and its last. */
  readonly first: number
  readonly last: number
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

/** All that answers are made from at one position. */
export interface BaseInfo {
  readonly id: number
  readonly stretch: number
  readonly number: number
  readonly time: number
}

/** How one Service was from a time on, or what happened to it. */
export interface Observation {
  readonly kind: 'row' | 'change'
  /** `namespace/name` */
  readonly service: string
  readonly at: number
  /** JSON; what it says is the writer's own. */
  readonly text: string
}

export interface JournalStatus {
  /** The oldest first. */
  readonly stretches: readonly Stretch[]
  /** Noticed within a stretch. */
  readonly gaps: readonly Gap[]
  readonly bytes: number
  /** Up to when the oldest were deleted; null while none were. */
  readonly droppedTo: number | null
}

export type BasePods = readonly (readonly [namespace: string, text: string])[]

/** Which part of a base, and of what follows it until a moment. */
export interface PartAsked {
  readonly base: BaseInfo
  /** Entries up to this number are known already. */
  readonly after: number
  readonly until: Asked
  readonly buckets: readonly Bucket[]
  /** Namespaces of which to tell the pods by buckets. */
  readonly namespaces: readonly string[]
}

export interface JournalPart {
  readonly base: readonly string[]
  /** In order; what belongs to other buckets is left out. */
  readonly lines: readonly string[]
  /** Of each batch after `after` that began by the moment: the number of its last entry, and its time. */
  readonly batches: Float64Array
  /** As they were written; null for a namespace without pods. */
  readonly pods: readonly (string | null)[]
}

/** Reads of a journal that load no more than they need. */
export interface JournalParts {
  /** Null where the base was not written in parts. */
  readPart(asked: PartAsked): Promise<JournalPart | null>
  /** For each filing (filing.ts) the buckets in which something may have been filed so between the base and the moment. */
  locate(asked: Pick<PartAsked, 'base' | 'until'>, filings: readonly string[]): Promise<readonly (readonly Bucket[])[]>
}

/** The rows of lists as they were shown, beside the entries: all of them with a base, and after each batch what differs. */
export interface JournalRows {
  /** Before the base is finished. A line is a row. */
  addToBase(base: number, lines: readonly string[]): Promise<void>
  /** Before the entries that they are of. A line begins as that of its batch. */
  append(chunk: Chunk): Promise<void>
  /** Null where the base has none. */
  readBase(base: number): Promise<readonly string[] | null>
  /** In order, those of entries after a number; some that came before it may be among them. */
  readLines(base: Pick<BaseInfo, 'stretch'>, after: number, until: Asked): Promise<readonly string[]>
}

/**
 * Where a journal is kept. All stores pass one conformance suite. What fails rejects; what was appended before stays
 * readable.
 */
export interface JournalStore {
  /** Null where nothing is kept in parts: what is small is read whole. */
  readonly parts: JournalParts | null
  /** Null where none are kept. */
  readonly rows: JournalRows | null
  status(): Promise<JournalStatus>
  /** A new stretch; without a base it is not read. */
  begin(stretch: Omit<Stretch, 'id' | 'to'>): Promise<number>
  /** It is read once `finishBase` was called. */
  beginBase(base: Omit<BaseInfo, 'id'>): Promise<number>
  addToBase(base: number, part: Pick<BasePart, 'lines'> & Partial<BasePart>): Promise<void>
  /** `pods`: the namespaces' pods by buckets (BaseWriter); with them and buckets of all parts it can be read in parts. */
  finishBase(base: number, pods?: BasePods): Promise<void>
  append(chunk: Chunk, observations: readonly Observation[]): Promise<void>
  /** Nothing else has happened by `time`. */
  noteAlive(stretch: number, time: number): Promise<void>
  noteGap(gap: Gap): Promise<void>
  /** The last finished base at or before the moment; null where there is none. */
  findBase(asked: Asked): Promise<BaseInfo | null>
  readBase(base: number, onLines: (lines: readonly string[]) => Promise<void>): Promise<void>
  /** Chunks of the stretch that hold entries after a number and that begin by the moment, in order; some of them, none at the end. */
  readChunks(stretch: number, after: number, until: Asked): Promise<readonly Chunk[]>
  /** Of one Service, or of all (null): the last by `from`, and those after it until `to`; by time. */
  observations(kind: Observation['kind'], service: string | null, range: Gap): Promise<readonly Observation[]>
  /** Deletes the oldest until what is left is within bounds; never the last base. */
  trim(bounds: { readonly before: number; readonly bytes: number }): Promise<void>
  close(): Promise<void>
}
