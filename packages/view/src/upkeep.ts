import {
  type ChecklistItem,
  type Circumstances,
  circumstancesOf,
  lastState,
  NO_CIRCUMSTANCES,
  type Observed,
} from '@slicescope/diagnosis'
import {
  ClusterGraph,
  type CoverageOf,
  type Inputs,
  type ServiceGraph,
  type ServiceSummary,
  type Touched,
} from '@slicescope/graph'
import type {
  Entry,
  LeaseKey,
  Listers,
  Pod,
  Resource,
  ResourceDelta,
  WatchPhase,
  WatchState,
  WatchTimes,
} from '@slicescope/model'
import { blindnessOf } from './blindness.ts'
import { type CoverageChange, coverageChanges } from './coverage-changes.ts'
import { type Diagnosed, Diagnoses } from './diagnoses.ts'
import { DueQueue, type Planned } from './due-queue.ts'
import { knownAsOf } from './freshness.ts'
import type { KnownLease } from './lease-table.ts'
import { Observations } from './observations.ts'
import { seenByService } from './observe-delta.ts'
import { OpenServices, type Picture } from './open-services.ts'
import type { Outcome } from './outcome.ts'
import { ownServices } from './reads/own-services.ts'
import { touchedLabelSets, touchedReads } from './reads/touched-reads.ts'
import { buildRow } from './row.ts'
import { RowTable } from './row-table.ts'
import type { Freshness, Since } from './schema/freshness.ts'
import type { Row } from './schema/row.ts'
import { toSince } from './since.ts'
import { Summaries } from './summaries.ts'
import { toTime } from './times.ts'
import { type Judged, judgementOf } from './verdict.ts'
import { coverageTable } from './watch-report.ts'
import { WatchTable } from './watch-table.ts'

export interface UpkeepOptions {
  readonly listers: Listers
  /** What is known of each watch (ClusterStore.watches): from there on entries tell; its times are read when asked for. */
  readonly watches: () => readonly (WatchState & WatchTimes)[]
  /** When we began to watch, in ms since the epoch. */
  readonly startedAt: number
  /** The zone of DNS names, as `cluster.local`: the API does not tell it. */
  readonly clusterDomain: string
  /** What another one remembered at the last entry that the listers hold. */
  readonly memory?: Memory
}

/** All that a view knows beside the listers and the time. Plain data. */
export interface Memory {
  readonly watches: readonly WatchState[]
  readonly observed: readonly (readonly [key: string, observed: Observed])[]
  readonly outcomes: readonly Outcome[]
  readonly leases: readonly KnownLease[]
  readonly due: readonly Planned[]
  readonly clockStep: Freshness['clockStep']
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

/** Of what circumstances are made. */
const SURROUNDING: ReadonlySet<Resource> = new Set<Resource>([
  'namespaces',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'apiservices',
])

const CATCHING_UP: ReadonlySet<WatchPhase> = new Set<WatchPhase>(['listing', 'closed'])

/**
 * What is known of all Services of a cluster, before any rights, by the entries of its sequencer and nothing else, at a
 * cost that follows the change. It knows no clock: the time is that of the last entry.
 */
export class Upkeep {
  /** What all answers are made from, with the coverage of now. */
  readonly inputs: Inputs
  readonly graph: ClusterGraph
  /** Traffic and DNS in short. */
  readonly summaries: Summaries
  readonly #observations = new Observations()
  readonly #diagnoses: Diagnoses
  readonly #open = new OpenServices()
  /** The one queue of all that time alone changes. */
  readonly #due = new DueQueue()
  readonly #rows = new RowTable(key => this.#makeRow(key))
  readonly #watches: WatchTable
  #coverage: CoverageOf
  #clockStep: Freshness['clockStep'] = null
  #blindness: string
  #now: number
  #changedRows = new Set<string>()
  #changedServices = new Set<string>()
  #changedWatches = false

