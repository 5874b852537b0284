import type { Timers } from '@slicescope/answers'
import {
  type BasePart,
  BaseWriter,
  BatchWriter,
  CLUSTER_BUCKET,
  type Gap,
  type JournalStore,
  type Observation,
} from '@slicescope/history'
import { type ClusterStore, type Entry, FIELD_SET } from '@slicescope/model'
import { type Changed, type ClusterView, type Outcome, serviceRemembered } from '@slicescope/view'
import { RowLog } from './row-log.ts'
import { ServiceNotes } from './service-notes.ts'
import { StoreQueue } from './store-queue.ts'

export interface RecorderOptions {
  readonly store: ClusterStore<Outcome>
  readonly view: ClusterView
  readonly epoch: string
  readonly timers: Timers
  readonly journal: JournalStore
  /** Enough is known to begin: what is recorded from here on is worth asking about. */
  readonly isReady: () => boolean
  /** Notes what time alone has changed: a base is of now. */
  readonly catchUp: () => void
  readonly keepMs: number
  readonly keepBytes: number
  readonly onProblem: (problem: string) => void
  readonly sizes?: Sizes
}

/** Of what is lost in a crash. */
const FLUSH_MS = 250
/** Times of watches go along this often. */
const TIMES_MS = 10_000
/** That nothing else happened is noted this often: after a crash that is where the gap begins. */
const TICK_MS = 500
const TRIM_MS = 60_000
/** After a store failed. */
const RETRY_MS = 30_000
/** A base is written in steps, so that no change waits long. */
const STEP_MS = 5
/** UTF-16 units: a base is not written further ahead of the store. */
const MOST_AHEAD = 16 * 1024 * 1024
/** Of objects, for each in the last base, until a new one is taken: fewer fill the disk with bases, more make reads slow. */
const CHANGES_A_BASE = 2
/** At the latest. */
const BASE_MS = 6 * 3_600_000
/** UTF-16 units. */
interface Sizes {
  /** A new base is not taken before. */
  readonly betweenBases: number
  /** The same, in changes of objects. */
  readonly changesBetweenBases: number
  /** Of a base at most so much is written at a time. */
  readonly baseStep: number
}

const SIZES: Sizes = { betweenBases: 1024 * 1024, changesBetweenBases: 4000, baseStep: 256 * 1024 }

interface Recording {
  /** Known once the store has begun it. */
  readonly stretch: Promise<number>
  readonly writer: BatchWriter<Outcome>
  base: BaseWriter | null
  /** UTF-16 units: of the last base, and of lines since. */
  baseSize: number
  sinceBase: number
  /** Objects in the last base, and changes of objects since. */
  baseObjects: number
  changes: number
  basedAt: number
  timesAt: number
}

interface Waiting {
  first: number
  last: number
  from: number
  to: number
  readonly lines: string[]
  /** Lines of the rows that differ. */
  readonly rows: string[]
  observations: Observation[]
}

/** Writes all that changes an answer of one cluster to its journal. What fails there never disturbs the live view. */
export class Recorder {
  readonly #options: RecorderOptions
  #recording: Recording | null = null
  #waiting: Waiting | null = null
  readonly #notes: ServiceNotes
  readonly #rows: RowLog | null
  readonly #queue: StoreQueue<Recording | null>
  #retryAt = -Infinity
  #problem: string | null = null
  #ended = false
  #cancelFlush: (() => void) | null = null
  #cancelTick: (() => void) | null = null
  #trimmedAt = -Infinity

