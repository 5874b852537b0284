import { clusterQuestions } from '../questions/cluster-questions.ts'
import { Problem } from '../questions/problem.ts'
import { matchPath } from '../questions/match-path.ts'
import type { Question } from '../questions/question.ts'
import type { Timers } from '../timers.ts'
import type { Packing } from '../packing.ts'
import { openBytes, type OpenedBytes, reasonNotOpened } from './open-bytes.ts'
import { RecordedAnswers } from './recorded-answers.ts'
import { recordedStream } from './recorded-stream.ts'

interface Options {
  readonly packing: Packing
  readonly timers: Timers
}

/** A file that was opened. Times are ms since the epoch. */
export interface OpenedFile {
  /** The name of its cluster in paths. */
  readonly slug: string
  readonly from: number
  readonly to: number
  /** The only Service that it answers about, as `namespace/name`; null where there are more. */
  readonly service: string | null
  /** What of it cannot be read, in a sentence; null where all can. */
  readonly damaged: string | null
}

/** What the server would have answered: a status, and a body of JSON or of events. */
export interface PathAnswer {
  readonly status: number
  readonly body: string
}

/** Clusters that were opened from files, side by side, asked by the paths of the HTTP API. */
export class RecordingShelf {
  readonly #options: Options
  readonly #clusters = new Map<string, RecordedAnswers>()
  readonly #questions: readonly Question[]

  constructor(options: Options) {
    this.#options = options
    this.#questions = clusterQuestions({
      find: slug => this.#clusters.get(slug) ?? notHere(slug),
      opened: slug => this.#clusters.get(slug),
    })
  }

  /** Opens a file beside the others; `taken` are names in paths that others have. Answers with why it cannot be, as the rest of a sentence. */
  async open(file: OpenedBytes, taken: readonly string[]): Promise<OpenedFile | string> {
    const { packing, timers } = this.#options
    try {
      const recording = await openBytes(file, { clusterDomain: 'cluster.local', packing, now: timers.now() })
      const slug = freeSlug(recording.name, new Set([...taken, ...this.#clusters.keys()]))
      const source = { slug, origin: 'recording', recording } as const
      const cluster = new RecordedAnswers({ source, timers, onProblem: () => {} })
      this.#clusters.set(slug, cluster)
      const { stretches } = await recording.journal.status()
      const rows = cluster.view.rows('*')
      const services = recording.only === null ? rows.map(({ key }) => key) : [...recording.only]
      return {
        slug,
        from: stretches[0]?.from ?? recording.to,
        to: recording.to,
        service: services.length === 1 ? (services[0] ?? null) : null,
        damaged: recording.damaged,
      }
    } catch (error) {
      const reason = reasonNotOpened(error)
      if (reason === null) throw error
      return reason
    }
  }

  /** Answers a GET of a path with its query, as the server would. */
  async answer(address: string): Promise<PathAnswer> {
    const { pathname, searchParams } = new URL(address, 'file:///')
    const answered = await this.#answer(pathname, searchParams)
    if (typeof answered === 'string') return { status: 200, body: answered }
    if (!(answered instanceof Problem)) return { status: 200, body: JSON.stringify(answered) }
    const { status, detail } = answered
    return { status, body: JSON.stringify({ type: 'about:blank', title: '', status, detail }) }
  }

  async #answer(pathname: string, query: URLSearchParams): Promise<object | string | Problem> {
    if (pathname === '/api/clusters') return { clusters: [...this.#clusters.values()].map(describe) }
    if (pathname === '/api/settings') return { links: [], publicUrl: null }
    const [slug] = Object.values(matchPath('/api/clusters/{cluster}/stream', pathname) ?? {})
    const streamed = slug === undefined ? undefined : (this.#clusters.get(slug) ?? notHere(slug))
    if (streamed !== undefined) return streamed instanceof Problem ? streamed : recordedStream(streamed, query)
    for (const { path, ask } of this.#questions) {
      const params = matchPath(path, pathname)
      if (params !== null) return ask(params, queryOf(query))
    }
    return NOT_HELD
  }
}

const NOT_HELD = new Problem(404, 'A recording does not hold this: it holds only the fields that Slicescope stores.')

function notHere(slug: string): Problem {
  return new Problem(404, `There is no recording ${JSON.stringify(slug)} on this page: open its file again.`)
}

function describe(cluster: RecordedAnswers): object {
  const { state, marks } = cluster.view.freshness({ namespace: '*' })
  return { ...cluster.describe(), open: true, state, marks }
}

/** A parameter that is repeated is a list. */
function queryOf(query: URLSearchParams): object {
  return Object.fromEntries(
    [...new Set(query.keys())].map(name => {
      const values = query.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^\da-z]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  const slug = plain === '' ? 'recording' : plain
  for (let count = 1; ; count += 1) {
    const each = count === 1 ? slug : `${slug}-${count}`
    if (!taken.has(each)) return each
  }
}
