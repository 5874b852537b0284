import { type Change, changesOf, type ChecklistItem, checklist, type Observed } from '@slicescope/diagnosis'
import { DependencyIndex, type Inputs, type ServiceGraph } from '@slicescope/graph'
import { finish, type LeaseAnswer, type LeaseKey, Sharing, type Steps } from '@slicescope/model'
import {
  type DiagnosisEvent,
  type DiagnosisRecord,
  NEW_RECORD,
  nextRecord,
  restartsOf,
  type Work,
} from './diagnosis-record.ts'
import type { DueQueue } from './due-queue.ts'
import { type KnownLease, LeaseTable } from './lease-table.ts'
import { type Diagnosed, type Outcome, saysTheSame, sharedOutcome, toDiagnosed } from './outcome.ts'
import { ReadLog } from './reads/read-log.ts'
import { trackedListers } from './reads/tracked-listers.ts'
import { evidenceOf, type WorkedOut, workOut } from './work-out.ts'

export type { Diagnosed }

interface Source {
  readonly graph: (key: string) => ServiceGraph | undefined
  readonly graphInSteps: (key: string, inputs: Inputs) => Steps<ServiceGraph | undefined>
  readonly inputs: Inputs
  readonly track: typeof trackedListers
  readonly observed: (key: string) => Observed
  readonly isOpen: (key: string) => boolean
  /** Outcomes come from a recording: which of them a change makes old is not known. */
  readonly isReplayed: boolean
}

interface Finished {
  readonly work: Work
  readonly worked: WorkedOut | null
  /** When it was finished; it was worked out by the time at which it was begun. */
  readonly now: number
}

/** Keys of Services that read something. */
interface Readers {
  /** Whose diagnosis is to be marked, */
  readonly far: ReadonlySet<string>
  /** or postponed; */
  readonly often: ReadonlySet<string>
  /** whose checklist is to be dropped. */
  readonly checked: ReadonlySet<string>
}

/** How long what changes often may wait. */
const POSTPONE_MS = 1000

/** What changes faster than there is time for is answered all the same. */
const MOST_RESTARTS = 3

/**
 * Why each Service is as it is, worked out one by one when there is time, for it costs more than counting. What is
 * marked waits its turn; one that changes while it is being worked out is restarted. What it comes to is an outcome,
 * and counts from its entry on; what is not worked out yet is shown as its last entry says.
 */
export class Diagnoses {
  readonly #source: Source
  /** What each read that is not its own; the second of what changes often. */
  readonly #reads = new DependencyIndex()
  readonly #readsOften = new DependencyIndex()
  readonly #readsOfChecklist = new DependencyIndex()
  readonly leases = new LeaseTable()
  readonly #due: DueQueue
  readonly #records = new Map<string, DiagnosisRecord>()
  readonly #sharing = new Sharing()
  /** Those of each progress that need attention, the longest first. */
  readonly #waiting = new Set<string>()
  readonly #working = new Set<string>()
  readonly #done = new Set<string>()

  /** `due` gets the time at which a Service's outcome may change by itself. */
  constructor(source: Source, due: DueQueue) {
    this.#source = source
    this.#due = due
  }

  get(key: string): Diagnosed | undefined {
    const outcome = this.#records.get(key)?.outcome ?? null
    return outcome === null ? undefined : toDiagnosed(outcome)
  }

  /** Whether it waits, or is being worked out. */
  isUnderWay(key: string): boolean {
    return this.#waiting.has(key) || this.#working.has(key)
  }

  mark(key: string): void {
    this.#turn(key, { type: 'marked' })
  }

  /** The same where what changed changes often: at most once in so many ms. */
  postpone(key: string, now: number): void {
    const before = this.#record(key).progress.state
    this.#turn(key, { type: 'postponed' })
    if (before === 'settled') this.#due.plan('cause', key, now + POSTPONE_MS)
  }

