import { type ChecklistItem, lastState } from '@slicescope/diagnosis'
import { ClusterGraph, type CoverageOf, type Inputs, type ServiceGraph, type Touched } from '@slicescope/graph'
import {
  type Entry,
  type LeaseAnswer,
  type LeaseKey,
  type Listers,
  must,
  type Pod,
  type Resource,
  type ResourceDelta,
  type WatchPhase,
} from '@slicescope/model'
import { type Blindness, describeBlindness } from './blindness.ts'
import { type CoverageChange, coverageChanges } from './coverage-changes.ts'
import { type Diagnosed, Diagnoses } from './diagnoses.ts'
import { knownAsOf, nextSilence } from './freshness.ts'
import { seenByService } from './observe-delta.ts'
import { Observations } from './observations.ts'
import { OpenServices, type Picture } from './open-services.ts'
import { buildRow } from './row.ts'
import { RowTable } from './row-table.ts'
import type { Since } from './schema/freshness.ts'
import type { Row } from './schema/row.ts'
import { toSince } from './since.ts'
import { Summaries } from './summaries.ts'
import { isAmong, type TouchedServices, touchedServices } from './touched-services.ts'
import { coverageTable, type Watch } from './watch-report.ts'

export interface UpkeepOptions {
  readonly listers: Listers
  /** What is known of each watch now (ClusterStore.watches). */
  readonly watches: () => readonly Watch[]
  /** When we began to watch, in ms since the epoch. */
  readonly startedAt: number
  /** The zone of DNS names, as `cluster.local`: the API does not tell it. */
  readonly clusterDomain: string
}

/** What may have changed since it was last asked for. A key whose row is gone now is among `rows` too. */
export interface Changed {
  readonly rows: ReadonlySet<string>
  /** Of the open ones. */
  readonly services: ReadonlySet<string>
  /** Whether any freshness may have changed, ages aside. */
  readonly watches: boolean
}

/** From so many ready to so many; null where that is not known. */
interface Turn {
  readonly from: number | null
  readonly to: number | null
  readonly time: number
}

const CATCHING_UP: ReadonlySet<WatchPhase> = new Set<WatchPhase>(['listing', 'closed'])

/**
 * What is known of all Services of a cluster, before any rights, kept up to date by the entries of its sequencer at a
 * cost that follows the change. It knows no clock: `now` is in ms since the epoch and never goes back.
 */
export class Upkeep {
  /** What all answers are made from, with the coverage of now. */
  readonly inputs: Inputs
  readonly graph: ClusterGraph
  /** Traffic and DNS in short. */
  readonly summaries: Summaries
  readonly #readWatches: () => readonly Watch[]
  readonly #observations = new Observations()
  readonly #diagnoses: Diagnoses
  readonly #open = new OpenServices()
  readonly #rows = new RowTable(key => this.#makeRow(key))
  #coverage: CoverageOf
  /** What the coverage was made from. */
  #covered: readonly Watch[]
  #watches: readonly Watch[]
  #blindness: Blindness
  #now: number
  #isLookedAt = false
  /** When the counts of a Service change by time alone, ms. */
  readonly #recheckAt = new Map<string, number>()
  #changedRows = new Set<string>()
  #changedServices = new Set<string>()
  #changedWatches = false

