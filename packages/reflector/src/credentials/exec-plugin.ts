import { isRecord } from '@slicescope/model'
import type { Clock } from '../clock.ts'
import type { ClusterEntry, ExecEntry } from '../kubeconfig/entries.ts'
import { textMember } from '../kubeconfig/record.ts'
import { type Credential, type Credentials, isSameProof, readPem } from './credential.ts'
import { runPlugin } from './run-plugin.ts'

interface Options {
  readonly exec: ExecEntry
  readonly cluster: ClusterEntry
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly onAsked?: ((asked: string | null) => void) | undefined
  /** ms; a plugin that talks to a cloud takes seconds, one that waits for a person gets no longer. */
  readonly limit?: number
}

/** A plugin that fails, or whose tokens are refused, is run ever less often: each run may open a tab in a browser. */
const FIRST_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 300_000

/** What was accepted for so long was good: its refusal is no failure of the plugin. */
const GOOD_MS = 600_000

/** A credential is renewed this long before it ends, so that no request carries one that ends on the way. */
const RENEW_BEFORE_MS = 10_000

interface Held {
  readonly credential: Credential
  /** ms since the epoch; Infinity when it does not say. */
  readonly endsAt: number
}

/** Credentials that a program prints, by client.authentication.k8s.io (client-go plugin/pkg/client/auth/exec). */
export class ExecPlugin implements Credentials {
  readonly #options: Options
  #held: Held | null = null
  #running: Promise<Held> | null = null
  #lastRun = -Infinity
  #pause = FIRST_PAUSE_MS
  #failure: { readonly error: unknown; readonly until: number } | null = null
  readonly #closed = new AbortController()

  constructor(options: Options) {
    this.#options = options
  }

  async get(): Promise<Credential> {
    const now = this.#options.clock.now()
    if (this.#held !== null && this.#isOfUse(this.#held, now)) return this.#held.credential
    this.#closed.signal.throwIfAborted()
    if (this.#running === null && this.#failure !== null && this.#options.clock.elapsed() < this.#failure.until) {
      throw this.#failure.error
    }
    this.#running ??= this.#runOnce().finally(() => {
      this.#running = null
    })
    this.#held = await this.#running
    return this.#held.credential
  }

  async #runOnce(): Promise<Held> {
    const { clock } = this.#options
    try {
      const held = await this.#run()
      this.#failure = null
      if (held.endsAt <= clock.now()) this.#nextPause()
      return held
    } catch (error) {
      this.#failure = { error, until: clock.elapsed() + this.#nextPause() }
      throw error
    }
  }

  #nextPause(): number {
    const pause = this.#pause
    this.#pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    return pause
  }

  retry(): void {
    this.#failure = null
    this.#pause = FIRST_PAUSE_MS
    this.#lastRun = -Infinity
  }

  /** One that ends within seconds, or has ended, is kept for a while all the same, lest the plugin run without pause. */
  #isOfUse({ endsAt }: Held, now: number): boolean {
    return now < endsAt - RENEW_BEFORE_MS || this.#options.clock.elapsed() - this.#lastRun < this.#pause
  }

  async renew(refused: Credential): Promise<boolean> {
    if (this.#running !== null) return true
    if (this.#held !== null && !isSameProof(this.#held.credential, refused)) return true
    const lasted = this.#options.clock.elapsed() - this.#lastRun
    if (lasted < this.#pause) return false
    if (lasted > GOOD_MS) this.#pause = FIRST_PAUSE_MS
    else this.#nextPause()
    this.#held = null
    return true
  }

  close(): void {
    this.#closed.abort()
  }

  async #run(): Promise<Held> {
    const { exec, cluster, env, onAsked, limit = 60_000 } = this.#options
    this.#lastRun = this.#options.clock.elapsed()
    const printed = await runPlugin({
      exec,
      env: { ...env, KUBERNETES_EXEC_INFO: await execInfo(exec, cluster) },
      limit,
      onAsked: onAsked ?? (() => {}),
      signal: this.#closed.signal,
    })
    return readCredential(printed, exec.command)
  }
}

async function execInfo(exec: ExecEntry, cluster: ClusterEntry): Promise<string> {
  const ca = await readPem(cluster.caFile, cluster.caData, 'CA')
  const info = {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.skipTlsVerify || undefined,
    'certificate-authority-data': ca === undefined ? undefined : Buffer.from(ca).toString('base64'),
    'proxy-url': cluster.proxyUrl,
  }
  return JSON.stringify({
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo ? { cluster: info } : {}) },
  })
}

/** Names what is wrong, never what was printed: it may hold a secret. */
function readCredential(printed: string, command: string): Held {
  const status = statusOf(printed)
  if (status === undefined) {
    throw new Error(`The credential plugin ${command} printed no ExecCredential: run it in a terminal to see why.`)
  }
  const token = textMember(status, 'token')
  const cert = textMember(status, 'clientCertificateData')
  const key = textMember(status, 'clientKeyData')
  if (token === undefined && cert === undefined) {
    throw new Error(`The credential plugin ${command} returned neither a token nor a certificate.`)
  }
  const ends = Date.parse(textMember(status, 'expirationTimestamp') ?? '')
  return {
    credential: {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      certificate: cert === undefined || key === undefined ? null : { cert, key },
    },
    endsAt: Number.isNaN(ends) ? Infinity : ends,
  }
}

function statusOf(printed: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const document: unknown = JSON.parse(printed)
    return isRecord(document) && isRecord(document['status']) ? document['status'] : undefined
  } catch {
    return undefined
  }
}
