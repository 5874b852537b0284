import {
  type Asked,
  type BaseInfo,
  type Gap,
  JournalError,
  type JournalStatus,
  type JournalStore,
  type Observation,
  type Stretch,
} from '@slicescope/history'
import type { ClusterView, Origin } from '@slicescope/view'
import type { Timers } from '../timers.ts'
import { HeldParts } from './held-parts.ts'
import { HeldRows } from './held-rows.ts'
import { EVERY_SERVICE } from './part-of-past.ts'
import { Past, type PastOptions } from './past.ts'

interface Options {
  readonly journal: JournalStore
  /** All that happened until now is stored. */
  readonly settle: () => Promise<void>
  /** Nothing is added any more: after its end nothing is known. */
  readonly hasEnded?: boolean
  readonly timers: Timers
  readonly origin: Origin
  readonly clusterDomain: string
  readonly unverifiedTls: boolean
  /** See ClusterView. */
  readonly only?: ReadonlySet<string> | null
  readonly onProblem: (problem: string) => void
}

/** What one read of the past is answered from. */
export interface Then {
  readonly view: ClusterView
  readonly past: Pick<Past, 'number' | 'time' | 'listers'>
  readonly epoch: string
  /** The moment that was asked for, ms since the epoch. */
  readonly now: number
  /** It falls between two recordings. */
  readonly gap: Gap | null
}

type Read<T> = (then: Then) => T | Promise<T>

/** Why there is no answer about a moment, in a sentence. */
export class NotRecorded {
  readonly reason: 'before' | 'after' | 'dropped' | 'future' | 'nothing' | 'damaged' | 'busy'
  readonly recorded: Gap | null

  constructor(reason: NotRecorded['reason'], recorded: Gap | null) {
    this.reason = reason
    this.recorded = recorded
  }
}

/** A view as of the beginning of what is asked for of a stretch. */
export interface Walked extends Gap {
  readonly past: Past
  readonly stretch: Stretch
}

/** Each costs about as much memory as the live cluster. */
const MOST_PASTS = 3
const MOST_OBJECTS = 50_000
/** ms; who scrubs asks again within a moment. */
const IDLE_MS = 60_000
const MOST_WAITING = 32

/** What a walk tells as it goes: after each batch, and at its end. */
interface Follower {
  readonly note: (time: number, number: number) => void
  /** Enough was told. */
  readonly isOver: () => boolean
  readonly end: () => void
}

/** See PastOptions. */
interface LoadOptions {
  readonly isNoted?: boolean | undefined
  readonly follows?: PastOptions['follows'] | undefined
}

/** Between two of them a walk can end. */
const PARTS_OF_A_WALK = 50

interface Held {
  readonly past: Past
  readonly stretch: Stretch
  usedAt: number
}

/** What was recorded of one cluster, read as of any moment. Reads are answered one after another. */
export class History {
  readonly #options: Options
  readonly #pasts = new Set<Held>()
  readonly #parts = new HeldParts()
  readonly #rows = new HeldRows()
  #rowsUsedAt = -Infinity
  #queue: Promise<unknown> = Promise.resolve()
  #waiting = 0
  readonly #walking = new Set<'playback' | 'file'>()
  #cancelIdle: (() => void) | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** With all that has happened until now. */
  async status(): Promise<JournalStatus> {
    const { journal, settle } = this.#options
    await settle()
    return journal.status()
  }

  /** Of one Service, or of all (null): the last by `from`, and those after it until `to`; by time. */
  observations(kind: Observation['kind'], service: string | null, range: Gap): Promise<readonly Observation[]> {
    return this.#options.journal.observations(kind, service, range)
  }

