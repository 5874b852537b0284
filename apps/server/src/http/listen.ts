import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { UsageError } from '../cli/usage-error.ts'
import { type OwnAddress, describeAddress } from './own-address.ts'
import { Problem, sendProblem } from './problem.ts'
import { setSecurityHeaders } from './security-headers.ts'

/** How long open answers may take to end when the server does. */
const GRACE_MS = 3000

interface ListenOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

export interface Listening {
  readonly address: OwnAddress
  /** From now on requests go there; those that came before wait. */
  serve(app: (request: IncomingMessage, response: ServerResponse) => void): void
  stop(): Promise<void>
}

/** @throws UsageError when it cannot listen there */
export async function listen({ host, port }: ListenOptions): Promise<Listening> {
  // Without a Host header the app refuses, with the headers that all its answers carry.
  const server = createServer({ requireHostHeader: false })
  server.on('clientError', answerClientError)
  server.listen({ host, port })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw toUsageError(error, { host, port })
  }
  const bound = server.address()
  const address = describeAddress(host, typeof bound === 'object' && bound !== null ? bound.port : port)
  return {
    address,
    serve: app => {
      server.on('request', app)
      // Node would answer an unknown Expect by itself.
      server.on('checkExpectation', app)
    },
    stop: () => stop(server),
  }
}

function toUsageError(error: unknown, { host, port }: ListenOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const other = 'choose another with --port, or --port 0 for any free one'
  if (code === 'EADDRINUSE') return new UsageError(`Port ${port} on ${host} is in use: ${other}.`, { cause: error })
  if (code === 'EACCES') return new UsageError(`Port ${port} may not be used by this user: ${other}.`, { cause: error })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new UsageError(`This machine has no address ${host}: choose another with --host.`, { cause: error })
  }
  return error
}

/** What is no HTTP is answered by an ordinary answer, with all headers; where one is under way already, by the end. */
function answerClientError(error: Error, socket: Duplex): void {
  if (!isFreshSocket(socket)) {
    socket.destroy(error)
    return
  }
  const request = new IncomingMessage(socket)
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => socket.end())
  setSecurityHeaders(request, response)
  sendProblem(response, problemOf(error))
}

function problemOf(error: Error): Problem {
  switch ('code' in error ? error.code : undefined) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(431, 'The headers of this request are too large.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'The request did not arrive in time.')
    default:
      return new Problem(400, 'This is no HTTP request.')
  }
}

function isFreshSocket(socket: Duplex): socket is Socket {
  return socket.writable && 'bytesWritten' in socket && socket.bytesWritten === 0
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(timer)
}
