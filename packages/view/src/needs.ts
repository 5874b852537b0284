import { DependencyIndex } from '@slicescope/graph'
import { type Entry, objectKey, type ObjectKey, type Resource, type ResourceDelta } from '@slicescope/model'
import type { ClusterView } from './cluster-view.ts'
import type { Outcome } from './outcome.ts'
import type { Noted, NotedListers } from './reads/noted-listers.ts'
import { touchedLabelSets, touchedReads } from './reads/touched-reads.ts'

/** Between two times at which a Service is worked out again because it is later, ms. */
const LEAST_MS = 1000

interface Options {
  /** Of a moment that moves; its listers are those of `noted`. */
  readonly view: ClusterView
  readonly noted: NotedListers
  /** Which Services it is about, by `namespace/name`. */
  readonly isWanted: (service: ObjectKey) => boolean
}

/**
 * The objects without which the answers about some Services would be others, at any moment from a first one on: whatever
 * those answers read. They are worked out again whenever what they read has changed.
 */
export class Needs {
  readonly #options: Options
  readonly #objects = new Map<Resource, Set<ObjectKey>>()
  readonly #reads = new DependencyIndex()
  readonly #dueAt = new Map<ObjectKey, number>()

  constructor(options: Options, now: number) {
    this.#options = options
    const { view, isWanted } = options
    for (const { key } of view.rows('*')) if (isWanted(key)) this.#workOut(key, now)
  }

  /** The Services that were there at one moment at least. */
  get services(): readonly ObjectKey[] {
    return [...this.#dueAt.keys()]
  }

  has(resource: Resource, key: ObjectKey): boolean {
    return this.#objects.get(resource)?.has(key) ?? false
  }

  /** When time alone may change what is read, ms since the epoch; Infinity if never. */
  get nextDueAt(): number {
    return [...this.#dueAt.values()].reduce((least, each) => Math.min(least, each), Infinity)
  }

  /** To be told once the view has followed the batch. `isDue`: time alone changed something with it. */
  follow(batch: readonly Entry<Outcome>[], isDue: boolean): void {
    const { isWanted, noted } = this.#options
    const { listers } = noted
    const deltas = batch.flatMap((entry): readonly ResourceDelta[] => (entry.type === 'delta' ? [entry.delta] : []))
    const changed = new Set<ObjectKey>(isDue || batch.some(isOfAll) ? this.#dueAt.keys() : [])
    for (const entry of batch) if (entry.type === 'outcome') changed.add(entry.outcome.service)
    for (const delta of deltas) {
      this.#add(noted.follow(delta))
      for (const read of touchedReads(delta)) for (const key of this.#reads.services(read)) changed.add(key)
      for (const key of this.#ownersOf(delta)) changed.add(key)
    }
    for (const read of touchedLabelSets(deltas, listers)) for (const key of this.#reads.services(read)) changed.add(key)
    const now = batch.at(-1)?.time ?? 0
    for (const key of changed) if (isWanted(key)) this.#workOut(key, now)
  }

  /** To be called when that time has come. */
  followTime(now: number): void {
    for (const [key, dueAt] of this.#dueAt) if (dueAt <= now) this.#workOut(key, now)
  }

  /** Whose a changed object is, it is needed for: what happened to a Service is remembered. */
  #ownersOf(delta: ResourceDelta): readonly ObjectKey[] {
    const { view, isWanted, noted } = this.#options
    let owners: readonly ObjectKey[] = []
    const { objects } = noted.note(() => (owners = view.servicesOf(delta).filter(isWanted)))
    if (owners.length === 0) return []
    this.#add([[delta.resource, objectKey(delta.object)], ...objects.filter(([resource]) => WORKLOADS.has(resource))])
    return owners
  }

  #add(objects: Noted['objects']): void {
    for (const [resource, key] of objects) {
      const keys = this.#objects.get(resource) ?? new Set()
      this.#objects.set(resource, keys.add(key))
    }
  }

  #workOut(key: ObjectKey, now: number): void {
    const { view, noted } = this.#options
    let dueAt = Infinity
    const { reads, objects } = noted.note(() => (dueAt = view.rehearse(key, now)))
    this.#add(objects)
    this.#reads.set(key, [...reads])
    this.#dueAt.set(key, Math.max(dueAt, now + LEAST_MS))
  }
}

/** Through these a change of something else comes to a Service. */
const WORKLOADS: ReadonlySet<Resource> = new Set<Resource>([
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
])

/** What each answer is made from, whatever it reads. */
function isOfAll({ type }: Entry): boolean {
  return type === 'watch' || type === 'unwatched' || type === 'lease' || type === 'gap' || type === 'clock'
}
