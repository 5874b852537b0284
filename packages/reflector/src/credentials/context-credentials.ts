import type { Clock } from '../clock.ts'
import type { ClusterEntry } from '../kubeconfig/entries.ts'
import type { KubeContext } from '../kubeconfig/kube-context.ts'
import type { Credential, Credentials } from './credential.ts'
import { createCredentials, type CredentialsOptions } from './credentials.ts'

interface Options extends Omit<CredentialsOptions, 'user' | 'cluster'> {
  readonly context: KubeContext
  readonly clock: Clock
}

/** Files are looked at no more often. */
const LOOK_MS = 1_000

/**
 * Credentials of a context as its kubeconfig has it now: a login or a renewed certificate changes that file while we run.
 * It is read again when it has changed, and whenever the API server refuses what it gave.
 */
export class ContextCredentials implements Credentials {
  readonly #options: Options
  #context: KubeContext
  #current: Credentials
  /** Of the files that the context was read from; null before they were looked at. */
  #fingerprint: string | null = null
  #lookedAt = -Infinity
  #looking: Promise<boolean> | null = null

  constructor(options: Options) {
    this.#options = options
    this.#context = options.context
    this.#current = this.#create()
  }

  /** How the API server is reached, as the kubeconfig says it now. Its address stays: another one is another cluster. */
  get cluster(): ClusterEntry {
    return this.#context.cluster
  }

  async get(): Promise<Credential> {
    const { clock } = this.#options
    if (clock.elapsed() - this.#lookedAt >= LOOK_MS) await this.#look(false)
    return this.#current.get()
  }

  async renew(refused: Credential): Promise<boolean> {
    return (await this.#look(true)) || this.#current.renew(refused)
  }

  retry(): void {
    this.#current.retry()
  }

  close(): void {
    this.#current.close()
  }

  /** Resolves to whether there are other credentials now. Many ask at once; one looks. */
  #look(isRefused: boolean): Promise<boolean> {
    this.#lookedAt = this.#options.clock.elapsed()
    this.#looking ??= this.#readAgain(isRefused).finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #readAgain(isRefused: boolean): Promise<boolean> {
    const { source } = this.#context
    if (source === undefined) return false
    const fingerprint = await source.fingerprint()
    const isFirst = this.#fingerprint === null
    if (fingerprint === this.#fingerprint && !isRefused) return false
    // A file that is just being written is looked at again next time.
    const context = await source.read().catch(() => undefined)
    if (context === undefined || context.problem !== null) return false
    this.#fingerprint = fingerprint
    if (context.cluster.server !== this.#context.cluster.server || isSame(context, this.#context)) return false
    this.#current.close()
    this.#context = { ...context, source }
    this.#current = this.#create()
    return !isFirst || isRefused
  }

  #create(): Credentials {
    const { user, cluster } = this.#context
    return createCredentials({ ...this.#options, user, cluster })
  }
}

function isSame(a: KubeContext, b: KubeContext): boolean {
  return JSON.stringify([a.user, a.cluster]) === JSON.stringify([b.user, b.cluster])
}
