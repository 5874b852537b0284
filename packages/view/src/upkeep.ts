import type { Change, ChecklistItem, Observed } from '@slicescope/diagnosis'
import { ClusterGraph, compareEndpoints, type Inputs, type ServiceGraph, type Touched } from '@slicescope/graph'
import type { Entry, LeaseKey, ResourceDelta, Steps, WatchState } from '@slicescope/model'
import { type Diagnosed, Diagnoses } from './diagnoses.ts'
import { DueQueue } from './due-queue.ts'
import { KeptStates } from './kept-states.ts'
import { Marks } from './marks.ts'
import { type Memory, memoryOf } from './memory.ts'
import { type Changed, News } from './news.ts'
import { Observations } from './observations.ts'
import { OpenServices, type Picture } from './open-services.ts'
import type { Outcome } from './outcome.ts'
import type { Freshness, Since } from './schema/freshness.ts'
import type { Row } from './schema/row.ts'
import { ownServices } from './reads/own-services.ts'
import { trackedListers } from './reads/tracked-listers.ts'
import { toSince } from './since.ts'
import { Summaries } from './summaries.ts'
import { toTime } from './times.ts'
import type { UpkeepOptions } from './upkeep-options.ts'
import { Watching } from './watching.ts'

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
  readonly #watching: Watching
  readonly #observations = new Observations()
  readonly #open = new OpenServices()
  readonly #news = new News(this.#open)
  /** The one queue of all that time alone changes. */
  readonly #due = new DueQueue()
  readonly #diagnoses: Diagnoses
  readonly #states: KeptStates
  readonly #marks: Marks
  #clockStep: Freshness['clockStep'] = null
  #now: number

  constructor({ listers, watches, startedAt, clusterDomain, memory, track, moment, follows }: UpkeepOptions) {
    this.#now = startedAt
    this.#watching = new Watching(memory?.watches ?? watches(), startedAt)
    this.inputs = { listers, coverage: (resource, namespace) => this.#watching.coverage(resource, namespace) }
    this.graph = new ClusterGraph(this.inputs, startedAt, follows)
    this.summaries = new Summaries({ inputs: this.inputs, clusterDomain, open: this.#open })
    this.#diagnoses = this.#createDiagnoses(track ?? trackedListers, moment === 'past')
    const parts = {
      inputs: this.inputs,
      listers,
      graph: this.graph,
      observations: this.#observations,
      diagnoses: this.#diagnoses,
      open: this.#open,
      watching: this.#watching,
      due: this.#due,
      news: this.#news,
      now: () => this.#now,
    }
    this.#states = new KeptStates(parts)
    this.#marks = new Marks({ ...parts, states: this.#states, follows: follows ?? null })
    if (memory !== undefined) this.#remember(follows === undefined ? memory : memoryOf(memory, follows))
    for (const key of this.graph.keys()) {
      this.#states.begin(key)
      this.#diagnoses.mark(key)
    }
  }

  /** What is known of each watch. */
  watches(): readonly WatchState[] {
    return this.#watching.all()
  }

  /** Since when all that changes are read from is known without a break, ms since the epoch; null where it is not. */
  get followedSince(): number | null {
    return this.#watching.followedSince
  }

  /** The last time that the wall clock was set. */
  get clockStep(): Freshness['clockStep'] {
    return this.#clockStep
  }

  /** For every batch of ClusterStore.subscribe, at once and in order. */
  apply(batch: readonly Entry<Outcome>[]): void {
    this.#now = Math.max(this.#now, batch.at(-1)?.time ?? 0)
    const watchNews = this.#watching.follow(batch, this.#now)
    if (watchNews !== null) this.#news.noteWatches()
    // Before anything is noted of how a Service is: what a gap hides has no time.
    for (const entry of batch) this.#followTime(entry)
    if (watchNews?.isStaleness === true) for (const key of this.graph.keys()) this.#states.touchRow(key)
    const deltas = batch.flatMap((entry): readonly ResourceDelta[] => (entry.type === 'delta' ? [entry.delta] : []))
    this.#touch(this.graph.apply(deltas, this.#now))
    for (const delta of deltas) for (const key of this.summaries.follow(delta)) this.#news.noteService(key)
    const coverage = watchNews?.coverage ?? []
    for (const { resource, namespace } of coverage) this.#touch(this.graph.coverageChanged(resource, namespace))
    this.#marks.follow(deltas, this.#now)
    if (coverage.length > 0) for (const key of this.graph.keys()) this.#marks.mark(key)
    for (const entry of batch) this.#followDiagnosis(entry)
    this.#takeDue()
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
      watches: this.watches(),
      observed: this.#observations.all(),
      ...this.#diagnoses.memory(),
      due: this.#due.all(),
      clockStep: this.#clockStep,
      followedSince: this.#watching.followedSince,
    }
  }

  /** Whether takeChanged would answer anything. */
  hasChanged(): boolean {
    return !this.#news.isEmpty
  }

  /** Clears what it answers. */
  takeChanged(): Changed {
    return this.#news.take()
  }

  /** See ClusterView.takeTouchedRows. */
  takeTouchedRows(): ReadonlySet<string> | null {
    return this.#news.takeTouchedRows()
  }

  /** Keeps the graph and the places of a Service from now on, whether it exists yet or not. Counted: open twice, close twice. */
  open(key: string): void {
    this.graph.open(key)
    // Of an open one more is shown.
    if (!this.#open.has(key)) this.#diagnoses.mark(key)
    this.#open.open(key)
    this.picture(key)
  }

  close(key: string): void {
    if (!this.#open.has(key)) return
    this.graph.close(key)
    this.#open.close(key)
    if (this.#open.has(key)) return
    // What is kept of open ones is not kept up to date.
    this.summaries.forget(key)
    this.#diagnoses.dropChecklist(key)
  }

  /** See ClusterView.nextChangeAt. */
  nextChangeAt(): number | null {
    return this.#due.next
  }

  /** Of all Services, what is broken first. */
  rows(): readonly Row[] {
    return this.#states.rows()
  }

  row(key: string): Row | undefined {
    return this.#states.row(key)
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

  /** See ClusterView.changes. */
  changes(key: string, now: number): readonly Change[] {
    return this.#diagnoses.changes(key, now)
  }

  /** The Services to which something happened after a time, ms since the epoch. */
  changedSince(time: number): readonly string[] {
    return this.#observations
      .all()
      .flatMap(([key, { changes }]) => (changes.some(({ last }) => last > time) ? [key] : []))
  }

  /** See ClusterView.outcomeAt. */
  outcomeAt(key: string, now: number): Outcome | null {
    return this.#diagnoses.outcomeAt(key, now)
  }

  /** See ClusterView.rehearse. */
  *rehearse(key: string, now: number): Steps<number> {
    const graph = this.graph.graph(key)
    if (graph === undefined) return Infinity
    yield
    const { inputs } = this
    this.#states.rehearse(key)
    this.summaries.traffic(graph, { inputs, wanted: null })
    this.summaries.dns(graph, inputs)
    compareEndpoints(graph, inputs)
    yield
    this.#diagnoses.checklist(graph, false)
    yield
    return yield* this.#diagnoses.rehearse(key, now, graph)
  }

  /** See ClusterView.servicesOf. */
  servicesOf(delta: ResourceDelta): readonly string[] {
    const { graph, inputs } = this
    const { near, far } = ownServices(delta, { graph, listers: inputs.listers })
    return [...new Set([...near, ...far])]
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
    return this.#watching.knownAsOf(namespace)
  }

  #createDiagnoses(track: typeof trackedListers, isReplayed: boolean): Diagnoses {
    const source = {
      graph: (key: string) => this.graph.graph(key),
      graphInSteps: (key: string, inputs: Inputs) => this.graph.graphInSteps(key, inputs),
      inputs: this.inputs,
      track,
      observed: (key: string) => this.#observations.of(key),
      isOpen: (key: string) => this.#open.has(key),
      isReplayed,
    }
    return new Diagnoses(source, this.#due)
  }

  #remember({ observed, outcomes, leases, due, clockStep, followedSince }: Memory): void {
    for (const planned of due) this.#due.plan(...planned)
    this.#clockStep = clockStep
    this.#watching.followedSince = followedSince
    this.#observations.restore(observed)
    for (const outcome of outcomes) this.#diagnoses.show(outcome)
    this.#diagnoses.leases.restore(leases)
  }

  #followTime(entry: Entry<Outcome>): void {
    if (entry.type === 'clock') {
      this.#clockStep = { time: toTime(entry.time), byMs: entry.stepped }
      this.#news.noteWatches()
    }
    if (entry.type !== 'gap') return
    for (const key of this.graph.keys()) {
      this.#observations.note(key, { type: 'gap', from: entry.from, time: entry.time })
      this.#marks.mark(key)
    }
  }

  #followDiagnosis(entry: Entry<Outcome>): void {
    if (entry.type === 'lease') this.#diagnoses.noteLease(entry.lease, entry.answer, entry.time)
    if (entry.type === 'outcome') this.#show(entry.outcome, entry.time)
  }

  #show(outcome: Outcome, time: number): void {
    const { service: key, findings, wanted } = outcome
    if (this.graph.summary(key) === undefined) return
    this.#diagnoses.show(outcome)
    this.#observations.note(key, { type: 'outcome', findings, wanted, time })
    this.#states.note(key, time)
    this.#news.noteService(key)
  }

  #touch({ summaries, graphs }: Touched): void {
    for (const key of summaries) this.#states.note(key, this.#now)
    for (const key of graphs) this.#marks.mark(key)
  }

  #takeDue(): void {
    const { count, cause, row } = this.#due.take(this.#now)
    for (const key of row) if (this.graph.summary(key) !== undefined) this.#states.note(key, this.#now)
    if (count.length > 0) this.#touch(this.graph.judgeAgain(count, this.#now))
    // What explains a loss is as grave as that loss.
    for (const key of [...count, ...cause, ...row]) this.#marks.mark(key)
  }

  #nextToDiagnose(): string | undefined {
    return this.#diagnoses.next(this.#open.keys())
  }
}