  constructor({ listers, watches, startedAt, clusterDomain }: UpkeepOptions) {
    this.#readWatches = watches
    this.#now = startedAt
    this.#watches = watches()
    this.#blindness = describeBlindness(this.#watches, this.#now)
    this.#covered = this.#watches
    this.#coverage = coverageTable(this.#covered)
    this.inputs = { listers, coverage: (resource, namespace) => this.#coverage(resource, namespace) }
    this.graph = new ClusterGraph(this.inputs, startedAt)
    this.summaries = new Summaries({ inputs: this.inputs, clusterDomain, open: this.#open })
    this.#diagnoses = new Diagnoses({
      graph: key => this.graph.graph(key),
      graphInSteps: key => this.graph.graphInSteps(key),
      evidence: this.inputs,
      observed: key => this.#observations.of(key),
      isOpen: key => this.#open.has(key),
      isTouched: (key, delta) => isAmong(key, this.#touchedBy(delta)),
    })
    for (const key of this.graph.keys()) {
      this.#noteState(key, this.#now, false)
      this.#diagnoses.mark(key)
      this.#rows.invalidate(key)
    }
  }

  /** For every batch of ClusterStore.subscribe, at once and in order. */
  apply(batch: readonly Entry[]): void {
    const time = batch.at(-1)?.time ?? this.#now
    this.#now = Math.max(this.#now, time)
    this.#isLookedAt = false
    const changes = batch.some(({ type }) => type === 'watch') ? this.#followWatches() : []
    if (batch[0]?.type === 'clock') this.#touchWatches()
    const deltas = batch.flatMap((entry): readonly ResourceDelta[] => (entry.type === 'delta' ? [entry.delta] : []))
    this.#touch(this.graph.apply(deltas, this.#now), time)
    for (const delta of deltas) for (const key of this.summaries.follow(delta)) this.#changedServices.add(key)
    for (const { resource, namespace } of changes) this.#touch(this.graph.coverageChanged(resource, namespace), time)
    this.#markForDiagnosis(deltas, time)
    if (changes.length > 0) for (const key of this.graph.keys()) this.#diagnoses.mark(key)
  }

  /** See ClusterView.leases. */
  leases(): readonly LeaseKey[] {
    return this.#diagnoses.leases.keys()
  }

  noteLease(key: LeaseKey, answer: LeaseAnswer, time: number): void {
    this.#diagnoses.noteLease(key, answer, time)
  }

  /** See ClusterView.diagnose. */
  diagnose(now: number, isOver: () => boolean): boolean {
    this.advance(now)
    for (let key = this.#nextToDiagnose(now); key !== undefined; key = this.#nextToDiagnose(now)) {
      this.#runDiagnosis(key, now, isOver)
      if (isOver()) return this.#nextToDiagnose(now) !== undefined
    }
    return false
  }

  /** Whether takeChanged would answer anything. */
  hasChanged(): boolean {
    return this.#changedRows.size > 0 || this.#changedServices.size > 0 || this.#changedWatches
  }

  /** Clears what it answers. With `now` it also counts what time alone has changed. */
  takeChanged(now: number = this.#now): Changed {
    this.advance(now)
    const changed = { rows: this.#changedRows, services: this.#changedServices, watches: this.#changedWatches }
    this.#changedRows = new Set()
    this.#changedServices = new Set()
    this.#changedWatches = false
    return changed
  }

  /** Keeps the graph and the places of a Service from now on, whether it exists yet or not. Counted: open twice, close twice. */
  open(key: string): void {
    this.graph.open(key)
    // Of an open one more is told.
    if (!this.#open.has(key)) this.#diagnoses.mark(key)
    this.#open.open(key)
    this.picture(key)
  }

  close(key: string): void {
    if (!this.#open.has(key)) return
    this.graph.close(key)
    this.#open.close(key)
    if (!this.#open.has(key)) this.summaries.forget(key)
  }

  /** When time alone will next change an answer, in ms since the epoch; null if never. Moves on as watches are heard. */
  nextChangeAt(): number | null {
    const silence = nextSilence(this.#readWatches(), this.#now)
    const times = [silence, this.#diagnoses.nextDue(), ...this.#recheckAt.values()].flatMap(time => time ?? [])
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Looks at the watches as they are now; their times move without an entry. To be called before anything is read. */
  advance(now: number): void {
    if (this.#isLookedAt && now <= this.#now) return
    this.#isLookedAt = true
    this.#now = Math.max(this.#now, now)
    const due = [...this.#recheckAt].flatMap(([key, time]) => (time <= this.#now ? [key] : []))
    if (due.length > 0) this.#touch(this.graph.judgeAgain(due, this.#now), this.#now)
    for (const key of due) this.#diagnoses.mark(key)
    this.#watches = this.#readWatches()
    const blindness = describeBlindness(this.#watches, this.#now)
    const was = this.#blindness
    this.#blindness = blindness
    if (blindness.ofAll !== was.ofAll) this.#touchWatches()
    // Stale health is worded in the past tense, so all rows are worded anew when it goes stale and when it recovers.
    if (blindness.ofHealth !== was.ofHealth) for (const key of this.graph.keys()) this.#touchRow(key)
  }

  /** Of all Services, what is broken first. */
  rows(): readonly Row[] {
    return this.#rows.sorted()
  }

  row(key: string): Row | undefined {
    return this.#rows.get(key)
  }

  /** Since when it is so, as it was seen. */
  since(key: string): Since | null {
    return toSince(this.#observations.of(key))
  }

  /** Why it is as it is, as far as somebody had time for it. */
  diagnosed(key: string): Diagnosed | undefined {
    return this.#diagnoses.get(key)
  }

  /** The same, after what has changed. An answer for one is worth the wait: its findings are as fresh as its counts. */
  diagnosedNow(key: string, now: number): Diagnosed | undefined {
    if (this.#diagnoses.isMarked(key)) this.#runDiagnosis(key, now, () => false)
    const diagnosed = this.#diagnoses.get(key)
    // Of one that is open they stand still between two diagnoses, so that all its readers see the same.
    return diagnosed === undefined || this.#open.has(key)
      ? diagnosed
      : { ...diagnosed, changes: this.#diagnoses.changes(key, now) }
  }

  /** From the selector to traffic. `graph` is of now. */
  checklist(graph: ServiceGraph): readonly ChecklistItem[] {
    return this.#diagnoses.checklist(graph, this.#open.has(graph.summary.key))
  }

  /** As it is now; of a Service that was deleted while open, what was shown last. */
  picture(key: string): Picture | null {
    const graph = this.graph.graph(key)
    return graph === undefined ? this.#open.lastPicture(key) : this.#open.show(key, graph, this.since(key))
  }

  /** As of when a namespace's health is known where the API server is out of reach, in ms; else null. */
  knownAsOf(namespace: string): number | null {
    return this.#blindness.ofHealth === '' ? null : knownAsOf(this.#watches, namespace, this.#now)
  }

  #followWatches(): readonly CoverageChange[] {
    const changes = coverageChanges(this.#covered, this.#readWatches())
    this.#covered = this.#readWatches()
    this.#coverage = coverageTable(this.#covered)
    this.#touchWatches()
    return changes
  }

  #touchWatches(): void {
    this.#changedWatches = true
    for (const key of this.#open.keys()) this.#changedServices.add(key)
  }

  #touchRow(key: string): void {
    this.#changedRows.add(key)
    this.#rows.invalidate(key)
  }

  #touch({ summaries, graphs }: Touched, time: number): void {
    for (const key of summaries) {
      this.#touchRow(key)
      this.#noteState(key, time, true)
    }
    for (const key of graphs) this.#changedServices.add(key)
  }

  #noteState(key: string, time: number, isSeenComing: boolean): void {
    const summary = this.graph.summary(key)
    const { recheckAt = null } = summary ?? {}
    if (recheckAt === null) this.#recheckAt.delete(key)
    else this.#recheckAt.set(key, recheckAt)
    if (summary !== undefined) {
      const from = lastState(this.#observations.of(key))?.summary.counts?.ready ?? null
      this.#observations.note(key, { type: 'state', summary, health: summary.health, isSeenComing, time })
      this.#noteReady(key, { from, to: summary.counts?.ready ?? null, time })
      return
    }
    this.#observations.note(key, { type: 'deleted', time })
    this.#diagnoses.forget(key)
    this.#open.markDeleted(key, time)
  }

  #noteReady(key: string, { from, to, time }: Turn): void {
    if (from === null || to === null || from === to || this.#isCatchingUp('endpointslices')) return
    const seen = { type: 'ready', from, to, fewest: Math.min(from, to) } as const
    this.#observations.note(key, { type: 'seen', seen, time })
  }

  /** What it is told now may have happened long ago: a gap is unknown. */
  #isCatchingUp(resource: Resource): boolean {
    return this.#covered.some(watch => watch.resource === resource && CATCHING_UP.has(watch.phase))
  }

  #makeRow(key: string): Row | undefined {
    const summary = this.graph.summary(key)
    if (summary === undefined) return undefined
    const asOf = this.knownAsOf(summary.namespace)
    const diagnosed = this.#diagnoses.get(key)
    return buildRow({ summary, absent: this.graph.absent(key), since: this.since(key), asOf, diagnosed })
  }

  #markForDiagnosis(deltas: readonly ResourceDelta[], time: number): void {
    for (const delta of deltas) {
      const touched = this.#touchedBy(delta)
      const { near, far } = touched
      this.#diagnoses.follow(delta)
      if (!this.#isCatchingUp(delta.resource))
        for (const [key, seen] of seenByService(delta, touched, this.inputs.listers))
          this.#observations.note(key, { type: 'seen', seen, time })
      for (const key of near) this.#noteTouched(key, time)
      for (const key of far) this.#diagnoses.mark(key)
      if (delta.resource === 'pods' && delta.type !== 'updated') this.#touchNeighbours(delta.object)
    }
  }

  #noteTouched(key: string, time: number): void {
    if (this.graph.summary(key) !== undefined) this.#observations.note(key, { type: 'touched', time })
    this.#diagnoses.mark(key)
  }

  #touchedBy(delta: ResourceDelta): TouchedServices {
    return touchedServices(delta, { graph: this.graph, listers: this.inputs.listers, lookups: this.#diagnoses.lookups })
  }

  /** Their checklists count all pods of the namespace. */
  #touchNeighbours({ metadata }: Pod): void {
    for (const key of this.#open.keys()) {
      if (!key.startsWith(`${metadata.namespace}/`)) continue
      this.#diagnoses.dropChecklist(key)
      this.#changedServices.add(key)
    }
  }

  #nextToDiagnose(now: number): string | undefined {
    return this.#diagnoses.next(now, this.#open.keys())
  }

  #runDiagnosis(key: string, now: number, isOver: () => boolean): void {
    const isOther = this.#diagnoses.run(key, now, isOver)
    if (this.#diagnoses.isMarked(key)) return
    // What marked it may be news of its checklist, or of what stands beside it.
    if (this.#open.has(key)) this.#changedServices.add(key)
    if (!isOther) return
    const { findings, wanted } = must(this.#diagnoses.get(key), 'what was just worked out')
    this.#observations.note(key, { type: 'outcome', findings, wanted, time: now })
    this.#noteState(key, now, true)
    this.#touchRow(key)
  }
}
