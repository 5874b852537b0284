import { type ClusterStore, RESOURCE_NAMES, type Resource, RESOURCES } from '@slicescope/model'
import { type Clock, type Random, systemClock } from '../clock.ts'
import type { ClusterConnection } from '../connect-cluster.ts'
import type { Counters } from '../counters.ts'
import { Revival } from '../revival.ts'
import { ServerTraits } from '../server-traits.ts'
import { type ClusterIdentity, followIdentity } from './identity.ts'
import { paceRequests } from '../transport/pace-requests.ts'
import { AccessDesk } from './access.ts'
import { OnScreen } from './on-screen.ts'
import { listEarly } from './prioritize.ts'
import { type FollowContext, listerWatcherOf, type Scope, ScopeFollower } from './scope-follower.ts'
import { WideFollower } from './wide-follower.ts'

export interface FollowOptions {
  readonly connection: ClusterConnection
  readonly store: ClusterStore
  /** Of `--namespace`: follow only these. Empty: all that you can read. */
  readonly namespaces?: readonly string[]
  /** The context's namespace: followed where namespaces cannot be listed. */
  readonly contextNamespace?: string | undefined
  readonly clock?: Clock
  readonly random?: Random
}

/** Counters of one followed scope. */
export type ScopeCounters = Scope & Readonly<Counters>

/** Keeps a ClusterStore equal to a cluster. */
export interface ClusterFollower {
  /** Follows until the signal aborts, whatever the cluster does meanwhile; then closes the connection. */
  run(signal: AbortSignal): Promise<void>
  /** A reader has this namespace open: its pods come first, if they are not all here yet, and its evidence where that is followed by namespace. */
  prioritize(namespace: string): void
  /** A person asks to try again: whatever waits after a failure tries now. */
  retry(): void
  identity(): ClusterIdentity
  counters(): readonly ScopeCounters[]
}

/** Services, slices and nodes already answer who is behind; they are not kept waiting for pods. */
const FIRST: readonly Resource[] = ['services', 'endpointslices', 'nodes']
const LAST: readonly Resource[] = RESOURCE_NAMES.filter(resource => RESOURCES[resource].isEvidence)
const THEN: readonly Resource[] = RESOURCE_NAMES.filter(
  resource => !FIRST.includes(resource) && !LAST.includes(resource),
)

/** A namespace whose early list failed is listed early again after this. */
const EARLY_AGAIN_MS = 30_000

/** ms; pods wait no longer for what comes first. */
const HEAD_START_MS = 15_000

/** ms; what explains why waits no longer for the pods. */
const PODS_START_MS = 60_000

export function followCluster(options: FollowOptions): ClusterFollower {
  return new Follower(options)
}

class Follower implements ClusterFollower {
  readonly #options: FollowOptions
  readonly #context: FollowContext
  /** When a namespace may be listed early (again). */
  readonly #listedEarly = new Map<string, number>()
  #identity: ClusterIdentity = { version: null, uid: null }
  #pods: WideFollower<'pods'> | null = null
  #signal: AbortSignal | null = null

  constructor(options: FollowOptions) {
    const { connection, store, clock = systemClock, random = Math.random } = options
    this.#options = options
    const revival = new Revival(clock)
    const paced = { ...connection, transport: paceRequests(connection.transport, clock) }
    const onScreen = new OnScreen()
    // Reviews have a pace of their own.
    const access = new AccessDesk({ connection, clock, onScreen })
    revival.subscribe(() => access.forgetRefusals())
    this.#context = {
      connection: paced,
      store,
      clock,
      random,
      access,
      traits: new ServerTraits(),
      revival,
      onScreen,
      counters: new Map(),
    }
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, connection } = this.#context
    const onIdentity = (identity: ClusterIdentity) => {
      this.#identity = identity
    }
    this.#signal = signal
    const stopTelling = clock.onStep(byMs => this.#context.store.noteClockStep(byMs))
    const first = this.#prepare(FIRST)
    // Made now, though they start later: what is not yet asked for counts as loading, not as absent.
    const then = this.#prepare(THEN)
    const last = this.#prepare(LAST)
    const running = [
      followIdentity({ connection, clock, random, onIdentity }, signal),
      ...first.map(task => task.run(signal)),
    ]
    await this.#headStart({ of: FIRST, limit: HEAD_START_MS }, signal)
    running.push(...then.map(task => task.run(signal)))
    await this.#headStart({ of: THEN, limit: PODS_START_MS }, signal)
    await Promise.all([...running, ...last.map(task => task.run(signal))])
    stopTelling()
    connection.transport.close()
  }

  prioritize(namespace: string): void {
    this.#context.onScreen.add(namespace)
    const writer = this.#pods?.writer
    const { clock } = this.#context
    if (writer === undefined || this.#signal === null) return
    if ((this.#listedEarly.get(namespace) ?? -Infinity) > clock.elapsed()) return
    const { hasSynced, phase, failures } = writer.state()
    // What fails is asked for by its Reflector alone.
    if (hasSynced || phase === 'forbidden' || failures > 0) return
    this.#listedEarly.set(namespace, Infinity)
    const listerWatcher = listerWatcherOf(this.#context, { resource: 'pods', namespace })
    // It is only sooner: the full list brings the same, so a failure is nothing to tell.
    listEarly({ listerWatcher, writer, clock }, this.#signal).catch(() => {
      this.#listedEarly.set(namespace, clock.elapsed() + EARLY_AGAIN_MS)
    })
  }

  retry(): void {
    this.#context.connection.retry()
    this.#context.revival.retry()
  }

  identity(): ClusterIdentity {
    return this.#identity
  }

  counters(): readonly ScopeCounters[] {
    return [...this.#context.counters.values()].map(({ scope, counters }) => ({ ...scope, ...counters }))
  }

  #prepare(resources: readonly Resource[]): readonly Task[] {
    const { namespaces = [], contextNamespace } = this.#options
    const fallback = contextNamespace === undefined ? [] : [contextNamespace]
    return resources.flatMap((resource): readonly Task[] => {
      if (RESOURCES[resource].namespaced && namespaces.length > 0) {
        return namespaces.map(namespace => new ScopeFollower(this.#context, { resource, namespace }))
      }
      if (resource !== 'pods') return [new WideFollower(this.#context, resource, fallback)]
      this.#pods = new WideFollower(this.#context, resource, fallback)
      return [this.#pods]
    })
  }

  /** Until what comes first is here, or refused, or takes too long. */
  async #headStart({ of, limit }: HeadStart, signal: AbortSignal): Promise<void> {
    // Who listens to a signal that has aborted already waits for ever.
    if (signal.aborted) return
    const { store, clock } = this.#context
    const over = new AbortController()
    const end = () => over.abort()
    const look = () => {
      const waiting = store.watches().filter(watch => of.includes(watch.resource))
      if (waiting.every(watch => watch.hasSynced || watch.phase === 'forbidden')) end()
    }
    const unsubscribe = store.subscribe(look)
    signal.addEventListener('abort', end)
    look()
    await clock.sleep(limit, over.signal)
    signal.removeEventListener('abort', end)
    unsubscribe()
  }
}

interface HeadStart {
  readonly of: readonly Resource[]
  /** ms */
  readonly limit: number
}

interface Task {
  run(signal: AbortSignal): Promise<void>
}