  /**
   * What `read` makes of the moment; nothing of `then` may be kept. `service`: the only one that it is about, or
   * EVERY_SERVICE for what their rows alone tell (rows, overview, freshness), and then it may be called again, with more of
   * the cluster.
   */
  async read<T>(asked: Asked, read: Read<T>, service: string | null = null): Promise<T | NotRecorded> {
    if (this.#waiting >= MOST_WAITING) return new NotRecorded('busy', null)
    this.#waiting += 1
    const turn = this.#queue.then(() => this.#readNow(asked, read, service))
    this.#queue = turn.catch(() => {})
    try {
      return await turn
    } catch (error) {
      return this.#damaged(error)
    } finally {
      this.#waiting -= 1
    }
  }

  /**
   * Moves a view from one time to another. `begin` gets it as of the first; nothing of it may be kept. One at a time: it
   * costs as much as a live cluster. Answers with how far it came.
   */
  async walk(range: Gap, begin: (then: Then) => Follower): Promise<NotRecorded | Gap> {
    return this.#alone('playback', () => this.#walk(range, begin))
  }

  /** The same for all of a range, gaps left out: `visit` moves a view of its own through each stretch, from `from` to `to`. */
  async walkStretches(
    { isNoted, follows, ...range }: Gap & LoadOptions,
    visit: (walked: Walked) => Promise<void>,
  ): Promise<NotRecorded | null> {
    return this.#alone('file', async () => {
      const { stretches } = await this.status()
      for (const stretch of stretches) {
        const [from, to] = [Math.max(range.from, stretch.from), Math.min(range.to, stretch.to)]
        const past = from > to ? null : await this.#load(stretch, { time: from }, { isNoted, follows })
        if (past === null) continue
        // All of a stretch begins with its base: what came in the same millisecond follows it.
        if (from > stretch.from) await past.moveTo({ time: from })
        await visit({ past, stretch, from, to })
      }
      return null
    })
  }

  async #alone<T>(what: 'playback' | 'file', walk: () => Promise<T>): Promise<NotRecorded | T> {
    if (this.#walking.has(what)) return new NotRecorded('busy', null)
    this.#walking.add(what)
    try {
      return await walk()
    } catch (error) {
      return this.#damaged(error)
    } finally {
      this.#walking.delete(what)
    }
  }

  async #walk({ from, to }: Gap, begin: (then: Then) => Follower): Promise<NotRecorded | Gap> {
    const asked = { time: from }
    const status = await this.status()
    const found = await this.#findStretch(status, asked)
    if (found instanceof NotRecorded) return found
    const held = await this.#lend(found.stretch, asked)
    if (held === null) return new NotRecorded('before', recordedOf(status))
    const { past } = held
    await past.moveTo(asked)
    past.view.enterGap(found.gap)
    const follower = begin({ view: past.view, past, epoch: found.stretch.epoch, now: from, gap: found.gap })
    for (let part = 1; part <= PARTS_OF_A_WALK && !follower.isOver(); part += 1) {
      const time = from + ((to - from) * part) / PARTS_OF_A_WALK
      await past.moveTo({ time }, () => follower.note(past.time, past.number))
    }
    // It ends where nothing more was seen.
    const isLast = found.stretch.id === status.stretches.at(-1)?.id
    const end = isLast ? to : Math.max(from, Math.min(to, found.stretch.to))
    follower.note(end, past.number)
    follower.end()
    // What is asked for next often begins where this ended.
    this.#keep(held)
    return { from, to: end }
  }

  /** For as long as it is lent, no read moves it. */
  #lend(stretch: Stretch, asked: Asked): Promise<Held | null> {
    const turn = this.#queue.then(async () => {
      const held = await this.#takePast(stretch, asked)
      if (held !== null) this.#pasts.delete(held)
      return held
    })
    this.#queue = turn.catch(() => {})
    return turn
  }

  /** What was read last is read again from the journal. */
  forget(): void {
    this.#pasts.clear()
    this.#parts.clear()
    this.#rows.clear()
  }

  stop(): void {
    this.#cancelIdle?.()
    this.#pasts.clear()
    this.#parts.clear()
    this.#rows.clear()
  }

  async #readNow<T>(asked: Asked, read: Read<T>, service: string | null): Promise<T | NotRecorded> {
    const status = await this.status()
    const found = await this.#findStretch(status, asked)
    if (found instanceof NotRecorded) return found
    const { stretch } = found
    const ofPart = service === null ? null : await this.#readPart({ asked, service, found }, read)
    if (ofPart !== null) return ofPart.answer
    const held = await this.#takePast(stretch, asked)
    if (held === null) return new NotRecorded('before', recordedOf(status))
    await held.past.moveTo(asked)
    this.#keep(held)
    const { past } = held
    const gap = 'time' in asked || past.reaches(asked.number) ? found.gap : this.#lostAfter(stretch, status)
    if (gap instanceof NotRecorded) return gap
    past.view.enterGap(gap)
    const now = 'time' in asked ? asked.time : past.time
    return read({ view: past.view, past, epoch: stretch.epoch, now, gap })
  }

  /** Null where all of the cluster is to be read. */
  async #readPart<T>(question: PartQuestion, read: Read<T>): Promise<{ readonly answer: T } | null> {
    const { asked, found, service } = question
    const { stretch, gap, base } = found
    const { journal, origin, clusterDomain, unverifiedTls, only = null } = this.#options
    if (journal.parts === null || base === null || base.stretch !== stretch.id) return null
    const isOfRows = service === EVERY_SERVICE
    if (isOfRows ? journal.rows === null : this.#nearest(stretch, asked, base) !== undefined) return null
    const options = { parts: journal.parts, base, stretch, origin, clusterDomain, unverifiedTls, only, service }
    return this.#parts.read({ ...options, asked }, async part => {
      // What was seen and never stored is answered from all that was stored.
      if (!('time' in asked) && part.number < asked.number) return null
      if (journal.rows !== null && isOfRows) {
        const rows = await this.#readRows(journal.rows, { base, epoch: stretch.epoch, number: part.number })
        if (rows === null) return null
        part.view.showRows(rows)
      }
      part.view.enterGap(gap)
      const now = 'time' in asked ? asked.time : part.time
      return { answer: await read({ view: part.view, past: part, epoch: stretch.epoch, now, gap }) }
    })
  }

  #readRows(...asked: Parameters<HeldRows['read']>): ReturnType<HeldRows['read']> {
    this.#rowsUsedAt = this.#options.timers.now()
    this.#dropLater()
    return this.#rows.read(...asked)
  }

  /** Entries of a stretch that were seen and never stored: its run was killed, or the store failed. */
  #lostAfter({ id, to }: Stretch, status: JournalStatus): Gap | null | NotRecorded {
    const next = status.stretches.find(stretch => stretch.id > id)
    if (next !== undefined) return { from: to, to: next.from }
    return this.#options.hasEnded === true ? null : new NotRecorded('future', recordedOf(status))
  }

  async #findStretch(status: JournalStatus, asked: Asked): Promise<Found | NotRecorded> {
    const { journal, timers, hasEnded = false } = this.#options
    const recorded = recordedOf(status)
    if (recorded !== null && 'time' in asked) {
      if (hasEnded && asked.time > recorded.to) return new NotRecorded('after', recorded)
      if (asked.time > timers.now()) return new NotRecorded('future', recorded)
    }
    const base = await journal.findBase(asked)
    return findStretch(status, asked, base)
  }

  #damaged(error: unknown): NotRecorded {
    // Of what came as a file, whatever goes wrong is the file's fault.
    if (!(error instanceof JournalError) && this.#options.origin !== 'recording') throw error
    this.#pasts.clear()
    this.#parts.clear()
    this.#rows.clear()
    this.#options.onProblem(`the history cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return new NotRecorded('damaged', null)
  }

  async #load(stretch: Stretch, asked: Asked, { isNoted = false, follows }: LoadOptions = {}): Promise<Past | null> {
    const { journal, origin, clusterDomain, unverifiedTls, only = null } = this.#options
    const base = await journal.findBase(asked)
    if (base === null || base.stretch !== stretch.id) return null
    return Past.load({
      journal,
      stretch,
      base,
      origin,
      clusterDomain,
      unverifiedTls,
      only,
      isNoted,
      ...(follows === undefined ? {} : { follows }),
    })
  }

  async #takePast(stretch: Stretch, asked: Asked): Promise<Held | null> {
    const { journal } = this.#options
    const base = await journal.findBase(asked)
    if (base === null || base.stretch !== stretch.id) return null
    const nearest = this.#nearest(stretch, asked, base)
    if (nearest !== undefined) return nearest
    const past = await this.#load(stretch, asked)
    return past === null ? null : { past, stretch, usedAt: 0 }
  }

  /** One that has only to be moved on. */
  #nearest(stretch: Stretch, asked: Asked, base: BaseInfo): Held | undefined {
    const fit = [...this.#pasts].filter(
      ({ past }) => past.stretch === stretch.id && past.number >= base.number && !isAfter(past, asked),
    )
    return fit.toSorted((a, b) => b.past.number - a.past.number)[0]
  }

  #keep(held: Held): void {
    const { timers } = this.#options
    held.usedAt = timers.now()
    // The one used last comes last.
    this.#pasts.delete(held)
    this.#pasts.add(held)
    for (const each of this.#pasts) {
      if (this.#pasts.size <= 1 || (this.#pasts.size <= MOST_PASTS && this.#objects() <= MOST_OBJECTS)) break
      this.#pasts.delete(each)
    }
    this.#dropLater()
  }

  #dropLater(): void {
    this.#cancelIdle ??= this.#options.timers.after(IDLE_MS, () => this.#dropIdle())
  }

  #objects(): number {
    return [...this.#pasts].reduce(
      (sum, { past }) => sum + past.listers.pods.size + past.listers.endpointslices.size,
      0,
    )
  }

  #dropIdle(): void {
    const { timers } = this.#options
    this.#cancelIdle = null
    for (const held of this.#pasts) if (timers.now() - held.usedAt >= IDLE_MS) this.#pasts.delete(held)
    const isOfRows = timers.now() - this.#rowsUsedAt < IDLE_MS
    if (!isOfRows) this.#rows.clear()
    if (this.#pasts.size > 0 || isOfRows) this.#dropLater()
  }
}

