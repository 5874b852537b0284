import type { Clock } from '../clock.ts'
import type { ClusterEntry, ExecEntry } from '../kubeconfig/entries.ts'
import { isRecord, textMember } from '../kubeconfig/record.ts'
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

/** A server that refuses every token must not make the plugin run without end. */
const MIN_MS_BETWEEN_RUNS = 15_000

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
  readonly #closed = new AbortController()

  constructor(options: Options) {
    this.#options = options
  }

  async get(): Promise<Credential> {
    const now = this.#options.clock.now()
    if (this.#held !== null && now < this.#held.endsAt - RENEW_BEFORE_MS) return this.#held.credential
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
    this.#held = await this.#running
    return this.#held.credential
  }

  async renew(refused: Credential): Promise<boolean> {
    if (this.#running !== null) return true
    if (this.#held !== null && !isSameProof(this.#held.credential, refused)) return true
    if (this.#options.clock.elapsed() - this.#lastRun < MIN_MS_BETWEEN_RUNS) return false
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
    throw new Error(`The credential plugin ${command} gave neither a token nor a certificate.`)
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