  /** Who read what comes out differently now. */
  readersOf(reads: Iterable<string>): Readers {
    const far = new Set<string>()
    const often = new Set<string>()
    const checked = new Set<string>()
    for (const read of reads) {
      for (const key of this.#reads.services(read)) far.add(key)
      for (const key of this.#readsOften.services(read)) often.add(key)
      for (const key of this.#readsOfChecklist.services(read)) checked.add(key)
      for (const key of this.#working) if (this.#workOf(key)?.log.has(read) === true) far.add(key)
    }
    return { far, often, checked }
  }

  /** Whether anybody has read anything. */
  get hasReads(): boolean {
    const indexes = [this.#reads, this.#readsOften, this.#readsOfChecklist]
    return this.#working.size > 0 || indexes.some(index => !index.isEmpty)
  }

  /** A read of a Lease has changed what these had asked for; a diagnosis under way may have read it too. */
  noteLease(key: LeaseKey, answer: LeaseAnswer, time: number): void {
    for (const service of [...this.leases.note(key, answer, time), ...this.#working]) this.mark(service)
  }

  /** The entry of an outcome has arrived. */
  show(outcome: Outcome): void {
    this.leases.ask(outcome.service, outcome.leases)
    this.#turn(outcome.service, { type: 'shown', outcome })
  }

  forget(key: string): void {
    this.#reads.set(key, [])
    this.#readsOften.set(key, [])
    this.#readsOfChecklist.set(key, [])
    this.leases.ask(key, [])
    this.#due.plan('cause', key, Infinity)
    this.#records.delete(key)
    for (const keys of [this.#waiting, this.#working, this.#done]) keys.delete(key)
  }

  /** The next that waits, of `first` before all others; undefined where none does. */
  next(first: Iterable<string>): string | undefined {
    for (const key of first) if (this.#waiting.has(key) || this.#working.has(key)) return key
    const [working] = this.#working
    const [waiting] = this.#waiting
    return working ?? waiting
  }

  /** Computes one again, or on with it, until that is done or `isOver`. */
  run(key: string, now: number, isOver: () => boolean): void {
    const work = this.#workOf(key) ?? this.#begin(key, now)
    for (;;) {
      const step = work.steps.next()
      if (step.done === true) {
        this.#finish(key, { work, worked: step.value, now })
        return
      }
      if (isOver() && restartsOf(this.#record(key).progress) < MOST_RESTARTS) return
    }
  }

  /** What was worked out and differs from what is shown. */
  outcomes(): readonly Outcome[] {
    return [...this.#done].flatMap(key => {
      const { progress } = this.#record(key)
      return progress.state === 'done' ? [progress.outcome] : []
    })
  }

  /** All outcomes that are shown, and what is known of the Leases that they hang on. */
  memory(): { readonly outcomes: readonly Outcome[]; readonly leases: readonly KnownLease[] } {
    const outcomes = [...this.#records.values()].flatMap(({ outcome }) => outcome ?? [])
    return { outcomes, leases: this.leases.known() }
  }

  /** Of now, whether it is shown yet or not; undefined for a Service that does not exist. Nothing of it is kept. */
  at(key: string, now: number): Diagnosed | undefined {
    const record = this.#records.get(key)
    if (record?.progress.state === 'settled' && !this.#source.isReplayed) return this.get(key)
    const outcome = this.outcomeAt(key, now)
    return outcome === null ? undefined : toDiagnosed(outcome)
  }

  /** Computed again; null for a Service that does not exist. Nothing of it is kept. */
  outcomeAt(key: string, now: number): Outcome | null {
    return finish(this.#workOut(key, now, this.#source.inputs))?.outcome ?? null
  }

  /** Works it out as of an open one and keeps nothing of it. `graph` is its own, of now. Answers when time alone may change it; Infinity if never. */
  *rehearse(key: string, now: number, graph: ServiceGraph): Steps<number> {
    const { inputs } = this.#source
    const graphInSteps = () => madeAlready(graph)
    const worked = yield* workOut({ ...this.#question(key, now, inputs), graphInSteps, isOpen: true })
    return worked?.dueAt ?? Infinity
  }

  /** Of now, for one that is not open: those of its outcome are as old as that is. */
  changes(key: string, now: number): readonly Change[] {
    const graph = this.#source.graph(key)
    if (graph === undefined) return []
    return changesOf(graph, evidenceOf(this.#question(key, now, this.#source.inputs)), now)
  }

  /**
   * From the selector to traffic, passed steps too. `graph` is the Service's, of now. With `isKept` it is kept until the
   * Service is marked, or what it read comes out differently.
   */
  checklist(graph: ServiceGraph, isKept: boolean): readonly ChecklistItem[] {
    const { key } = graph.summary
    const record = this.#records.get(key)
    if (record === undefined || !isKept) return checklist(graph, this.#source.inputs)
    if (record.checklist !== null) return record.checklist
    const { inputs, log } = this.#tracked(key, trackedListers)
    const items = checklist(graph, inputs)
    this.#readsOfChecklist.set(key, [...log.reads(graph), ...log.readsOften()])
    this.#turn(key, { type: 'checked', checklist: items })
    return items
  }

  /** It is to be created again. */
  dropChecklist(key: string): void {
    this.#readsOfChecklist.set(key, [])
    if (this.#records.has(key)) this.#turn(key, { type: 'checked', checklist: null })
  }

  #begin(key: string, now: number): Work {
    const { inputs, log } = this.#tracked(key, this.#source.track)
    const work: Work = { steps: this.#workOut(key, now, inputs), log }
    this.#due.plan('cause', key, Infinity)
    this.#turn(key, { type: 'begun', work })
    return work
  }

  #tracked(key: string, track: Source['track']): { readonly inputs: Inputs; readonly log: ReadLog } {
    const { inputs } = this.#source
    const log = new ReadLog(key, inputs.listers)
    return { inputs: { ...inputs, listers: track(inputs.listers, log) }, log }
  }

  #finish(key: string, { work, worked, now }: Finished): void {
    if (worked === null) {
      this.forget(key)
      return
    }
    const { graph, dueAt } = worked
    const outcome = sharedOutcome(worked.outcome, this.#sharing)
    this.#reads.set(key, work.log.reads(graph))
    this.#readsOften.set(key, work.log.readsOften())
    // It took so long that time has changed it.
    if (dueAt <= now) {
      this.mark(key)
      return
    }
    this.#due.plan('cause', key, Math.min(dueAt, ...outcome.leases.map(lease => this.leases.knownUntil(lease))))
    const isSame = saysTheSame(outcome, this.#record(key).outcome)
    this.#turn(key, isSame ? { type: 'confirmed' } : { type: 'done', outcome })
  }

  #workOut(key: string, now: number, inputs: Inputs): Steps<WorkedOut | null> {
    const graphInSteps = () => this.#source.graphInSteps(key, inputs)
    return workOut({ ...this.#question(key, now, inputs), graphInSteps, isOpen: this.#source.isOpen(key) })
  }

  #question(key: string, now: number, inputs: Inputs) {
    const { observed } = this.#source
    return { inputs, observed: observed(key), leases: (lease: LeaseKey) => this.leases.of(lease, now), now }
  }

  #workOf(key: string): Work | undefined {
    const progress = this.#records.get(key)?.progress
    return progress?.state === 'working' ? progress.work : undefined
  }

  #record(key: string): DiagnosisRecord {
    return this.#records.get(key) ?? NEW_RECORD
  }

  /** The one place where a record changes, and with it where the Service stands in line. */
  #turn(key: string, event: DiagnosisEvent): void {
    const record = nextRecord(this.#record(key), event)
    this.#records.set(key, record)
    for (const [state, keys] of [
      ['waiting', this.#waiting],
      ['working', this.#working],
      ['done', this.#done],
    ] as const) {
      if (record.progress.state === state) keys.add(key)
      else keys.delete(key)
    }
  }
}

// oxlint-disable-next-line require-yield -- what is made takes no step
function* madeAlready(graph: ServiceGraph): Steps<ServiceGraph> {
  return graph
}
