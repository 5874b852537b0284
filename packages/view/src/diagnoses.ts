import {
  type Begun,
  begunOf,
  type CannotTell,
  type Change,
  CHANGES_MS,
  changesAt,
  changesOf,
  type ChecklistItem,
  checklist,
  chooseVerdict,
  diagnoseInSteps,
  type Evidence,
  type Finding,
  healthSince,
  type Observed,
  stateSince,
  type StateSince,
  type Verdict,
  type Wanted,
} from '@slicescope/diagnosis'
import { DiagnosisLookups } from './diagnosis-lookups.ts'
import { LeaseTable } from './lease-table.ts'
import type { ServiceGraph } from '@slicescope/graph'
import { isSelected, type LeaseAnswer, type LeaseKey, type ResourceDelta, type Steps } from '@slicescope/model'

/** What is known of the why of a Service. */
export interface Diagnosed {
  readonly findings: readonly Finding[]
  readonly cannotTell: readonly CannotTell[]
  readonly verdict: Verdict
  readonly wanted: Wanted
  /** Of the last hour; only of Services that are open or have a loss. */
  readonly changes: readonly Change[]
  /** The findings that began soon after one of them. */
  readonly begun: ReadonlyMap<Finding, Begun>
  /** Since when it is so by its slices, where API objects prove it; only where its health was not seen to change. */
  readonly since: StateSince | null
}

interface Source {
  readonly graph: (key: string) => ServiceGraph | undefined
  readonly graphInSteps: (key: string) => Steps<ServiceGraph | undefined>
  readonly evidence: Pick<Evidence, 'listers' | 'coverage'>
  readonly observed: (key: string) => Observed
  readonly isOpen: (key: string) => boolean
  /** Whether a change concerns it, by what its diagnosis went by. */
  readonly isTouched: (key: string, delta: ResourceDelta) => boolean
}

interface Work {
  /** In the end they answer whether it differs from before. */
  readonly steps: Steps<boolean>
  /** Changes since it was begun. What it goes by, and so whether they concern it, is known in the end. */
  readonly deltas: ResourceDelta[]
}

/** Of a Service that selects no pod: pods that nearly match may come and go anywhere, and touch none. */
const SEARCH_AGAIN_MS = 15_000

/** What changes faster than somebody has time for it is answered all the same. */
const MOST_RESTARTS = 3

/**
 * Why each Service is as it is, worked out one by one when somebody has time, for it costs more than counting. What is
 * marked waits its turn; one that changes while it is being worked out is begun anew; what only time changes marks itself when its time has come.
 */
export class Diagnoses {
  readonly #source: Source
  /** By what each went that is not its own. */
  readonly lookups = new DiagnosisLookups()
  readonly leases = new LeaseTable()
  readonly #known = new Map<string, Diagnosed>()
  /** Of those that were asked for, until the Service is marked. */
  readonly #checklists = new Map<string, readonly ChecklistItem[]>()
  readonly #marked = new Set<string>()
  /** Those that are being worked out. */
  readonly #begun = new Map<string, Work>()
  /** How often one was begun in vain. */
  readonly #restarts = new Map<string, number>()
  /** When a Service's answer changes by time alone, ms. */
  readonly #due = new Map<string, number>()
  #nextDue = Infinity

  constructor(source: Source) {
    this.#source = source
  }

  get(key: string): Diagnosed | undefined {
    return this.#known.get(key)
  }

  isMarked(key: string): boolean {
    return this.#marked.has(key) || this.#begun.has(key)
  }

