import { type Circumstances, circumstancesOf, lastState, NO_CIRCUMSTANCES } from '@slicescope/diagnosis'
import type { ClusterGraph, Inputs, ServiceSummary } from '@slicescope/graph'
import { Sharing } from '@slicescope/model'
import type { Diagnoses } from './diagnoses.ts'
import type { DueQueue } from './due-queue.ts'
import type { News } from './news.ts'
import type { Observations } from './observations.ts'
import type { OpenServices } from './open-services.ts'
import { buildRow } from './row.ts'
import { RowTable } from './row-table.ts'
import type { Row } from './schema/row.ts'
import { toSince } from './since.ts'
import { type Judged, judgementOf } from './verdict.ts'
import type { Watching } from './watching.ts'

interface Sources {
  readonly inputs: Inputs
  readonly graph: ClusterGraph
  readonly observations: Observations
  readonly diagnoses: Diagnoses
  readonly open: OpenServices
  readonly watching: Watching
  readonly due: DueQueue
  readonly news: News
  /** The time of the last entry, ms since the epoch. */
  readonly now: () => number
}

/** From so many ready to so many; null where that is not known. */
interface Turn {
  readonly from: number | null
  readonly to: number | null
  readonly time: number
}

/** How each Service is, noted whenever it may have changed, and the row that says so. */
export class KeptStates {
  readonly #sources: Sources
  /** Many rows have the same numbers. */
  readonly #sharing = new Sharing()
  readonly #rows = new RowTable(key => this.#makeRow(key))

  constructor(sources: Sources) {
    this.#sources = sources
  }

  /** Notes how a Service is at `time`, ms since the epoch, and words it again. One that is gone is forgotten. */
  note(key: string, time: number): void {
    this.touchRow(key)
    this.#observe(key, time, true)
  }

  /** The same of what was there when we began to watch. */
  begin(key: string): void {
    const { observations, now } = this.#sources
    if (lastState(observations.of(key)) === null) this.#observe(key, now(), false)
    this.#rows.invalidate(key)
  }

  /** Its words change, whatever its state. */
  touchRow(key: string): void {
    this.#sources.news.noteRow(key)
    this.#rows.invalidate(key)
  }

  /** Works out how it is and keeps nothing of that. */
  rehearse(key: string): void {
    const summary = this.#sources.graph.summary(key)
    if (summary !== undefined) this.#circumstances(key, summary)
  }

  /** Of all Services, what is broken first. */
  rows(): readonly Row[] {
    return this.#rows.sorted()
  }

  row(key: string): Row | undefined {
    return this.#rows.get(key)
  }

  #observe(key: string, time: number, isSeenComing: boolean): void {
    const { graph, observations } = this.#sources
    const summary = graph.summary(key)
    if (summary === undefined) {
      this.#end(key, time)
      return
    }
    const from = lastState(observations.of(key))?.summary.counts?.ready ?? null
    const circumstances = this.#circumstances(key, summary)
    observations.note(key, { type: 'state', summary, isSeenComing, circumstances, time })
    this.#planDue(key, summary)
    this.#noteReady(key, { from, to: summary.counts?.ready ?? null, time })
  }

  #end(key: string, time: number): void {
    const { observations, diagnoses, open, due } = this.#sources
    due.plan('count', key, Infinity)
    due.plan('row', key, Infinity)
    open.markDeleted(key, time, { observed: observations.of(key), diagnosed: diagnoses.get(key) })
    observations.note(key, { type: 'deleted', time })
    diagnoses.forget(key)
  }

  /** When time alone will change how it is counted, or how grave that is. */
  #planDue(key: string, summary: ServiceSummary): void {
    const { due } = this.#sources
    due.plan('count', key, summary.recheckAt ?? Infinity)
    due.plan('row', key, judgementOf(this.#judged(key, summary)).dueAt)
  }

  #circumstances(key: string, summary: ServiceSummary): Circumstances {
    const { inputs, graph } = this.#sources
    const service = inputs.listers.services.get(key)
    if (service === undefined) return NO_CIRCUMSTANCES
    const hasPods = () => (summary.counts?.total ?? 0) + (graph.absent(key) ?? 0) > 0
    return circumstancesOf({ service, summary, hasPods }, inputs)
  }

  #noteReady(key: string, { from, to, time }: Turn): void {
    const { observations, watching } = this.#sources
    if (from === null || to === null || from === to || watching.isCatchingUp('endpointslices')) return
    const seen = { type: 'ready', from, to } as const
    observations.note(key, { type: 'seen', seen, time })
  }

  #makeRow(key: string): Row | undefined {
    const { graph, observations } = this.#sources
    const summary = graph.summary(key)
    if (summary === undefined) return undefined
    const row = buildRow(this.#judged(key, summary), toSince(observations.of(key)))
    return { ...row, zones: this.#sharing.of(row.zones), findings: this.#sharing.of(row.findings) }
  }

  #judged(key: string, summary: ServiceSummary): Judged {
    const { graph, observations, diagnoses, watching, now } = this.#sources
    return {
      summary,
      absent: graph.absent(key),
      asOf: watching.knownAsOf(summary.namespace),
      deletedAt: null,
      observed: observations.of(key),
      diagnosed: diagnoses.get(key),
      hidden: null,
      now: now(),
    }
  }
}
