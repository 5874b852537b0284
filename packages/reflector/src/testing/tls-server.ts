import type { IncomingHttpHeaders } from 'node:http'
import { createServer as createHttp1 } from 'node:https'
import { createSecureServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { must } from '@slicescope/model'
import { generate } from 'selfsigned'
import type { HttpVersion } from '../transport/dial.ts'

/** What requests of both kinds of HTTP have. */
interface TestRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly socket: { destroy(): unknown; destroySoon(): unknown }
}

/** What responses of both kinds of HTTP have. */
interface TestResponse {
  /** Over HTTP/2. */
  readonly stream?: ServerHttp2Stream
  writeHead(status: number, headers?: Record<string, string>): unknown
  write(chunk: string | Uint8Array, callback?: () => void): unknown
  end(chunk?: string | Uint8Array): unknown
  on(event: 'close', listener: () => void): unknown
}

export type Handler = (request: TestRequest, response: TestResponse) => unknown

export interface TlsServer extends AsyncDisposable {
  readonly url: URL
  /** PEM that proves it. */
  readonly ca: string
  /** TCP connections so far. */
  readonly connections: () => number
  readonly sessions: Set<ServerHttp2Session>
}

export const identity = generate([{ name: 'commonName', value: 'api.test' }], {
  keySize: 2048,
  extensions: [
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 2, value: 'api.test' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ],
})

/** An HTTPS server on a free port of 127.0.0.1 that speaks one kind of HTTP. */
export async function startTlsServer(version: HttpVersion, handler: Handler): Promise<TlsServer> {
  const { private: key, cert } = await identity
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  let connections = 0
  const server = version === 'h2' ? createSecureServer({ key, cert }, handler) : createHttp1({ key, cert }, handler)
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('session', (session: ServerHttp2Session) => sessions.add(session))
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: new URL(`https://127.0.0.1:${portOf(server.address())}`),
    ca: cert,
    connections: () => connections,
    sessions,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** The port of a server that listens. */
export function portOf(address: AddressInfo | string | null): number {
  return must(typeof address === 'object' ? address?.port : undefined, 'the port of a listening server')
}
