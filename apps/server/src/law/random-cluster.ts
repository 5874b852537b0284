import { ClusterStore, RESOURCES, type ResourceWriter } from '@slicescope/model'
import { type Changed, ClusterView, type Outcome } from '@slicescope/view'
import { ClusterHub } from '../stream/cluster-hub.ts'
import { SteppedTimers } from '../testing/stepped-timers.ts'
import { randomNode, randomPod, randomService, randomSlice } from './random-objects.ts'
import type { Random } from '@slicescope/model/random'

const WATCHED = ['services', 'endpointslices', 'nodes', 'pods', 'namespaces'] as const
type Watched = (typeof WATCHED)[number]
type Writers = { readonly [R in Watched]: ResourceWriter<R> }

const PHASES = ['watching', 'watching', 'listing', 'closed', 'forbidden'] as const

const CLUSTER = { slug: 'law', context: 'law', uid: null, version: null, insecure: false }

/** A small cluster that changes at random behind the real view and hub, in a time that is stepped. */
export class RandomCluster {
  readonly timers = new SteppedTimers()
  readonly view: ClusterView
  readonly hub: ClusterHub
  readonly #random: Random
  readonly #store = new ClusterStore<Outcome>(() => this.timers.now())
  readonly #writers: Writers = {
    services: this.#store.writer('services', null),
    endpointslices: this.#store.writer('endpointslices', null),
    nodes: this.#store.writer('nodes', null),
    pods: this.#store.writer('pods', null),
    namespaces: this.#store.writer('namespaces', null),
  }

  /** `blur` stands between view and hub: bugs are planted there. */
  constructor(random: Random, blur: (changed: Changed) => Changed = changed => changed) {
    this.#random = random
    const { timers } = this
    const watches = () => this.#store.watches()
    this.view = new ClusterView({
      listers: this.#store.listers,
      watches,
      origin: 'live',
      startedAt: timers.now(),
      clusterDomain: 'cluster.local',
    })
    const takeChanged = this.view.takeChanged.bind(this.view)
    this.view.takeChanged = () => blur(takeChanged())
    this.hub = new ClusterHub({
      store: this.#store,
      view: this.view,
      epoch: 'law',
      describe: () => CLUSTER,
      server: 'https://api:6443',
      timers,
    })
    this.#store.subscribe(batch => {
      this.view.apply(batch)
      this.hub.noteBatch(batch[0]?.time ?? timers.now())
    })
  }

  change(): void {
    if (this.#random.chance(0.1)) this.#changeWatch()
    else if (this.#random.chance(0.2)) this.hearAll()
    else this.#changeObjects()
  }

  hearAll(): void {
    for (const resource of WATCHED) this.#writers[resource].setTimes({ heard: this.timers.now() })
  }

  #changeObjects(): void {
    const deed = this.#random.below(10)
    if (deed < 2) this.#write('services', randomService)
    else if (deed < 6) this.#write('endpointslices', randomSlice)
    else if (deed < 9) this.#write('pods', randomPod)
    else this.#write('nodes', randomNode)
  }

  /** One object or a few, as one batch. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties what is kept to who writes it
  #write<R extends Watched>(resource: R, make: (random: Random) => unknown): void {
    const { keep } = RESOURCES[resource]
    const raw = Array.from({ length: 1 + this.#random.below(3) }, () => make(this.#random))
    const type = this.#random.chance(0.2) ? 'delete' : 'set'
    this.#writers[resource].apply(raw.map(each => ({ type, object: keep(each, this.#store.interner) })))
  }

  #changeWatch(): void {
    const writer = this.#writers[this.#random.pick(WATCHED)]
    const phase = this.#random.pick(PHASES)
    const reason = phase === 'closed' || phase === 'forbidden' ? `It is ${phase}.` : null
    const hasSynced = writer.state().hasSynced || phase === 'watching'
    const now = this.timers.now()
    writer.setTimes({ heard: now, ...(phase === 'watching' ? { verified: now } : {}) })
    writer.setState({ phase, hasSynced, reason, failures: phase === 'closed' ? this.#random.below(4) : 0 })
  }
}