  mark(key: string): void {
    this.#marked.add(key)
    if (this.#begun.delete(key)) this.#restarts.set(key, (this.#restarts.get(key) ?? 0) + 1)
    this.#checklists.delete(key)
  }

  /** For every change. */
  follow(delta: ResourceDelta): void {
    for (const { deltas } of this.#begun.values()) deltas.push(delta)
  }

  /** A read of a Lease has changed what these had asked for; whoever is at work may have looked at it too. */
  noteLease(key: LeaseKey, answer: LeaseAnswer, time: number): void {
    for (const service of [...this.leases.note(key, answer, time), ...this.#begun.keys()]) this.mark(service)
  }

  forget(key: string): void {
    this.lookups.forget(key)
    this.leases.ask(key, [])
    this.#known.delete(key)
    this.#checklists.delete(key)
    this.#marked.delete(key)
    this.#begun.delete(key)
    this.#restarts.delete(key)
    this.#due.delete(key)
  }

  /** The next that waits, of `first` before all others; undefined where none does. Time may have marked some. */
  next(now: number, first: Iterable<string>): string | undefined {
    if (now >= this.#nextDue) this.#markDue(now)
    for (const key of first) if (this.isMarked(key)) return key
    const [begun] = this.#begun.keys()
    const [marked] = this.#marked
    return begun ?? marked
  }

  /** Works one out anew, or on with it, until that is done or `isOver`. Whether its answer differs from before; false while it is not done. */
  run(key: string, now: number, isOver: () => boolean): boolean {
    const { steps } = this.#begun.get(key) ?? this.#begin(key, now)
    for (;;) {
      const step = steps.next()
      if (step.done === true) {
        this.#begun.delete(key)
        if (!this.#marked.has(key)) this.#restarts.delete(key)
        return step.value
      }
      if (isOver() && (this.#restarts.get(key) ?? 0) < MOST_RESTARTS) return false
    }
  }

  #begin(key: string, now: number): Work {
    const deltas: ResourceDelta[] = []
    const work: Work = { steps: this.#workOut(key, now, deltas), deltas }
    this.#marked.delete(key)
    this.#due.delete(key)
    this.#begun.set(key, work)
    return work
  }

  /** What comes out of it is kept in the last step. */
  *#workOut(key: string, now: number, deltas: readonly ResourceDelta[]): Steps<boolean> {
    const graph = yield* this.#source.graphInSteps(key)
    if (graph === undefined) {
      this.forget(key)
      return false
    }
    const evidence = this.#evidenceOf(key, now)
    const { findings, cannotTell, wanted, recheckAt, lookups } = yield* diagnoseInSteps(graph, evidence, now)
    yield
    this.lookups.note(key, graph, lookups)
    this.leases.ask(key, lookups.leases)
    if (deltas.some(delta => this.#source.isTouched(key, delta))) {
      this.mark(key)
      return false
    }
    // From here on what concerns it marks it, for what it went by is noted.
    yield
    const isAsked = this.#source.isOpen(key) || findings.some(({ explains }) => explains > 0)
    const changes = isAsked ? changesOf(graph, evidence, now) : []
    const begun = begunOf(findings, changes, { graph, evidence, now })
    if (recheckAt !== null) this.#plan(key, recheckAt)
    if (this.#isSearching(graph)) this.#plan(key, now + SEARCH_AGAIN_MS)
    for (const { time } of changes.slice(-1)) this.#plan(key, time + CHANGES_MS)
    const fresh = {
      findings,
      cannotTell,
      verdict: chooseVerdict(findings, graph, begun),
      wanted,
      changes,
      begun,
      since: evidence.healthSince === null ? stateSince(graph, evidence) : null,
    }
    const isSame = JSON.stringify(fresh) === JSON.stringify(this.#known.get(key))
    if (!isSame) this.#known.set(key, fresh)
    return !isSame
  }

  /** Of now, for one that is not open: its kept ones are as old as its diagnosis. */
  changes(key: string, now: number): readonly Change[] {
    const graph = this.#source.graph(key)
    return graph === undefined ? [] : changesOf(graph, this.#evidenceOf(key, now), now)
  }

  /**
   * From the selector to traffic, passed steps too. `graph` is the Service's, of now. With `isKept` it is kept until the
   * Service is marked, also for the pods that come and go in its namespace.
   */
  checklist(graph: ServiceGraph, isKept: boolean): readonly ChecklistItem[] {
    const { key } = graph.summary
    const items = this.#checklists.get(key) ?? checklist(graph, this.#source.evidence)
    if (isKept) this.#checklists.set(key, items)
    else this.#checklists.delete(key)
    return items
  }

  /** It is to be made anew. */
  dropChecklist(key: string): void {
    this.#checklists.delete(key)
  }

  /** When time alone will next change an answer, ms since the epoch; null if never. */
  nextDue(): number | null {
    return this.#due.size === 0 || !Number.isFinite(this.#nextDue) ? null : this.#nextDue
  }

  /** Its selector takes no pod: then others are looked at, in all namespaces. */
  #isSearching({ summary, service, pods }: ServiceGraph): boolean {
    if (summary.health === 'empty') return true
    const { listers } = this.#source.evidence
    const isTaken = ({ namespace, name }: ServiceGraph['pods'][number]) =>
      namespace === service.namespace &&
      isSelected(service.selector, listers.pods.get(`${namespace}/${name}`)?.metadata.labels ?? {})
    return summary.hasSelector && !pods.some(isTaken)
  }

  #evidenceOf(key: string, now: number): Evidence {
    const observed = this.#source.observed(key)
    return {
      ...this.#source.evidence,
      observed,
      lastChange: observed.lastChange,
      steadySince: observed.steadySince,
      watched: changesAt(observed, now),
      healthSince: healthSince(observed),
      leases: lease => this.leases.of(lease),
    }
  }

  #plan(key: string, time: number): void {
    this.#due.set(key, Math.min(time, this.#due.get(key) ?? Infinity))
    this.#nextDue = Math.min(this.#nextDue, time)
  }

  #markDue(now: number): void {
    this.#nextDue = Infinity
    for (const [key, time] of this.#due) {
      if (time <= now) this.mark(key)
      else this.#nextDue = Math.min(this.#nextDue, time)
    }
  }
}
