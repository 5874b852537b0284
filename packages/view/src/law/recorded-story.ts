import { Random } from '@slicescope/model/random'
import {
  ClusterStore,
  type Entry,
  type Resource,
  RESOURCE_NAMES,
  RESOURCES,
  type ResourceWriter,
  type WatchState,
} from '@slicescope/model'
import type { ClusterView } from '../cluster-view.ts'
import { viewOfStore } from '../view-of-store.ts'
import type { Outcome } from '../outcome.ts'
import { type Base, baseOf, throughFile } from './replayed.ts'
import { randomObject } from './random-story.ts'
import { answersOf, type Answers } from './then-answers.ts'

/** What was answered at a position. */
export interface Probe {
  readonly number: number
  readonly now: number
  readonly answers: Answers
}

/** All that was written down of a run, as it comes out of files. */
export interface Recording {
  /** The first of them is that of the beginning. */
  readonly bases: readonly Base[]
  readonly batches: readonly (readonly Entry<Outcome>[])[]
  readonly probes: readonly Probe[]
}

/** What a server hears of a story while it happens. */
export interface Witness {
  follow(batch: readonly Entry<Outcome>[]): void
  /** Between two steps. */
  step(): void
}

export interface Witnessed {
  readonly store: ClusterStore<Outcome>
  readonly view: ClusterView
  readonly now: () => number
  readonly catchUp: () => void
}

const NO_WITNESS: Witness = { follow: () => {}, step: () => {} }

const BEGIN = Date.UTC(2026, 0, 1, 3)
const STEPS_MS = [0, 50, 400, 3000, 12_000, 31_000, 90_000] as const
const PHASES = ['watching', 'watching', 'watching', 'listing', 'closed', 'forbidden'] as const
/** How often there is no time for more; a Service takes some fifteen steps. */
const REST = 0.1
const OFTEN = ['services', 'endpointslices', 'endpointslices', 'pods', 'pods', 'pods', 'nodes'] as const
const KEYS = ['shop/web', 'shop/api', 'shop/db', 'pay/web'] as const

/** A cluster that changes at random behind a view that is driven as the server drives it, and all of it written down. */
export class RecordedStory {
  readonly #random: Random
  /** Of its own: when it rests changes nothing of the story. */
  readonly #rest: Random
  readonly #store: ClusterStore<Outcome>
  readonly #view: ClusterView
  readonly #writers: ReadonlyMap<Resource, ResourceWriter<Resource>>
  readonly #open = new Set<string>()
  readonly #bases: Base[] = []
  readonly #batches: (readonly Entry<Outcome>[])[] = []
  readonly #probes: Probe[] = []
  readonly #witness: Witness
  #now = BEGIN

