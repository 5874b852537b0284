import { randomBytes } from 'node:crypto'
import {
  History,
  isForbiddenEverywhere,
  knowledgeOf,
  type NamespaceKnowledge,
  type RecordingState,
} from '@slicescope/answers'
import type { JournalStore } from '@slicescope/history'
import { ClusterStore, RESOURCE_NAMES, RESOURCES, type Resource } from '@slicescope/model'
import { type ClusterInfo, formatWatermark } from '@slicescope/protocol'
import {
  type ClusterConnection,
  type ClusterFollower,
  connectCluster,
  followCluster,
  type ScopeCounters,
  systemClock,
} from '@slicescope/reflector'
import { type ClusterView, type Freshness, type Outcome, type Provenance, viewOfStore } from '@slicescope/view'
import { ClusterHub } from '../stream/cluster-hub.ts'
import { systemTimers } from '../stream/timers.ts'
import { Recorder } from '../history/recorder.ts'
import type { FollowedSource } from './cluster-source.ts'
import { type ObjectKeyParts, readObject, type ReadObject } from './object-reader.ts'
import { LeaseReader, readLease } from './lease-reader.ts'
import type { ShownCluster } from './shown-cluster.ts'

interface Options {
  readonly source: FollowedSource
  /** Of --namespace. */
  readonly namespaces: readonly string[]
  /** Of --cluster-domain. */
  readonly clusterDomain: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onLag: (ms: number) => void
  readonly onReset: () => void
  /** What goes wrong with recording, in a sentence. */
  readonly onProblem?: (problem: string) => void
  /** Null: nothing is recorded. */
  readonly recording: RecordingOptions | null
}

export interface RecordingOptions {
  readonly keepMs: number
  readonly keepBytes: number
  /** `uid`: the cluster's; null while it is not known. */
  readonly openJournal: (uid: () => string | null) => JournalStore
}

/** A plugin that is run opens a tab in a browser. */
const LEAST_BETWEEN_RETRIES_MS = 2_000

/** What `/readyz?synced` promises. Named one by one: readiness does not wait for extras. */
const RESOURCES_OF_READY: readonly Resource[] = ['services', 'endpointslices', 'nodes', 'pods', 'namespaces']

/** A cluster that is being followed: its objects, what they answer, and the readers of its stream. */
export class OpenCluster implements ShownCluster {
  readonly source: FollowedSource
  readonly clusterDomain: string
  readonly view: ClusterView
  readonly hub: ClusterHub
  /** Null where nothing is recorded. */
  readonly history: History | null
  readonly #recorder: Recorder | null
  readonly #recording: RecordingOptions | null
  readonly #store: ClusterStore<Outcome>
  readonly #connection: ClusterConnection
  readonly #follower: ClusterFollower
  readonly #leases: LeaseReader
  /** Names this run in positions. */
  readonly #epoch = randomBytes(6).toString('hex')
  readonly #ending = new AbortController()
  #retriedAt = -Infinity
  #running: Promise<void> = Promise.resolve()
  /** What a credential plugin asks of a person just now. */
  #asked: string | null = null

