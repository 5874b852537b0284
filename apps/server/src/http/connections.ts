import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isVisitors } from '../access/visitors.ts'

/** Fewer than the files that a process may open. */
const MAX_CONNECTIONS = 2000

/** Requests of a connection that wait for their answers. Browsers send the next one when they have the answer. */
const MAX_WAITING = 16

/** The connections of a server: visitors without a session cannot keep out users who have one. */
export class Connections {
  readonly #most: number
  /** In the order in which they came. */
  readonly #open = new Set<Socket>()
  readonly #waiting = new WeakMap<Socket, number>()

  constructor(most = MAX_CONNECTIONS) {
    this.#most = most
  }

  /** Above the limit, the oldest connection without a session is closed, or else the new one. */
  add(socket: Socket): void {
    if (this.#open.size >= this.#most) (this.#oldestStranger() ?? socket).destroy()
    if (socket.destroyed) return
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
  }

  /** Whether a request may be answered. One connection can ask a thousand things in one packet: it is closed. */
  take({ socket }: IncomingMessage, response: ServerResponse): boolean {
    // Node goes on with what else was in the packet.
    if (socket.destroyed) return false
    const waiting = (this.#waiting.get(socket) ?? 0) + 1
    if (waiting > MAX_WAITING) {
      socket.destroy()
      return false
    }
    this.#waiting.set(socket, waiting)
    response.once('close', () => this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1))
    return true
  }

  #oldestStranger(): Socket | undefined {
    for (const socket of this.#open) if (!socket.destroyed && !isVisitors(socket)) return socket
    return undefined
  }
}
