import { rm, writeFile } from 'node:fs/promises'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { Socket } from 'node:net'
import { createCertificates } from './certificates.ts'
import type { Faults, WatchFault } from './faults.ts'
import { type ApiContext, handleRequest } from './handle-request.ts'
import { kubeconfig } from './kubeconfig.ts'
import type { ResourceName } from './raw-objects.ts'
import { RequestLog } from './request-log.ts'
import type { Storage } from './storage.ts'
import { DEMO_USERS, type Rule, type User, Users } from './users.ts'
import type { WatchTiming } from './watch-connection.ts'

export interface ApiServerOptions extends Partial<WatchTiming> {
  readonly storage: Storage
  /** 0, the default: any free one. */
  readonly port?: number
  readonly users?: readonly User[]
  readonly faults?: Faults
  /** Of Kubernetes, as `v1.37.2`. Default: the demo's own. */
  readonly version?: string
  /** What kubeconfigs call it. Default: the demo's own. */
  readonly context?: string
  /** False: HTTP/1.1 alone. */
  readonly http2?: boolean
}

export interface ApiServer {
  /** `https://127.0.0.1:<port>` */
  readonly url: string
  /** PEM of the CA that the server's certificate comes from. */
  readonly ca: string
  /** The user's present bearer token. Throws for a user that is not known. */
  tokenOf(user: string): string
  /** Makes the old token void and answers the new one. */
  renewToken(user: string): string
  /** What the user may do from now on; open watches go on. */
  setRules(user: string, rules: readonly Rule[]): void
  /** Writes a kubeconfig for one user, readable by the owner alone; `stop` removes it. */
  writeKubeconfig(path: string, user?: string): Promise<void>
  setFaults(faults: Faults): void
  /** Lets a fault happen to the open watches (of one resource) now; answers to how many. */
  failWatches(fault: WatchFault, resource?: ResourceName): number
  /** How many watches are open now. */
  watchCount(resource?: ResourceName): number
  /** Cuts every connection, as a dying load balancer does. */
  dropConnections(): void
  /** How often each resource was asked for since the last clear: `list pods`, `watch services`. */
  requests(): Readonly<Record<string, number>>
  clearRequests(): void
  /** Ends all watches and connections, and removes what was written. */
  stop(): Promise<void>
}

const MINUTE = 60_000

/** What a real server offers on one connection; apiserver pkg/server/secure_serving.go. */
const STREAMS_PER_CONNECTION = 100

/**
 * Serves a storage as the Kubernetes API on 127.0.0.1, over TLS with a CA of its own, HTTP/1.1 and HTTP/2 by ALPN.
 * Rejects when the port is taken.
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { ca, cert, key } = await createCertificates()
  const users = new Users(options.users ?? DEMO_USERS)
  let faults: Faults = options.faults ?? {}
  const context: ApiContext = {
    storage: options.storage,
    version: options.version,
    users,
    timing: {
      bookmarkIntervalMs: options.bookmarkIntervalMs ?? MINUTE,
      watchTimeoutMs: options.watchTimeoutMs ?? (() => (30 + 30 * Math.random()) * MINUTE),
    },
    faults: () => faults,
    log: new RequestLog(),
    watches: new Set(),
  }
  const server = createSecureServer({
    cert,
    key,
    allowHTTP1: true,
    ...(options.http2 === false ? { ALPNProtocols: ['http/1.1'] } : {}),
    settings: { maxConcurrentStreams: STREAMS_PER_CONNECTION },
  })
  server.on('request', (request, response) => void handleRequest(context, request, response))
  const sockets = trackSockets(server)
  const url = `https://127.0.0.1:${await listen(server, options.port ?? 0)}`
  const written = new Set<string>()
  const named = options.context === undefined ? {} : { context: options.context }
  const watchesOf = (resource: ResourceName | undefined) =>
    [...context.watches].filter(watch => resource === undefined || watch.request.route.resource === resource)
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url,
    ca,
    tokenOf: user => users.tokenOf(user),
    renewToken: user => users.renewToken(user),
    setRules: (user, rules) => users.setRules(user, rules),
    writeKubeconfig: async (path, user = 'admin') => {
      written.add(path)
      await writeFile(path, kubeconfig({ url, ca, user, token: users.tokenOf(user), ...named }), { mode: 0o600 })
    },
    setFaults: next => {
      faults = next
    },
    failWatches: (fault, resource) => {
      const found = watchesOf(resource)
      for (const watch of found) watch.fail(fault)
      return found.length
    },
    watchCount: resource => watchesOf(resource).length,
    dropConnections,
    requests: () => context.log.counts(),
    clearRequests: () => context.log.clear(),
    stop: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      for (const watch of context.watches) watch.end()
      dropConnections()
      await closed.promise
      await Promise.all([...written].map(path => rm(path, { force: true })))
    },
  }
}

function trackSockets(server: Http2SecureServer): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that goes away in the middle of a handshake is its own affair.
    socket.on('error', () => undefined)
  })
  server.on('sessionError', () => undefined)
  server.on('tlsClientError', () => undefined)
  return sockets
}

function listen(server: Http2SecureServer, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) resolve(address.port)
    else reject(new Error('the server has no port'))
  })
  return promise
}