  constructor(seed: number, attach: (witnessed: Witnessed) => Witness = () => NO_WITNESS) {
    this.#random = new Random(seed)
    this.#rest = new Random(seed)
    this.#store = new ClusterStore<Outcome>(() => this.#now)
    this.#writers = new Map(RESOURCE_NAMES.map(resource => [resource, this.#store.writer(resource, null)]))
    for (const resource of RESOURCE_NAMES) this.#turnWatch(resource, 'watching')
    for (let count = 0; count < 60; count += 1) this.#changeObject()
    this.#view = viewOfStore(this.#store, { startedAt: this.#now })
    this.#bases.push(throughFile(baseOf(this.#store, this.#view, this.#now)))
    this.#store.subscribe(batch => {
      this.#view.apply(batch)
      this.#batches.push(throughFile(batch))
      this.#witness.follow(batch)
    })
    this.#witness = attach({
      store: this.#store,
      view: this.#view,
      now: () => this.#now,
      catchUp: () => this.#catchUp(),
    })
  }

  run(steps: number): Recording {
    for (let step = 0; step < steps; step += 1) {
      this.#step()
      this.#witness.step()
      if (this.#random.chance(0.3)) this.#probe()
      if (this.#random.chance(0.1)) this.#keepBase()
    }
    this.#probe()
    return { bases: this.#bases, batches: this.#batches, probes: this.#probes }
  }

  #step(): void {
    this.#now += this.#random.pick(STEPS_MS)
    // Above 21 nothing happens but that it is later.
    const deed = this.#random.below(25)
    if (deed < 13) this.#changeObject()
    else if (deed < 14) this.#turnWatch(this.#random.pick(OFTEN), this.#random.pick(PHASES))
    else if (deed < 16) for (const writer of this.#writers.values()) writer.setTimes({ heard: this.#now })
    else if (deed < 18) this.#readLeases()
    else if (deed < 19) this.#openOrClose()
    else if (deed < 20) this.#jump()
    else if (deed < 21) this.#turnNamespace(this.#random.pick(OFTEN), this.#random.pick(['shop', 'pay']))
    if (this.#random.chance(0.7)) this.#flush()
  }

  /** As the server does it. */
  #flush(): void {
    this.#catchUp()
    this.#view.diagnose(this.#now, () => this.#rest.chance(REST))
    this.#store.conclude(this.#view.outcomes())
  }

  #catchUp(): void {
    this.#store.noteSilence()
    if ((this.#view.nextChangeAt() ?? Infinity) <= this.#now) this.#store.noteTime()
  }

  #changeObject(): void {
    const resource: Resource = this.#random.chance(0.7)
      ? this.#random.pick(OFTEN)
      : (RESOURCE_NAMES[this.#random.below(RESOURCE_NAMES.length)] ?? 'pods')
    const raw = randomObject(resource, this.#random)
    const isYoung = resource === 'pods' && this.#random.chance(0.4)
    const object = RESOURCES[resource].keep(isYoung ? youngPod(raw, this.#now) : raw, this.#store.interner)
    this.#writers.get(resource)?.apply([{ type: this.#random.chance(0.2) ? 'delete' : 'set', object }])
  }

  /** What is refused everywhere is followed there by itself, or no more. */
  #turnNamespace(resource: Resource, namespace: string): void {
    if (this.#random.chance(0.4)) this.#store.retire(resource, namespace)
    else this.#turn(this.#store.writer(resource, namespace), this.#random.pick(PHASES))
  }

  #turnWatch(resource: Resource, phase: (typeof PHASES)[number]): void {
    this.#turn(this.#writers.get(resource), phase)
  }

  #turn(writer: ResourceWriter<Resource> | undefined, phase: (typeof PHASES)[number]): void {
    writer?.setTimes({
      heard: this.#now,
      progressed: this.#now,
      ...(phase === 'watching' ? { verified: this.#now } : {}),
    })
    writer?.setState({
      phase,
      hasSynced: writer.state().hasSynced || phase === 'watching',
      reason: phase === 'watching' || phase === 'listing' ? null : `It is ${phase}.`,
      failures: phase === 'closed' ? this.#random.below(3) : 0,
      ...this.#lacks(phase, writer?.state().namespace ?? null),
    })
  }

  /** Objects that could not be kept; of what is refused everywhere, what is known of single namespaces. */
  #lacks(phase: (typeof PHASES)[number], namespace: string | null): Pick<WatchState, 'leftOut' | 'byNamespace'> {
    const objects = [{ key: `${namespace ?? 'shop'}/web-1`, why: 'endpoints is not a list' }]
    const leftOut = this.#random.chance(0.3) ? { leftOut: { count: 1 + this.#random.below(3), objects } } : {}
    if (phase !== 'forbidden' || namespace !== null) return leftOut
    const named = this.#random.chance(0.5) ? ['shop'] : []
    return {
      byNamespace: { followed: 2, denied: 1, unfollowed: named.length, named, isLooking: this.#random.chance(0.3) },
    }
  }

  #readLeases(): void {
    for (const lease of this.#view.leases()) {
      const renewTime = `2026-01-01T0${this.#random.below(3)}:00:00Z`
      this.#store.noteLease(
        lease,
        this.#random.chance(0.2)
          ? { state: this.#random.pick(['absent', 'forbidden']) }
          : { state: 'known', renewTime, holder: this.#random.pick(['a', 'b', null]), holdsMs: 40_000 },
      )
    }
  }

  #openOrClose(): void {
    const key = this.#random.pick(KEYS)
    if (this.#open.delete(key)) this.#view.close(key)
    else {
      this.#open.add(key)
      this.#view.open(key)
    }
  }

  /** Nothing was seen for a while, or the clock was set. */
  #jump(): void {
    if (this.#random.chance(0.5)) {
      const from = this.#now
      this.#now += 60_000 * (1 + this.#random.below(20))
      this.#store.noteGap(from, this.#now)
    } else this.#store.noteClockStep(this.#random.pick([3000, -3000]))
  }

  #keepBase(): void {
    this.#catchUp()
    this.#bases.push(throughFile(baseOf(this.#store, this.#view, this.#now)))
  }

  #probe(): void {
    this.#catchUp()
    this.#probes.push({
      number: this.#store.number,
      now: this.#now,
      answers: answersOf({ view: this.#view, store: this.#store, now: this.#now }),
    })
  }
}

/** It has just begun to start: in a minute it counts as lost. */
function youngPod(raw: Readonly<Record<string, unknown>>, now: number): Readonly<Record<string, unknown>> {
  const begun = new Date(now).toISOString()
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: begun }]
  return {
    ...raw,
    metadata: { ...Object(raw['metadata']), creationTimestamp: begun },
    status: { ...Object(raw['status']), phase: 'Running', startTime: begun, conditions },
  }
}
