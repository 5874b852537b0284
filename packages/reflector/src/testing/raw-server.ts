import type { Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import type { HttpVersion } from '../transport/dial.ts'
import { identity, portOf } from './tls-server.ts'

export interface RawServer extends AsyncDisposable {
  readonly url: URL
  readonly ca: string
}

/** A TLS server on a free port of 127.0.0.1 that agrees to speak one kind of HTTP, and then does whatever `talk` does. */
export async function startRawServer(version: HttpVersion, talk: (socket: Socket) => void): Promise<RawServer> {
  const { private: key, cert } = await identity
  const sockets = new Set<Socket>()
  const server = createTls({ key, cert, ALPNProtocols: [version] }, socket => {
    socket.on('error', () => {})
    talk(socket)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: new URL(`https://127.0.0.1:${portOf(server.address())}`),
    ca: cert,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
