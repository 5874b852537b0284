import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { RawRequest } from './raw-requests.ts'

/** Writes it to a new connection piece by piece, leaves as it says, and resolves when the connection is closed at both ends. */
export async function sendRaw(socket: Socket, { pieces, leave }: RawRequest): Promise<void> {
  const isTls = socket instanceof TLSSocket
  const opened = new Promise<void>(resolve => socket.once(isTls ? 'secureConnect' : 'connect', () => resolve()))
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  // The server may hang up in the middle of it.
  socket.on('error', () => {})
  socket.resume()
  await Promise.race([opened, closed])
  for (const piece of pieces) {
    if (!socket.writable) break
    socket.write(piece)
    await setImmediate()
  }
  if (leave === 'end') socket.end()
  else if (leave === 'destroy' || isTls) socket.destroy()
  else socket.resetAndDestroy()
  await closed
}
