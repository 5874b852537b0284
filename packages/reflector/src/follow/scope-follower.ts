import {
  type ClusterStore,
  RESOURCES,
  type Resource,
  type ResourceObjects,
  type ResourceWriter,
} from '@slicescope/model'
import type { Clock, Random } from '../clock.ts'
import type { ClusterConnection } from '../connect-cluster.ts'
import { type Counters, createCounters } from '../counters.ts'
import { createJsonDecoder } from '../protocol/json-decoder.ts'
import { createListerWatcher, type ListerWatcher } from '../protocol/lister-watcher.ts'
import { Reflector } from '../reflector.ts'
import type { Revival } from '../revival.ts'
import type { ServerTraits } from '../server-traits.ts'
import type { Access, AccessDesk } from './access.ts'
import { isGroupUnknown } from './discovery.ts'
import type { OnScreen } from './on-screen.ts'
import { Verifier } from './verifier.ts'

/** What all that follow one cluster share. */
export interface FollowContext {
  readonly connection: ClusterConnection
  readonly store: ClusterStore
  readonly clock: Clock
  readonly random: Random
  readonly traits: ServerTraits
  readonly revival: Revival
  readonly onScreen: OnScreen
  /** Asks what we may. */
  readonly access: AccessDesk
  /** Of lists; see ReflectorOptions. */
  readonly pageSize?: number
  /** Counters of each scope, kept while the cluster is followed. */
  readonly counters: Map<string, { readonly scope: Scope; readonly counters: Counters }>
}

export interface Scope<R extends Resource = Resource> {
  readonly resource: R
  /** null for all. */
  readonly namespace: string | null
}

/** Rights can change at any time, and taking one away does not end an open watch. */
export const ASK_AGAIN_MS = 60_000

/** In single namespaces, where what a namespace's rules say counts for 20 s. */
const ASK_NAMESPACE_MS = 45_000

/** ms for each followed scope of a cluster. */
const ASK_EACH_MS = 100

/** An API server that has just started refuses everything until it has read its roles: the first refusals are doubted sooner, each half as soon as the one before. */
const DOUBT_MS = 5_000
/** Of what was followed before, it is the first thought. */
const DOUBT_FOLLOWED_MS = 1_000

interface Hooks {
  /** It was asked about just now. */
  readonly isAllowed?: boolean
  /** Each time the API refuses the scope; of one that was followed before from the second time on. */
  readonly onForbidden?: () => void
  /** Each time the API says that it is allowed. */
  readonly onAllowed?: () => void
}

/** Follows one resource, everywhere or in one namespace, whenever the API allows both list and watch there. */
export class ScopeFollower<R extends Resource> {
  readonly #context: FollowContext
  readonly #scope: Scope<R>
  readonly #hooks: Hooks
  readonly #writer: ResourceWriter<R>
  readonly #reflector: Reflector<R>
  readonly #verifier: Verifier<R>

