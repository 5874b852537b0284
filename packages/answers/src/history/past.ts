import {
  type Asked,
  type BaseInfo,
  type Chunk,
  isBefore,
  JournalError,
  type JournalStore,
  placeOfLine,
  Replay,
  type Stretch,
} from '@slicescope/history'
import type { ClusterStore, Entry, Listers } from '@slicescope/model'
import {
  ClusterView,
  type Memory,
  type Moment,
  NotedListers,
  type Outcome,
  type Origin,
  readMemory,
  readOutcome,
} from '@slicescope/view'
import { Slices } from './slices.ts'

export interface PastOptions {
  readonly journal: JournalStore
  readonly stretch: Stretch
  readonly base: BaseInfo
  readonly origin: Origin
  /** How answers are marked: `past` where nothing else is said. */
  readonly shownAs?: Moment
  readonly clusterDomain: string
  readonly unverifiedTls: boolean
  /** See ClusterView. */
  readonly only?: ReadonlySet<string> | null
  /** What is read can be noted. */
  readonly isNoted?: boolean
  /** The Services that are asked about: it costs less to keep up with them alone. Without it all. */
  readonly follows?: (service: string) => boolean
}

/** `isDue`: with it came the time at which something changes by time alone. */
type OnBatch = (batch: readonly Entry<Outcome>[], isDue: boolean) => Promise<void> | void

type OnTime = (time: number) => Promise<void> | void

/** All answers about a cluster as of one moment that was recorded. It is moved forward through its stretch, never back. */
export class Past {
  readonly view: ClusterView
  /** Of what the view reads. */
  readonly noted: NotedListers | null
  readonly #options: PastOptions
  readonly #replay: Replay<Outcome, Memory>
  /** Lines that are read and not yet applied. */
  #lines: string[] = []
  #readTo: number
  /** Of the last entry that is applied. */
  #number: number
  #time: number

  private constructor(options: PastOptions, replay: Replay<Outcome, Memory>) {
    const { base, origin, shownAs = 'past', clusterDomain, unverifiedTls } = options
    this.#options = options
    this.#replay = replay
    this.#number = base.number
    this.#readTo = base.number
    this.#time = base.time
    this.noted = options.isNoted === true ? new NotedListers(replay.store.listers) : null
    this.view = new ClusterView({
      listers: this.noted?.listers ?? replay.store.listers,
      watches: () => [],
      ages: () => replay.watchTimes,
      origin,
      moment: 'past',
      shownAs,
      unverifiedTls,
      startedAt: base.time,
      only: options.only ?? null,
      ...(options.follows === undefined ? {} : { follows: options.follows }),
      clusterDomain,
      memory: replay.memory(),
    })
  }

  /** @throws JournalError where the journal is damaged */
  static async load(options: PastOptions): Promise<Past> {
    const { journal, base, stretch } = options
    const replay = new Replay<Outcome, Memory>({ readOutcome, readMemory, fieldSet: stretch.fieldSet })
    const slices = new Slices()
    await journal.readBase(base.id, async lines => {
      for (const line of lines) {
        replay.readBaseLine(line)
        await slices.rest()
      }
    })
    return new Past(options, replay)
  }

  get stretch(): number {
    return this.#options.stretch.id
  }

  /** Of the last entry that it includes. */
  get number(): number {
    return this.#number
  }

  /** When that was received, ms since the epoch. */
  get time(): number {
    return this.#time
  }

  /** Whether the entry of that number was stored, as far as was read. */
  reaches(number: number): boolean {
    return number <= Math.max(this.#number, this.#readTo)
  }

  get listers(): Listers {
    return this.#replay.store.listers
  }

  get store(): ClusterStore<Outcome> {
    return this.#replay.store
  }

  /** As they were last written down. */
  get watchTimes(): readonly object[] {
    return this.#replay.watchTimes
  }

  /** Includes all that was received by then; `onBatch` is called after each batch, `onTime` before it with its time. */
  async moveTo(asked: Asked, onBatch: OnBatch = () => {}, onTime: OnTime = () => {}): Promise<void> {
    const slices = new Slices()
    for (;;) {
      const line = this.#lines.shift()
      if (line === undefined) {
        if (!(await this.#readMore(asked))) return
        continue
      }
      const place = placeOfLine(line)
      if (place !== null && !isBefore(place, asked)) {
        this.#lines.unshift(line)
        return
      }
      if (place !== null && place.number > this.#number + 1) throw new JournalError('entries are missing')
      if (place !== null) await onTime(place.time)
      if (place === null || place.number > this.#number) await this.#apply(line, onBatch)
      await slices.rest()
    }
  }

  async #apply(line: string, onBatch: OnBatch): Promise<void> {
    const batch = this.#replay.readLine(line)
    const last = batch.at(-1)
    if (last === undefined) return
    this.#number = last.number
    this.#time = last.time
    const due = this.view.nextChangeAt()
    this.view.apply(batch)
    await onBatch(batch, due !== null && due <= last.time)
  }

  async #readMore(asked: Asked): Promise<boolean> {
    const { journal, stretch } = this.#options
    const chunks: readonly Chunk[] = await journal.readChunks(stretch.id, this.#readTo, asked)
    for (const { lines, last } of chunks) {
      this.#lines.push(...lines)
      this.#readTo = Math.max(this.#readTo, last)
    }
    return chunks.length > 0
  }
}
