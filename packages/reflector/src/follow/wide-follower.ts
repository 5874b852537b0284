import { type Resource, RESOURCES, type ResourceWriter } from '@slicescope/model'
import { NamespaceFan } from './namespace-fan.ts'
import { type FollowContext, ScopeFollower } from './scope-follower.ts'

type FanReach = ConstructorParameters<typeof NamespaceFan>[1]['onReach']

/** Follows a resource in all namespaces; while that is refused, in each namespace where it is allowed. */
export class WideFollower<R extends Resource> {
  readonly #scope: ScopeFollower<R>
  readonly #startFan: (signal: AbortSignal) => Promise<void>
  #fan: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null

  constructor(context: FollowContext, resource: R, fallback: readonly string[]) {
    const hasNamespaces = RESOURCES[resource].namespaced
    const onReach: FanReach = byNamespace => this.writer.setState({ byNamespace })
    const fan = new NamespaceFan(context, { resource, fallback, onReach })
    this.#startFan = signal => fan.run(signal)
    this.#scope = new ScopeFollower(
      context,
      { resource, namespace: null },
      { onForbidden: () => hasNamespaces && this.#open(), onAllowed: () => this.#close() },
    )
  }

  get writer(): ResourceWriter<R> {
    return this.#scope.writer
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#scope.run(signal)
    const { ended } = this.#fan ?? {}
    this.#close()
    await ended
  }

  #open(): void {
    if (this.#fan !== null) return
    const stop = new AbortController()
    this.#fan = { stop, ended: this.#startFan(stop.signal) }
  }

  #close(): void {
    if (this.#fan === null) return
    this.#fan.stop.abort()
    this.#fan = null
    this.writer.setState({ byNamespace: { followed: 0, denied: 0, unfollowed: 0, named: [] } })
  }
}