  constructor({ source, namespaces, clusterDomain, env, onLag, onReset, recording, onProblem = () => {} }: Options) {
    this.source = source
    this.clusterDomain = clusterDomain
    this.#recording = recording
    this.#store = new ClusterStore<Outcome>(() => systemTimers.now())
    const onAsked = (asked: string | null) => {
      this.#asked = asked
      this.hub.setAsked(asked)
    }
    this.#connection = connectCluster(source.kube, { env, clock: systemClock, onAsked })
    this.#follower = followCluster({
      connection: this.#connection,
      store: this.#store,
      namespaces,
      contextNamespace: source.kube.namespace,
    })
    this.view = viewOfStore(this.#store, {
      origin: source.origin,
      unverifiedTls: this.#connection.isInsecure,
      startedAt: systemTimers.now(),
      clusterDomain,
    })
    this.hub = new ClusterHub({
      store: this.#store,
      view: this.view,
      epoch: this.#epoch,
      describe: () => this.describe(),
      server: addressOf(this.#connection.server),
      timers: systemTimers,
      onOpen: key => this.#follower.prioritize(key.slice(0, key.indexOf('/'))),
      onLag,
      onReset,
      onChanged: changed => this.#recorder?.noteChanged(changed),
    })
    const journal = recording?.openJournal(() => this.describe().uid) ?? null
    this.#recorder =
      journal === null || recording === null
        ? null
        : new Recorder({
            store: this.#store,
            view: this.view,
            epoch: this.#epoch,
            timers: systemTimers,
            journal,
            isReady: () => this.waitingFor().length === 0 && this.describe().uid !== null,
            catchUp: () => this.hub.catchUp(),
            keepMs: recording.keepMs,
            keepBytes: recording.keepBytes,
            onProblem,
          })
    this.history =
      journal === null || this.#recorder === null
        ? null
        : new History({
            journal,
            settle: () => this.#recorder?.settle() ?? Promise.resolve(),
            timers: systemTimers,
            origin: source.origin,
            clusterDomain,
            unverifiedTls: this.#connection.isInsecure,
            onProblem,
          })
    this.#leases = new LeaseReader({
      wanted: () => this.view.leases(),
      read: key => readLease(this.#connection, key, this.#ending.signal),
      onAnswer: (key, answer) => this.#store.noteLease(key, answer),
      timers: systemTimers,
    })
  }

  now(): number {
    return systemTimers.now()
  }

  /** Time counts first. */
  provenance(): Provenance {
    this.hub.catchUp()
    const position = formatWatermark({ epoch: this.#epoch, number: this.#store.number })
    return { position, origin: this.source.origin, moment: 'now' }
  }

  start(): void {
    this.#store.subscribe(batch => {
      this.view.apply(batch)
      this.#recorder?.follow(batch)
      this.hub.noteBatch(batch[0]?.time ?? systemTimers.now())
    })
    this.#running = this.#follower.run(this.#ending.signal)
    this.#leases.start()
    this.#recorder?.start()
  }

  get recording(): RecordingState {
    const { keepMs, keepBytes } = this.#recording ?? { keepMs: 0, keepBytes: 0 }
    const { isRecording = false, problem = null } = this.#recorder ?? {}
    return { isRecording, problem, keepMs, keepBytes }
  }

  async stop(): Promise<void> {
    this.#leases.end()
    this.hub.end()
    this.#ending.abort()
    await this.#running
    this.history?.stop()
    await this.#recorder?.stop()
  }

  async readObject(resource: Resource, key: ObjectKeyParts): Promise<ReadObject> {
    const { namespaced } = RESOURCES[resource]
    const held = this.#store.listers[resource].get(namespaced ? `${key.namespace}/${key.name}` : key.name)
    if (held === undefined) return { type: 'absent' }
    return readObject(this.#connection, resource, { key, ending: this.#ending.signal })
  }

  /** Asked for too often, by a script or an impatient finger, it does nothing. */
  retry(): void {
    const now = systemClock.elapsed()
    if (now - this.#retriedAt < LEAST_BETWEEN_RETRIES_MS) return
    this.#retriedAt = now
    this.#follower.retry()
  }

  describe(): ClusterInfo {
    const { slug, kube } = this.source
    return { slug, context: kube.name, ...this.#follower.identity(), insecure: this.#connection.isInsecure }
  }

  freshness(): Freshness {
    return this.view.freshness({ namespace: '*' })
  }

  waitingFor(): readonly Resource[] {
    const watches = this.#store.watches()
    return RESOURCES_OF_READY.filter(resource => {
      const own = watches.filter(watch => watch.resource === resource)
      return (
        own.length === 0 ||
        own.some(
          ({ hasSynced, phase, byNamespace }) =>
            !hasSynced && (byNamespace?.isLooking === true || phase !== 'forbidden'),
        )
      )
    })
  }

  /** Why Services cannot be had, in a sentence, or what is asked first; null where nothing is known to be wrong. */
  trouble(): string | null {
    return this.#asked ?? this.#reasonOf('services') ?? this.#reasonOf('endpointslices') ?? null
  }

  #reasonOf(resource: Resource): string | null {
    const watches = this.#watchesOf(resource)
    const looking = watches.flatMap(({ byNamespace }) => (byNamespace?.isLooking === true ? [byNamespace] : []))[0]
    if (looking === undefined) return watches.find(({ reason }) => reason !== null)?.reason ?? null
    const asked = looking.followed + looking.denied
    return `You may not list ${resource} in all namespaces, so each namespace is checked: ${asked} of ${asked + looking.unfollowed} so far.`
  }

  knowledgeOf(namespace: string): NamespaceKnowledge {
    const knowledge = knowledgeOf(namespace, { watches: this.#store.watches(), listers: this.#store.listers })
    if (knowledge === 'not-asked') this.#follower.prioritize(namespace)
    return knowledge
  }

  isForbiddenEverywhere(resource: Resource): boolean {
    return isForbiddenEverywhere(resource, this.#store.watches())
  }

  #watchesOf(resource: Resource): ReturnType<ClusterStore['watches']> {
    return this.#store.watches().filter(watch => watch.resource === resource)
  }

  objectCounts(): readonly { readonly resource: Resource; readonly count: number }[] {
    return RESOURCE_NAMES.map(resource => ({ resource, count: this.#store.listers[resource].size }))
  }

  watches(): ReturnType<ClusterStore['watches']> {
    return this.#store.watches()
  }

  counters(): readonly ScopeCounters[] {
    return this.#follower.counters()
  }
}

/** Without the credentials that a URL can have before its host: no reader should see them. */
function addressOf({ origin, pathname }: URL): string {
  return `${origin}${pathname === '/' ? '' : pathname}`
}
