import { createHash } from 'node:crypto'
import type { Clock } from './clock.ts'
import { readPem } from './credentials/credential.ts'
import { ContextCredentials } from './credentials/context-credentials.ts'
import type { KubeContext } from './kubeconfig/kube-context.ts'
import { createTransport, type TransportOptions } from './transport/create-transport.ts'
import type { Endpoint } from './transport/dial.ts'
import { proxyFor } from './transport/proxy.ts'
import type { Transport } from './transport/transport.ts'

/** The way to one cluster as one user. Nothing is connected before the first request. */
export interface ClusterConnection {
  readonly transport: Transport
  readonly server: URL
  /** The server's certificate is not verified, or there is none: to be shown in red. */
  readonly isInsecure: boolean
  /** A person asks to try again: a credential plugin that failed is run at once. */
  retry(): void
  /** A name for the cluster where the API does not give one: a hash of its CA, else of its address. */
  fingerprint(): Promise<string>
}

export interface ConnectOptions {
  /** For HTTPS_PROXY and its like, and for credential plugins. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  /** Called with what a running credential plugin asks for, with the command to run; with null when it asks no more. */
  readonly onAsked?: ((asked: string | null) => void) | undefined
  /** For tests: see TransportOptions. */
  readonly tuning?: Pick<TransportOptions, 'pingInterval' | 'connectLimit' | 'versions'>
}

/** The connection to a context's cluster. Throws Error with the context's problem when it has one. */
export function connectCluster(context: KubeContext, options: ConnectOptions): ClusterConnection {
  const { cluster, problem } = context
  if (problem !== null || cluster.server === undefined) throw new Error(problem ?? 'The cluster has no server.')
  const server = new URL(cluster.server)
  const credentials = new ContextCredentials({ context, ...options })
  const endpoint = async (): Promise<Endpoint> => {
    const { proxyUrl, caFile, caData, tlsServerName } = credentials.cluster
    return {
      server,
      proxy: proxyFor(server, proxyUrl, options.env),
      ca: (await readPem(caFile, caData, 'CA')) ?? null,
      tlsServerName: tlsServerName ?? null,
      // What is shown in red was decided at the start: a kubeconfig that is changed later switches no check off.
      insecure: cluster.skipTlsVerify,
    }
  }
  return {
    transport: createTransport({ server, endpoint, credentials, ...options.tuning }),
    server,
    retry: () => credentials.retry(),
    isInsecure: cluster.skipTlsVerify || server.protocol === 'http:',
    fingerprint: async () => {
      const ca = await readPem(cluster.caFile, cluster.caData, 'CA').catch(() => undefined)
      const hash = createHash('sha256').update(ca ?? server.origin)
      return `ca-${hash.digest('hex').slice(0, 32)}`
    },
  }
}
