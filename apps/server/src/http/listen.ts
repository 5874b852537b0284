import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { Problem } from '@slicescope/answers'
import type { PublicUrl } from '../cli/public-url.ts'
import { UsageError } from '../cli/usage-error.ts'
import { Connections } from './connections.ts'
import { type OwnAddress, describeAddress } from './own-address.ts'
import { sendProblem } from './problem.ts'
import { setSecurityHeaders } from './security-headers.ts'

/** How long open answers may take to end when the server does. */
const GRACE_MS = 3000

/** Browsers send the cookies of every port of this machine with each request. */
const MAX_HEADER_BYTES = 64 * 1024
/** A request's headers must have arrived after this; a person's browser needs milliseconds. */
const HEADERS_MS = 10_000
/** The whole request, whose body is not read. */
const REQUEST_MS = 20_000
const CHECK_MS = 2000
/** A connection on which nothing was sent or taken for so long is closed; streams write every 10 s. */
const IDLE_MS = 60_000

interface ListenOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Connections at a time; see Connections. */
  readonly maxConnections?: number
  /** Also reached there, through a proxy or a forwarded port. */
  readonly publicUrl?: PublicUrl | undefined
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface Listening {
  readonly address: OwnAddress
  /** From now on requests go there; those that came before were answered with 503 and Retry-After. */
  serve(app: Handler): void
  stop(): Promise<void>
}

/** @throws UsageError when it cannot listen there */
export async function listen({ host, port, maxConnections, publicUrl }: ListenOptions): Promise<Listening> {
  // Without a Host header the app refuses, with the headers that all its answers carry.
  const server = createServer({
    requireHostHeader: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_MS,
  })
  server.setTimeout(IDLE_MS)
  const connections = new Connections(maxConnections)
  server.on('connection', socket => connections.add(socket))
  server.on('clientError', destroySocket)
  let handle: Handler = answerStarting
  const take: Handler = (request, response) => {
    if (connections.take(request, response)) handle(request, response)
  }
  server.on('request', take)
  // Node would answer an unknown Expect by itself.
  server.on('checkExpectation', take)
  server.listen({ host, port })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw toUsageError(error, { host, port })
  }
  // A connection that could not be accepted is lost, and nothing else.
  server.on('error', () => {})
  const bound = server.address()
  const address = describeAddress(host, typeof bound === 'object' && bound !== null ? bound.port : port, publicUrl)
  return {
    address,
    serve: app => {
      handle = app
    },
    stop: () => stop(server),
  }
}

function toUsageError(error: unknown, { host, port }: ListenOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const other = 'choose another with --port, or --port 0 for any free one'
  if (code === 'EADDRINUSE') return new UsageError(`Port ${port} on ${host} is in use: ${other}.`, { cause: error })
  if (code === 'EACCES') return new UsageError(`Port ${port} is not allowed for this user: ${other}.`, { cause: error })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new UsageError(`This machine has no address ${host}: choose another with --host.`, { cause: error })
  }
  return error
}

/** Closes the connection. Node may be writing an earlier answer to it, so nothing else may be written there. */
function destroySocket(_: Error, socket: Duplex): void {
  socket.destroy()
}

/** Answers while the server starts: a script that polls `/readyz` hears from the first moment that it is not ready. */
function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  setSecurityHeaders(request, response)
  response.setHeader('Connection', 'close')
  sendProblem(response, new Problem(503, 'Slicescope is starting. Retry in a second.', { retryAfter: 1 }))
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(timer)
}