  constructor({ listers, watches, startedAt, clusterDomain, memory }: UpkeepOptions) {
    this.#now = startedAt
    this.#watches = new WatchTable(memory?.watches ?? watches())
    this.#blindness = blindnessOf(this.#watches.all())
    this.#coverage = coverageTable(this.#watches.all())
    this.inputs = { listers, coverage: (resource, namespace) => this.#coverage(resource, namespace) }
    this.graph = new ClusterGraph(this.inputs, startedAt)
    this.summaries = new Summaries({ inputs: this.inputs, clusterDomain, open: this.#open })
    const source = {
      graph: (key: string) => this.graph.graph(key),
      graphInSteps: (key: string, inputs: Inputs) => this.graph.graphInSteps(key, inputs),
      inputs: this.inputs,
      observed: (key: string) => this.#observations.of(key),
      isOpen: (key: string) => this.#open.has(key),
    }
    this.#diagnoses = new Diagnoses(source, this.#due)
    if (memory !== undefined) this.#remember(memory)
    for (const key of this.graph.keys()) {
      if (lastState(this.#observations.of(key)) === null) this.#noteState(key, this.#now, false)
      this.#diagnoses.mark(key)
      this.#rows.invalidate(key)
    }
  }

  /** What is known of each watch. */
  watches(): readonly WatchState[] {
    return this.#watches.all()
  }

  /** The last time that the wall clock was set. */
  get clockStep(): Freshness['clockStep'] {
    return this.#clockStep
  }

  /** For every batch of ClusterStore.subscribe, at once and in order. */
  apply(batch: readonly Entry<Outcome>[]): void {
    const time = batch.at(-1)?.time ?? this.#now
    this.#now = Math.max(this.#now, time)
    const changes = this.#followWatches(batch)
    for (const entry of batch) {
      if (entry.type === 'gap') this.#noteGap(entry)
      if (entry.type === 'clock') this.#noteClockStep({ time: toTime(entry.time), byMs: entry.stepped })
    }
    const deltas = batch.flatMap((entry): readonly ResourceDelta[] => (entry.type === 'delta' ? [entry.delta] : []))
    this.#touch(this.graph.apply(deltas, this.#now), time)
    for (const delta of deltas) for (const key of this.summaries.follow(delta)) this.#changedServices.add(key)
    for (const { resource, namespace } of changes) this.#touch(this.graph.coverageChanged(resource, namespace), time)
    this.#markForDiagnosis(deltas, time)
    if (changes.length > 0) for (const key of this.graph.keys()) this.#mark(key)
    for (const entry of batch) {
      if (entry.type === 'lease') this.#diagnoses.noteLease(entry.lease, entry.answer, entry.time)
      if (entry.type === 'outcome') this.#show(entry.outcome, entry.time)
    }
    this.#takeDue(time)
  }

  /** See ClusterView.leases. */
  leases(): readonly LeaseKey[] {
    return this.#diagnoses.leases.keys()
  }

  /** See ClusterView.diagnose. */
  diagnose(now: number, isOver: () => boolean): boolean {
    for (let key = this.#nextToDiagnose(); key !== undefined; key = this.#nextToDiagnose()) {
      this.#diagnoses.run(key, now, isOver)
      if (isOver()) return this.#nextToDiagnose() !== undefined
    }
    return false
  }

  /** See ClusterView.settleOpen. */
  settleOpen(now: number): void {
    for (const key of this.#open.keys())
      while (this.#diagnoses.isUnderWay(key)) this.#diagnoses.run(key, now, () => false)
  }

  /** See ClusterView.outcomes. */
  outcomes(): readonly Outcome[] {
    return this.#diagnoses.outcomes()
  }

  /** See ClusterView.memory. */
  memory(): Memory {
    return {
      watches: this.watches().map(withoutTimes),
      observed: this.#observations.all(),
      ...this.#diagnoses.memory(),
      due: this.#due.all(),
      clockStep: this.#clockStep,
    }
  }

  /** Whether takeChanged would answer anything. */
  hasChanged(): boolean {
    return this.#changedRows.size > 0 || this.#changedServices.size > 0 || this.#changedWatches
  }

  /** Clears what it answers. */
  takeChanged(): Changed {
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

  /** See ClusterView.nextChangeAt. */
  nextChangeAt(): number | null {
    return this.#due.next
  }

  /** Of all Services, what is broken first. */
  rows(): readonly Row[] {
    return this.#rows.sorted()
  }

  row(key: string): Row | undefined {
    return this.#rows.get(key)
  }

  /** The time of the last entry, ms since the epoch. */
  get now(): number {
    return this.#now
  }

  /** What is remembered of it. */
  observed(key: string): Observed {
    return this.#observations.of(key)
  }

  /** Since when it is so, as it was seen. */
  since(key: string): Since | null {
    return toSince(this.#observations.of(key))
  }

  /** Why it is as it is, as far as there was time for it. */
  diagnosed(key: string): Diagnosed | undefined {
    return this.#diagnoses.get(key)
  }

  /** The same to its end. An answer for one is worth the wait: its findings are as fresh as its counts. */
  diagnosedNow(key: string, now: number): Diagnosed | undefined {
    const diagnosed = this.#diagnoses.at(key, now)
    // Of one that is open they stand still between two diagnoses, so that all its readers see the same.
    return diagnosed === undefined || this.#open.has(key)
      ? diagnosed
      : { ...diagnosed, changes: this.#diagnoses.changes(key, now) }
  }

  /** See ClusterView.outcomeAt. */
  outcomeAt(key: string, now: number): Outcome | null {
    return this.#diagnoses.outcomeAt(key, now)
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
    return this.#blindness === '' ? null : knownAsOf(this.#watches.all(), namespace)
  }

  #remember({ observed, outcomes, leases, due, clockStep }: Memory): void {
    for (const planned of due) this.#due.plan(...planned)
    this.#clockStep = clockStep
    this.#observations.restore(observed)
    for (const outcome of outcomes) this.#diagnoses.show(outcome)
    this.#diagnoses.leases.restore(leases)
  }

  #followWatches(batch: readonly Entry<Outcome>[]): readonly CoverageChange[] {
    const before = this.#watches.all()
    const isNews = batch.map(entry => this.#watches.follow(entry)).includes(true)
    if (!isNews) return []
    const after = this.#watches.all()
    this.#coverage = coverageTable(after)
    this.#touchWatches()
    const was = this.#blindness
    this.#blindness = blindnessOf(after)
    // Stale health is worded in the past tense, so all rows are worded anew when it goes stale and when it recovers.
    if (this.#blindness !== was) for (const key of this.graph.keys()) this.#touchRow(key)
    return coverageChanges(before, after)
  }

  #touchWatches(): void {
    this.#changedWatches = true
    for (const key of this.#open.keys()) this.#changedServices.add(key)
  }

  #takeDue(time: number): void {
    const { count, cause, row } = this.#due.take(this.#now)
    for (const key of row) {
      if (this.graph.summary(key) === undefined) continue
      this.#noteState(key, time, true)
      this.#touchRow(key)
    }
    if (count.length > 0) this.#touch(this.graph.judgeAgain(count, this.#now), time)
    // What explains a loss is as grave as that loss.
    for (const key of [...count, ...cause, ...row]) this.#mark(key)
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
    for (const key of graphs) this.#mark(key)
  }

  #noteState(key: string, time: number, isSeenComing: boolean): void {
    const summary = this.graph.summary(key)
    if (summary !== undefined) {
      const from = lastState(this.#observations.of(key))?.summary.counts?.ready ?? null
      const circumstances = this.#circumstances(key, summary)
      const { health } = summary
      this.#observations.note(key, { type: 'state', summary, health, isSeenComing, circumstances, time })
      this.#planDue(key)
      this.#noteReady(key, { from, to: summary.counts?.ready ?? null, time })
      return
    }
    this.#planDue(key)
    const atEnd = { observed: this.#observations.of(key), diagnosed: this.#diagnoses.get(key) }
    this.#open.markDeleted(key, time, atEnd)
    this.#observations.note(key, { type: 'deleted', time })
    this.#diagnoses.forget(key)
  }

  /** When time alone will change how it is counted, or how grave that is. */
  #planDue(key: string): void {
    const summary = this.graph.summary(key)
    this.#due.plan('count', key, summary?.recheckAt ?? Infinity)
    const dueAt = summary === undefined ? Infinity : judgementOf(this.#judged(key, summary)).dueAt
    this.#due.plan('row', key, dueAt)
  }

  #circumstances(key: string, summary: ServiceSummary): Circumstances {
    const service = this.inputs.listers.services.get(key)
    if (service === undefined) return NO_CIRCUMSTANCES
    const hasPods = () => (summary.counts?.total ?? 0) + (this.graph.absent(key) ?? 0) > 0
    return circumstancesOf({ service, summary, hasPods }, this.inputs)
  }

  #noteReady(key: string, { from, to, time }: Turn): void {
    if (from === null || to === null || from === to || this.#isCatchingUp('endpointslices')) return
    const seen = { type: 'ready', from, to, fewest: Math.min(from, to) } as const
    this.#observations.note(key, { type: 'seen', seen, time })
  }

  #noteClockStep(step: NonNullable<Freshness['clockStep']>): void {
    this.#clockStep = step
    this.#touchWatches()
  }

  #noteGap({ from, time }: { readonly from: number; readonly time: number }): void {
    for (const key of this.graph.keys()) {
      this.#observations.note(key, { type: 'gap', from, time })
      this.#mark(key)
    }
  }

  /** What it is told now may have happened long ago: a gap is unknown. */
  #isCatchingUp(resource: Resource): boolean {
    return this.#watches.all().some(watch => watch.resource === resource && CATCHING_UP.has(watch.phase))
  }

  #makeRow(key: string): Row | undefined {
    const summary = this.graph.summary(key)
    if (summary === undefined) return undefined
    return buildRow(this.#judged(key, summary), this.since(key))
  }

  #judged(key: string, summary: ServiceSummary): Judged {
    return {
      summary,
      absent: this.graph.absent(key),
      asOf: this.knownAsOf(summary.namespace),
      deletedAt: null,
      observed: this.#observations.of(key),
      diagnosed: this.#diagnoses.get(key),
      hidden: null,
      now: this.#now,
    }
  }

  #markForDiagnosis(deltas: readonly ResourceDelta[], time: number): void {
    for (const delta of deltas) {
      const own = ownServices(delta, { graph: this.graph, listers: this.inputs.listers })
      if (!this.#isCatchingUp(delta.resource))
        for (const [key, seen] of seenByService(delta, own, this.inputs.listers))
          this.#observations.note(key, { type: 'seen', seen, time })
      for (const key of own.near) this.#noteTouched(key, time)
      for (const key of own.far) this.#noteFar(key, delta.resource, time)
      if (this.#diagnoses.hasReads) this.#markReaders(touchedReads(delta))
      if (delta.resource === 'pods' && delta.type !== 'updated') this.#touchNeighbours(delta.object)
    }
    if (this.#diagnoses.hasReads) this.#markReaders(touchedLabelSets(deltas, this.inputs.listers))
  }

  #markReaders(reads: Iterable<string>): void {
    const { far, often } = this.#diagnoses.readersOf(reads)
    for (const key of far) this.#mark(key)
    for (const key of often) this.#postpone(key)
  }

  /** What surrounds it may make its loss another's concern, or none at all. */
  #noteFar(key: string, resource: Resource, time: number): void {
    this.#mark(key)
    if (!SURROUNDING.has(resource) || this.graph.summary(key) === undefined) return
    this.#noteState(key, time, true)
    this.#touchRow(key)
  }

  #noteTouched(key: string, time: number): void {
    if (this.graph.summary(key) !== undefined) this.#observations.note(key, { type: 'touched', time })
    this.#mark(key)
  }

  /** It may be news of an open one's checklist too, or of what stands beside it. */
  #mark(key: string): void {
    this.#diagnoses.mark(key)
    if (this.#open.has(key)) this.#changedServices.add(key)
  }

  #postpone(key: string): void {
    this.#diagnoses.postpone(key, this.#now)
    if (this.#open.has(key)) this.#changedServices.add(key)
  }

  #show(outcome: Outcome, time: number): void {
    const { service: key, findings, wanted } = outcome
    if (this.graph.summary(key) === undefined) return
    this.#diagnoses.show(outcome)
    this.#observations.note(key, { type: 'outcome', findings, wanted, time })
    this.#noteState(key, time, true)
    this.#touchRow(key)
    if (this.#open.has(key)) this.#changedServices.add(key)
  }

  /** Their checklists count all pods of the namespace. */
  #touchNeighbours({ metadata }: Pod): void {
    for (const key of this.#open.keys()) {
      if (!key.startsWith(`${metadata.namespace}/`)) continue
      this.#diagnoses.dropChecklist(key)
      this.#changedServices.add(key)
    }
  }

  #nextToDiagnose(): string | undefined {
    return this.#diagnoses.next(this.#open.keys())
  }
}

/** The states that a view began with may have had their times beside them. */
function withoutTimes(watch: WatchState): WatchState {
  const { resource, namespace, phase, hasSynced, loaded, expected, reason, failures, blind, asOf } = watch
  return { resource, namespace, phase, hasSynced, loaded, expected, reason, failures, blind, asOf }
}
