import { Worker } from 'node:worker_threads'
import {
  type Asked,
  type BaseInfo,
  type BasePart,
  type BasePods,
  type Chunk,
  type Gap,
  JournalError,
  type JournalParts,
  type JournalRows,
  type JournalStatus,
  type JournalStore,
  type Observation,
  type Stretch,
} from '@slicescope/history'
import type { SqliteStore } from './sqlite-store.ts'
import type { StoreReply } from './sqlite-worker.ts'

type Method = keyof SqliteStore

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** MB; what a thread that only packs and writes may need. */
const MEMORY_MB = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 }

/** A journal in a folder of its own, kept by a thread of its own. The folder must be there. */
export class SqliteJournal implements JournalStore {
  readonly parts: JournalParts = {
    readPart: async asked => {
      const part = await this.#call('readPart', asked)
      return part === null ? null : { ...part, base: linesOf(part.base), lines: linesOf(part.lines) }
    },
    locate: (asked, filings) => this.#call('locate', asked, filings),
  }
  readonly rows: JournalRows = {
    addToBase: (base, lines) => this.#call('addRowsToBase', base, lines.join('\n')),
    append: ({ lines, ...chunk }) => this.#call('appendRows', { ...chunk, text: lines.join('\n') }),
    readBase: async base => {
      const rows = await this.#call('readRowsOfBase', base)
      return rows === null ? null : linesOf(rows)
    },
    readLines: async ({ stretch }, ...asked) => linesOf(await this.#call('readRows', stretch, ...asked)),
  }
  readonly #folder: () => string | null
  readonly #unit: number | undefined
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | null = null
  #calls = 0
  #isClosed = false

  /** `folder`: null while it is not known; until then nothing is recorded. `unit`: see SqliteStore. */
  constructor(folder: () => string | null, unit?: number) {
    this.#folder = folder
    this.#unit = unit
  }

  async status(): Promise<JournalStatus> {
    return this.#folder() === null ? NOTHING : this.#call('status')
  }

  begin(stretch: Omit<Stretch, 'id' | 'to'>): Promise<number> {
    return this.#call('begin', stretch)
  }

  beginBase(base: Omit<BaseInfo, 'id'>): Promise<number> {
    return this.#call('beginBase', base)
  }

  addToBase(base: number, part: Pick<BasePart, 'lines'> & Partial<BasePart>): Promise<void> {
    const { lines, bucket = null, postings = [] } = part
    return this.#call('addToBase', base, { text: lines.join('\n'), bucket, postings: Float64Array.from(postings) })
  }

  finishBase(base: number, pods: BasePods | null = null): Promise<void> {
    return this.#call('finishBase', base, pods)
  }

  append({ lines, ...chunk }: Chunk, observations: readonly Observation[]): Promise<void> {
    return this.#call('append', { ...chunk, text: lines.join('\n') }, observations)
  }

  noteAlive(stretch: number, time: number): Promise<void> {
    return this.#call('noteAlive', stretch, time)
  }

  noteGap(gap: Gap): Promise<void> {
    return this.#call('noteGap', gap)
  }

  findBase(asked: Asked): Promise<BaseInfo | null> {
    return this.#call('findBase', asked)
  }

  async readBase(base: number, onLines: (lines: readonly string[]) => Promise<void>): Promise<void> {
    for (let after = 0; ; ) {
      const part = await this.#call('basePart', base, after)
      if (part === null) return
      after = part.id
      await onLines(part.text.split('\n'))
    }
  }

  async readChunks(stretch: number, after: number, until: Asked): Promise<readonly Chunk[]> {
    const read = await this.#call('readChunk', stretch, after, until)
    if (read === null) return []
    const { text, ...chunk } = read
    return [{ ...chunk, lines: text.split('\n') }]
  }

  async observations(kind: Observation['kind'], service: string | null, range: Gap): Promise<readonly Observation[]> {
    return this.#folder() === null ? [] : this.#call('observations', kind, service, range)
  }

  trim(bounds: { readonly before: number; readonly bytes: number }): Promise<void> {
    return this.#call('trim', bounds)
  }

  async close(): Promise<void> {
    const worker = this.#worker
    if (worker !== null) {
      const ended = new Promise(resolve => worker.once('exit', resolve))
      await this.#call('close')
      worker.ref()
      // It ends by itself: to be ended from outside could meet it in the middle of something.
      await ended
    }
    this.#isClosed = true
  }

  async #call<M extends Method>(method: M, ...args: Parameters<SqliteStore[M]>): Promise<ReturnType<SqliteStore[M]>> {
    const folder = this.#folder()
    if (this.#isClosed || folder === null) throw new JournalError('the history is not open')
    const worker = (this.#worker ??= this.#start(folder))
    this.#calls += 1
    const id = this.#calls
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, { resolve, reject })
    // It keeps the process alive only while a question waits for it.
    worker.ref()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ id, call: { method, args } })
    // What the thread answers to a method is what the method returns.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return (await promise) as ReturnType<SqliteStore[M]>
  }

  #start(folder: string): Worker {
    const url = new URL('./sqlite-worker.ts', import.meta.url)
    const worker = new Worker(url, {
      workerData: { folder, unit: this.#unit },
      resourceLimits: MEMORY_MB,
      env: {},
      argv: [],
    })
    worker.unref()
    worker.on('message', (reply: StoreReply) => this.#take(worker, reply))
    worker.on('error', error => this.#fail(worker, `the history thread failed: ${String(error)}`))
    worker.on('exit', () => this.#fail(worker, 'the history thread ended'))
    return worker
  }

  #take(worker: Worker, reply: StoreReply): void {
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (this.#pending.size === 0) worker.unref()
    if ('problem' in reply) pending?.reject(new JournalError(reply.problem))
    else pending?.resolve(reply.value)
  }

  /** The next call starts another one. */
  #fail(worker: Worker, problem: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    for (const { reject } of this.#pending.values()) reject(new JournalError(problem))
    this.#pending.clear()
  }
}

const NOTHING: JournalStatus = { stretches: [], gaps: [], bytes: 0, droppedTo: null }

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n')
}