  constructor(context: FollowContext, scope: Scope<R>, hooks: Hooks = {}) {
    this.#context = context
    this.#scope = scope
    this.#hooks = hooks
    this.#writer = context.store.writer(scope.resource, scope.namespace)
    const counters = createCounters()
    context.counters.set(`${scope.resource}/${scope.namespace ?? ''}`, { scope, counters })
    const shared = { ...context, counters, writer: this.#writer, listerWatcher: listerWatcherOf(context, scope) }
    const isUnknownGroup = RESOURCES[scope.resource].isEvidence
      ? (signal: AbortSignal) => isGroupUnknown(context, { group: RESOURCES[scope.resource].group, signal })
      : undefined
    this.#reflector = new Reflector({ ...shared, isUnknownGroup })
    this.#verifier = new Verifier(shared)
  }

  get writer(): ResourceWriter<R> {
    return this.#writer
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#context
    let { isAllowed: isKnown = false } = this.#hooks
    for (let refusals = 0; !signal.aborted; ) {
      const access = isKnown ? 'allowed' : await this.#ask(true, signal)
      isKnown = false
      if (signal.aborted) return
      if (access === 'allowed') this.#hooks.onAllowed?.()
      if (access === 'denied') this.#refuse()
      else if (!this.#staysRefused(access)) refusals = (await this.#reflect(signal)) ? 0 : refusals
      if (signal.aborted) return
      refusals += 1
      const { hasSynced } = this.#writer.state()
      if (!hasSynced || refusals > 1) this.#hooks.onForbidden?.()
      const first = hasSynced ? DOUBT_FOLLOWED_MS : DOUBT_MS
      await clock.sleep(Math.min(first * 2 ** (refusals - 1), ASK_AGAIN_MS), signal)
    }
  }

  /** In an outage a refusal is the last word: what else may be read is all there is, and still stands. */
  #staysRefused(access: Access): boolean {
    return access === 'unreachable' && this.#writer.state().phase === 'forbidden'
  }

  /** Runs the Reflector until it is refused, or until the right is taken away. Answers whether it had synced before that. */
  async #reflect(signal: AbortSignal): Promise<boolean> {
    const revoked = new AbortController()
    const ended = AbortSignal.any([signal, revoked.signal])
    // What is held by count differs from the API's by design.
    const isAll = RESOURCES[this.#scope.resource].newest === undefined
    const denied = this.#untilDenied(ended).then(() => revoked.abort())
    const beside = [denied, ...(isAll ? [this.#verifier.run(ended)] : [])]
    const outcome = await this.#reflector.run(ended)
    revoked.abort()
    await Promise.all(beside)
    if (outcome === 'aborted' && !signal.aborted) this.#refuse()
    return outcome === 'aborted'
  }

  /** Resolves when the right is taken away, or when the signal aborts. */
  async #untilDenied(signal: AbortSignal): Promise<void> {
    const { clock } = this.#context
    for (;;) {
      await clock.sleep(this.#askAgainAfter(), signal)
      if (signal.aborted || (await this.#ask(false, signal)) === 'denied') return
    }
  }

  /** Where hundreds of namespaces are followed, those without a reader are asked about less often: all at 5 questions a second. */
  #askAgainAfter(): number {
    const { namespace } = this.#scope
    if (namespace === null) return ASK_AGAIN_MS
    const { onScreen, counters } = this.#context
    return onScreen.has(namespace) ? ASK_NAMESPACE_MS : Math.max(ASK_NAMESPACE_MS, counters.size * ASK_EACH_MS)
  }

  #ask(isDoubted: boolean, signal: AbortSignal): Promise<Access> {
    return this.#context.access.ask({ ...this.#scope, isDoubted, isRepeat: !isDoubted, signal })
  }

  #refuse(): void {
    const { resource, namespace } = this.#scope
    const everywhere = RESOURCES[resource].namespaced ? ' in all namespaces' : ''
    const where = namespace === null ? everywhere : ` in namespace ${namespace}`
    const reason = `Permission denied (RBAC): cannot list and watch ${resource}${where}. Ask for these permissions.`
    this.#writer.setState({ phase: 'forbidden', reason, failures: 0 })
  }
}

/** The list and watch of a scope, decoded from JSON. */
export function listerWatcherOf<R extends Resource>(
  { connection, store }: Pick<FollowContext, 'connection' | 'store'>,
  { resource, namespace }: Scope<R>,
): ListerWatcher<ResourceObjects[R]> {
  const info = RESOURCES[resource]
  return createListerWatcher({
    transport: connection.transport,
    resource: info,
    namespace,
    decoder: createJsonDecoder<ResourceObjects[R]>({
      keep: raw => info.keep(raw, store.interner),
      isWanted: info.isWanted,
    }),
    isFar: !['localhost', '127.0.0.1', '[::1]'].includes(connection.server.hostname),
  })
}
