import type { OpenedFile, PathAnswer } from '@slicescope/answers'
import type { KeptFile, KeptFiles } from './kept-files.ts'
import { type GivenFile, isReply, type WorkerReply, type WorkerRequest } from './worker-messages.ts'

type Fetch = typeof globalThis.fetch
type Asked<T extends WorkerRequest['type']> = Omit<Extract<WorkerRequest, { readonly type: T }>, 'id'>

interface Pending {
  readonly resolve: (reply: WorkerReply) => void
  readonly reject: (error: Error) => void
}

export interface Opened extends OpenedFile {
  /** Whether it is there again when the page is loaded again. */
  readonly isKept: boolean
}

/** Loads what outlives the page; null where files do not. */
type LoadKept = (() => Promise<KeptFiles>) | null

/** A stream of a recording shows that it is there as often as a server's does. */
const BEAT_MS = 10_000

/** The recordings that this page has opened from files. A worker holds them; it starts with the first one. */
export class RecordingLibrary {
  readonly #start: () => Worker
  readonly #pending = new Map<number, Pending>()
  readonly #slugs = new Set<string>()
  #worker: Worker | null = null
  #calls = 0
  readonly #loadKept: LoadKept
  /** Done when all that were kept are open again. */
  #restored: Promise<void> = Promise.resolve()

  /** `kept`: where files outlive the page; null where they do not. */
  constructor(start: () => Worker, kept: LoadKept) {
    this.#start = start
    this.#loadKept = kept
  }

  /** Whether files that are opened outlive this page. */
  async canKeep(): Promise<boolean> {
    return (await (await this.#loadKept?.())?.canKeep()) ?? false
  }

  /** Takes up the files that an earlier page kept: they are known at once, and answer as soon as they are read. */
  async restore(): Promise<void> {
    const files = (await (await this.#loadKept?.())?.all()) ?? []
    for (const { slug } of files) this.#slugs.add(slug)
    this.#restored = this.#openAgain(files)
  }

  async #openAgain(files: readonly KeptFile[]): Promise<void> {
    for (const { file, slug, taken } of files) {
      const reply = await this.#call({ type: 'open', file, taken }).catch(() => null)
      const opened = reply?.type === 'opened' && typeof reply.opened !== 'string' ? reply.opened.slug : null
      if (opened === slug) continue
      this.#slugs.delete(slug)
      if (opened !== null) this.#slugs.add(opened)
    }
  }

  /** Whether there is a file to close: the page that is one itself cannot close it. */
  get canClose(): boolean {
    return this.#loadKept !== null && this.#slugs.size > 0
  }

  /** Closes all files, and forgets those that were kept. The page is to be loaded again after it. */
  async close(): Promise<void> {
    this.#slugs.clear()
    await (await this.#loadKept?.())?.clear()
  }

  has(slug: string): boolean {
    return this.#slugs.has(slug)
  }

  /** Beside `taken`, which others are called. @throws Error that says, as the rest of a sentence, why it cannot be opened */
  async open(file: GivenFile, taken: readonly string[]): Promise<Opened> {
    await this.#restored
    const reply = await this.#call({ type: 'open', file, taken })
    if (reply.type !== 'opened') throw new Error('it cannot be read')
    if (typeof reply.opened === 'string') throw new Error(reply.opened)
    const { slug } = reply.opened
    this.#slugs.add(slug)
    const kept = await this.#loadKept?.()
    return { ...reply.opened, isKept: (await kept?.keep({ file, slug, taken })) ?? false }
  }

  /** fetch of what is held here; all else is asked of `others`. */
  besides(others: Fetch): Fetch {
    return async (input, init) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input, 'file:///')
      const [, slug] = /^\/api\/clusters\/([^/]+)\//.exec(pathname) ?? []
      if (slug !== undefined && this.has(decodeURIComponent(slug)))
        return this.#answer(`${pathname}${search}`, init?.signal ?? null)
      const response = await others(input, init)
      return pathname === '/api/clusters' && response.ok && this.#slugs.size > 0 ? this.#withOwn(response) : response
    }
  }

  /** fetch where there is no server. */
  readonly alone: Fetch = async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input, 'file:///')
    return this.#answer(`${pathname}${search}`, init?.signal ?? null)
  }

  async #answer(address: string, signal: AbortSignal | null): Promise<Response> {
    const { status, body } = await this.#ask(address)
    const isStream = /\/stream(\?|$)/.test(address) && status === 200
    return new Response(isStream ? standing(body, signal) : body, { status })
  }

  async #ask(address: string): Promise<PathAnswer> {
    await this.#restored
    const reply = await this.#call({ type: 'answer', address })
    return reply.type === 'answered'
      ? reply.answer
      : { status: 500, body: JSON.stringify({ detail: 'This recording cannot be read further: open its file again.' }) }
  }

  async #withOwn(response: Response): Promise<Response> {
    const lists = [await response.json(), JSON.parse((await this.#ask('/api/clusters')).body)]
    return Response.json({ clusters: lists.flatMap(list => Object(list).clusters) })
  }

  #call(asked: Asked<'open'> | Asked<'answer'>): Promise<WorkerReply> {
    this.#worker ??= this.#begin()
    this.#calls += 1
    const request: WorkerRequest = { ...asked, id: this.#calls }
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject })
      this.#worker?.postMessage(request)
    })
  }

  #begin(): Worker {
    const worker = this.#start()
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isReply(data)) return
      this.#pending.get(data.id)?.resolve(data)
      this.#pending.delete(data.id)
    })
    worker.addEventListener('error', () => {
      for (const { reject } of this.#pending.values())
        reject(new Error('this browser cannot start the worker that reads it'))
      this.#pending.clear()
    })
    return worker
  }
}

/** A stream that says all at once, and then only that it is there. */
function standing(text: string, signal: AbortSignal | null): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let beat: ReturnType<typeof setInterval> | undefined
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(text))
      beat = setInterval(() => controller.enqueue(encoder.encode(': here\n\n')), BEAT_MS)
      signal?.addEventListener('abort', () => {
        clearInterval(beat)
        controller.error(signal.reason)
      })
    },
    cancel() {
      clearInterval(beat)
    },
  })
}