function isAfter(past: Past, asked: Asked): boolean {
  return 'time' in asked ? past.time > asked.time : past.number > asked.number
}

/** From the first moment that can be answered to the last. */
export function recordedOf({ stretches }: JournalStatus): Gap | null {
  const [first, last] = [stretches[0], stretches.at(-1)]
  return first === undefined || last === undefined ? null : { from: first.from, to: last.to }
}

/** All times of which nothing is known, within what is recorded. */
export function gapsOf({ stretches, gaps }: JournalStatus): readonly Gap[] {
  const between = stretches.flatMap((stretch, at) => {
    const next = stretches[at + 1]
    return next === undefined ? [] : [{ from: stretch.to, to: next.from }]
  })
  return [...between, ...gaps].toSorted((a, b) => a.from - b.from)
}

interface PartQuestion {
  readonly asked: Asked
  readonly service: string
  readonly found: Found
}

interface Found {
  readonly stretch: Stretch
  readonly gap: Gap | null
  /** The last one by then. */
  readonly base: BaseInfo | null
}

/** `base`: the last one by then. A run whose recording is damaged has several stretches. */
function findStretch(status: JournalStatus, asked: Asked, base: BaseInfo | null): Found | NotRecorded {
  const recorded = recordedOf(status)
  if (recorded === null) return new NotRecorded('nothing', null)
  if (!('time' in asked)) {
    const stretch = status.stretches.find(({ id }) => id === base?.stretch)
    return stretch === undefined ? new NotRecorded('before', recorded) : { stretch, gap: null, base }
  }
  const stretch = status.stretches.findLast(({ from }) => from <= asked.time)
  if (stretch === undefined) {
    return new NotRecorded(asked.time <= (status.droppedTo ?? -Infinity) ? 'dropped' : 'before', recorded)
  }
  const gap = gapsOf(status).find(({ from, to }) => from < asked.time && asked.time < to)
  return { stretch, gap: gap ?? null, base }
}
