import { connect, createServer, type Socket } from 'node:net'
import { portOf } from './tls-server.ts'

export interface TcpRelay extends AsyncDisposable {
  readonly port: number
  /** From now on nothing is forwarded, in either direction, and nothing is closed: as when a host is gone. */
  freeze(): void
}

/** Forwards TCP to a port of 127.0.0.1. */
export async function startTcpRelay(target: number): Promise<TcpRelay> {
  const sockets = new Set<Socket>()
  let isFrozen = false
  const server = createServer(inbound => {
    const outbound = connect(target, '127.0.0.1')
    const pairs = [
      [inbound, outbound],
      [outbound, inbound],
    ] as const
    for (const [from, to] of pairs) {
      sockets.add(from)
      from.on('data', chunk => isFrozen || to.write(chunk))
      from.on('close', () => isFrozen || to.destroy())
      from.on('error', () => {})
    }
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: portOf(server.address()),
    freeze: () => {
      isFrozen = true
    },
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