  constructor(options: RecorderOptions) {
    const { view, timers, journal } = options
    this.#options = options
    this.#rows = journal.rows === null ? null : new RowLog(view)
    this.#notes = new ServiceNotes({ view, timers, write: (...observed) => this.#note(...observed) })
    // None of a recording that has failed.
    this.#queue = new StoreQueue({
      isWanted: recording => this.#recording === recording || this.#ended,
      onFailure: (recording, problem) => this.#fail(recording, problem),
    })
  }

  /** Why nothing is recorded now, in a sentence; null while all is well. */
  get problem(): string | null {
    return this.#problem
  }

  get isRecording(): boolean {
    return this.#recording !== null
  }

  start(): void {
    this.#tick()
  }

  /** For every batch of the store, once the view has it. */
  follow(batch: readonly Entry<Outcome>[]): void {
    const recording = this.#recording
    if (recording === null) return
    recording.base?.follow(batch)
    const [first, last] = [batch[0], batch.at(-1)]
    if (first === undefined || last === undefined) return
    for (const entry of batch) {
      if (entry.type === 'gap') this.#noteGap(entry)
      if (entry.type === 'delta') recording.changes += 1
    }
    const line = recording.writer.write(batch)
    recording.sinceBase += line.length
    const waiting = this.#wait(first.number, first.time)
    waiting.last = last.number
    waiting.to = last.time
    waiting.lines.push(line)
    const rows = this.#rows?.lineAfter(batch) ?? null
    if (rows !== null) waiting.rows.push(rows)
    this.#cancelFlush ??= this.#options.timers.after(FLUSH_MS, () => this.#flush())
  }

  #noteGap({ from, to }: Gap): void {
    this.#enqueue(0, () => this.#options.journal.noteGap({ from, to }))
  }

  /** For all that the view says has changed. */
  noteChanged({ rows }: Changed): void {
    if (this.#recording !== null) this.#notes.writeRows(rows)
  }

  /** All that happened until now is stored. */
  async settle(): Promise<void> {
    this.#flush()
    await this.#queue.settled()
  }

  /** A last flush; the store is closed behind it. */
  async stop(): Promise<void> {
    this.#ended = true
    this.#cancelTick?.()
    if (this.#recording !== null) this.#notes.writeChangesNow()
    await this.settle()
    this.#recording = null
    await this.#options.journal.close().catch(() => {})
  }

  #tick(): void {
    const { timers, isReady } = this.#options
    if (this.#recording === null && timers.now() >= this.#retryAt && isReady()) this.#begin()
    this.#noteTimes()
    this.#noteAlive()
    this.#trimSometimes()
    this.#baseSometimes()
    const recording = this.#recording
    if (recording !== null) this.#notes.writeChangesSometimes(() => this.#recording !== recording)
    this.#cancelTick = timers.after(TICK_MS, () => this.#tick())
  }

  #begin(): void {
    const { store, epoch, timers, journal, catchUp } = this.#options
    catchUp()
    const from = timers.now()
    this.#problem = null
    const stretch = Promise.withResolvers<number>()
    stretch.promise.catch(() => {})
    this.#recording = {
      stretch: stretch.promise,
      writer: new BatchWriter(outcome => outcome.service),
      base: null,
      baseSize: 0,
      sinceBase: 0,
      baseObjects: 0,
      changes: 0,
      basedAt: from,
      timesAt: from,
    }
    this.#enqueue(0, async () => {
      const begun = journal.begin({ epoch, from, fieldSet: FIELD_SET })
      begun.then(stretch.resolve, stretch.reject)
      await begun
    })
    this.#rows?.begin()
    this.#takeBase(this.#recording, { number: store.number, now: from })
    this.#notes.writeAll()
  }

  /** What happens from here on can be read from here on. */
  #takeBase(recording: Recording, { number, now }: { readonly number: number; readonly now: number }): void {
    this.#flush()
    const { store, view, journal } = this.#options
    recording.writer.forget()
    recording.sinceBase = 0
    recording.changes = 0
    recording.basedAt = now
    recording.base = new BaseWriter(store, { memory: view.memory(), serviceOf: serviceRemembered })
    recording.baseObjects = recording.base.objects
    const id = Promise.withResolvers<number>()
    id.promise.catch(() => {})
    const times = JSON.stringify({ watches: this.#times() })
    this.#enqueue(0, async () => {
      const begun = recording.stretch.then(stretch => journal.beginBase({ stretch, number, time: now }))
      begun.then(id.resolve, id.reject)
      await journal.addToBase(await begun, { bucket: CLUSTER_BUCKET, lines: [times], postings: [] })
    })
    const rows = this.#rows?.linesOfAll() ?? []
    this.#enqueue(0, async () => {
      for (const lines of rows) await journal.rows?.addToBase(await id.promise, lines)
    })
    this.#continueBase(recording, { id: id.promise, base: recording.base })
  }

  #continueBase(recording: Recording, { id, base }: { readonly id: Promise<number>; readonly base: BaseWriter }): void {
    const { timers, journal, sizes = SIZES } = this.#options
    if (this.#recording !== recording || recording.base !== base) return
    const began = timers.now()
    const before = base.size
    const parts: BasePart[] = []
    while (timers.now() - began < STEP_MS && base.size - before < sizes.baseStep) {
      const next = base.next()
      if (next === null) {
        recording.base = null
        recording.baseSize = base.size
        this.#enqueue(base.size - before, async () => {
          for (const part of parts) await journal.addToBase(await id, part)
          await journal.finishBase(await id, base.podsOfNamespaces)
        })
        return
      }
      parts.push(next)
    }
    this.#enqueue(base.size - before, async () => {
      for (const part of parts) await journal.addToBase(await id, part)
    })
    const goOn = () => this.#continueBase(recording, { id, base })
    if (this.#queue.waiting < MOST_AHEAD) timers.after(0, goOn)
    else void this.#queue.settled().then(goOn)
  }

  #baseSometimes(): void {
    const recording = this.#recording
    if (recording === null || recording.base !== null) return
    const { timers, store, catchUp, sizes = SIZES } = this.#options
    const isLong = recording.sinceBase > Math.max(sizes.betweenBases, recording.baseSize)
    const isMuch = recording.changes > Math.max(sizes.changesBetweenBases, CHANGES_A_BASE * recording.baseObjects)
    if (!isLong && !isMuch && timers.now() - recording.basedAt < BASE_MS) return
    catchUp()
    this.#takeBase(recording, { number: store.number, now: timers.now() })
  }

  #trimSometimes(): void {
    const { timers, journal, keepMs, keepBytes } = this.#options
    const now = timers.now()
    if (this.#recording === null || now - this.#trimmedAt < TRIM_MS) return
    this.#trimmedAt = now
    this.#enqueue(0, () => journal.trim({ before: now - keepMs, bytes: keepBytes }))
  }

  #note(kind: Observation['kind'], service: string, text: string): void {
    const { store, timers } = this.#options
    const at = timers.now()
    this.#wait(store.number + 1, at).observations.push({ kind, service, at, text })
    this.#cancelFlush ??= timers.after(FLUSH_MS, () => this.#flush())
  }

  /** What waits to be stored says so itself. */
  #noteAlive(): void {
    const { timers, journal } = this.#options
    const recording = this.#recording
    if (recording === null || this.#waiting !== null) return
    const now = timers.now()
    this.#enqueue(0, async () => journal.noteAlive(await recording.stretch, now))
  }

  #noteTimes(): void {
    const { timers, store } = this.#options
    const recording = this.#recording
    const now = timers.now()
    if (recording === null || this.#waiting === null || now - recording.timesAt < TIMES_MS) return
    recording.timesAt = now
    this.#wait(store.number + 1, now).lines.push(JSON.stringify({ watches: this.#times() }))
  }

  #times(): readonly object[] {
    return this.#options.store
      .watches()
      .map(({ resource, namespace, heard, progressed, stalledAfter, verified, silenceLimit, nextAttempt }) => {
        return { resource, namespace, heard, progressed, stalledAfter, verified, silenceLimit, nextAttempt }
      })
  }

  #wait(first: number, from: number): Waiting {
    this.#waiting ??= { first, last: first - 1, from, to: from, lines: [], rows: [], observations: [] }
    return this.#waiting
  }

  #flush(): void {
    this.#cancelFlush?.()
    this.#cancelFlush = null
    const [waiting, recording] = [this.#waiting, this.#recording]
    this.#waiting = null
    if (waiting === null || recording === null) return
    const { journal } = this.#options
    const { observations, rows, ...chunk } = waiting
    // Before the entries: rows that are ahead of them are not read.
    if (rows.length > 0)
      this.#enqueue(sizeOf(rows), async () =>
        journal.rows?.append({ ...chunk, lines: rows, stretch: await recording.stretch }),
      )
    this.#enqueue(sizeOf(chunk.lines), async () =>
      journal.append({ ...chunk, stretch: await recording.stretch }, observations),
    )
  }

  #enqueue(size: number, run: () => Promise<void>): void {
    this.#queue.add({ owner: this.#recording, size, run })
  }

  #fail(recording: Recording | null, problem: string): void {
    if (this.#recording !== recording) return
    const { timers, onProblem } = this.#options
    this.#recording = null
    this.#waiting = null
    this.#retryAt = timers.now() + RETRY_MS
    this.#problem = problem
    onProblem(problem)
  }
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}
