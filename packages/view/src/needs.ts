import { DependencyIndex } from '@slicescope/graph'
import { type Entry, objectKey, type ObjectKey, type Resource, type ResourceDelta, type Steps } from '@slicescope/model'
import type { ClusterView } from './cluster-view.ts'
import type { Outcome } from './outcome.ts'
import type { Noted, NotedListers } from './reads/noted-listers.ts'
import { touchedLabelSets, touchedReads } from './reads/touched-reads.ts'

/** Between two times at which a Service is worked out again because it is later, ms. */
const LEAST_MS = 1000
/** Answers that read more objects than this, counted at each read, cost more than what is learned from each change. */
const MOST_READ = 1000
/** Each time that a large Service needed nothing new it is worked out half as often, up to this many times. */
const MOST_HALVED = 3

interface Options {
  /** Of a moment that moves; its listers are those of `noted`. */
  readonly view: ClusterView
  readonly noted: NotedListers
  /** Which Services it is about, by `namespace/name`. */
  readonly isWanted: (service: ObjectKey) => boolean
  /** How often a large Service is worked out at most, ms; where there are several, each is so many times less often. */
  readonly largeMs: number
}

interface Worked {
  readonly at: number
  readonly dueAt: number
  readonly isLarge: boolean
  /** How often in a row it needed nothing new. */
  readonly confirmed: number
}

/**
 * The objects without which the answers about some Services would be others, at any moment from a first one on: whatever
 * those answers read. They are worked out again whenever what they read has changed; those of a large Service now and
 * then, and of what changes in between the changed objects themselves are needed.
 */
export class Needs {
  readonly #options: Options
  readonly #objects = new Map<Resource, Set<ObjectKey>>()
  readonly #reads = new DependencyIndex()
  readonly #worked = new Map<ObjectKey, Worked>()

  constructor(options: Options) {
    this.#options = options
  }

  /** The Services that were there at one moment at least. */
  get services(): readonly ObjectKey[] {
    return [...this.#worked.keys()]
  }

  has(resource: Resource, key: ObjectKey): boolean {
    return this.#objects.get(resource)?.has(key) ?? false
  }

  /** When `followTime` is to be called, ms since the epoch; Infinity if never. */
  get nextDueAt(): number {
    return [...this.#worked.values()].reduce((least, { dueAt }) => Math.min(least, dueAt), Infinity)
  }

  /** To be called once, at the first moment. */
  *begin(now: number): Steps<void> {
    const { view, isWanted } = this.#options
    for (const { key } of view.rows('*')) if (isWanted(key)) yield* this.#workOut(key, now)
  }

  /** To be called once the view has followed the batch. `isDue`: time alone changed something with it. */
  *follow(batch: readonly Entry<Outcome>[], isDue: boolean): Steps<void> {
    const now = batch.at(-1)?.time ?? 0
    const many = [...this.#worked.values()].filter(({ isLarge }) => isLarge).length
    const largeMs = this.#options.largeMs * Math.max(1, many)
    for (const key of this.#changedBy(batch, isDue)) {
      if (!this.#options.isWanted(key)) continue
      const worked = this.#worked.get(key)
      const next = worked?.isLarge === true ? worked.at + largeMs * restsOf(worked) : now
      if (worked === undefined || next <= now) yield* this.#workOut(key, now)
      else this.#worked.set(key, { ...worked, dueAt: Math.min(worked.dueAt, next) })
    }
  }

  /** To be called when that time has come. */
  *followTime(now: number): Steps<void> {
    for (const [key, { dueAt }] of this.#worked) if (dueAt <= now) yield* this.#workOut(key, now)
  }

  #changedBy(batch: readonly Entry<Outcome>[], isDue: boolean): ReadonlySet<ObjectKey> {
    const { view, noted } = this.#options
    const deltas = batch.flatMap((entry): readonly ResourceDelta[] => (entry.type === 'delta' ? [entry.delta] : []))
    const { rows } = view.takeChanged()
    const changed = new Set<ObjectKey>(batch.some(isOfAll) ? this.#worked.keys() : isDue ? rows : [])
    for (const entry of batch) if (entry.type === 'outcome') changed.add(entry.outcome.service)
    for (const delta of deltas) {
      this.#add(noted.follow(delta))
      const readers = [...touchedReads(delta)].flatMap(read => [...this.#reads.services(read)])
      const owners = this.#ownersOf(delta)
      if (readers.length + owners.length > 0) this.#add([[delta.resource, objectKey(delta.object)]])
      for (const key of [...readers, ...owners]) changed.add(key)
    }
    for (const read of touchedLabelSets(deltas, noted.listers))
      for (const key of this.#reads.services(read)) changed.add(key)
    return changed
  }

  /** Whose a changed object is, it is needed for: what happened to a Service is remembered. */
  #ownersOf(delta: ResourceDelta): readonly ObjectKey[] {
    const { view, isWanted, noted } = this.#options
    let owners: readonly ObjectKey[] = []
    const { objects } = noted.note(() => (owners = view.servicesOf(delta).filter(isWanted)))
    if (owners.length > 0) this.#add(objects.filter(([resource]) => WORKLOADS.has(resource)))
    return owners
  }

  #add(objects: Noted['objects']): void {
    for (const [resource, key] of objects) {
      const keys = this.#objects.get(resource) ?? new Set()
      this.#objects.set(resource, keys.add(key))
    }
  }

  *#workOut(key: ObjectKey, now: number): Steps<void> {
    const { view, noted } = this.#options
    let dueAt = Infinity
    const steps = (function* (): Steps<void> {
      dueAt = yield* view.rehearse(key, now)
    })()
    const { reads, objects } = yield* noted.noteSteps(steps)
    const isNew = objects.some(([resource, object]) => !this.has(resource, object))
    this.#add(objects)
    this.#reads.set(key, [...reads])
    const isLarge = objects.length > MOST_READ
    const confirmed = isNew ? 0 : (this.#worked.get(key)?.confirmed ?? 0) + 1
    const least = isLarge ? LEAST_MS * restsOf({ confirmed }) : LEAST_MS
    this.#worked.set(key, { at: now, dueAt: Math.max(dueAt, now + least), isLarge, confirmed })
  }
}

function restsOf({ confirmed }: Pick<Worked, 'confirmed'>): number {
  return 2 ** Math.min(MOST_HALVED, confirmed)
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
