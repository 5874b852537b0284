import { Agent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { callbackify } from 'node:util'
import { type Connection, NotProcessedError, type WireRequest, type WireResponse } from './transport.ts'

interface Options {
  readonly server: URL
  /** The connection that was made to find out what the server speaks. */
  readonly first: Duplex
  /** Makes one more. */
  readonly connect: () => Promise<Duplex>
}

/** HTTP/1.1: a connection for each request under way, kept open for the next. */
export class Http1Connections implements Connection {
  readonly #agent = new Agent({ keepAlive: true, maxFreeSockets: 8 })
  readonly #host: string
  /** A connection is made for each request that finds none free. */
  readonly hasRoom = true
  readonly isGone = false
  #first: Duplex | null

  constructor({ server, first, connect }: Options) {
    this.#host = server.host
    this.#first = first
    // Until it is used nothing listens to it; an unheard error would end the process.
    first.on('error', () => {})
    const take = callbackify(() => this.#takeFirst(connect))
    this.#agent.createConnection = (_options, callback) => {
      // The type wants a stream beside an error too; Node looks at the error alone.
      take((error, socket) => callback?.(error, socket ?? first))
      return undefined
    }
  }

  async send(request: WireRequest): Promise<WireResponse> {
    const sent = httpRequest({
      agent: this.#agent,
      method: request.method,
      path: request.path,
      headers: { host: this.#host, ...copyLists(request.headers) },
      signal: request.signal,
    })
    sent.end(request.body)
    const answer = await answerOf(sent)
    return {
      status: answer.statusCode ?? 0,
      headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value ?? '')])),
      body: answer,
      endedEarly: () => !answer.complete,
    }
  }

  /** Each request that waits has a connection of its own; nothing need be kept for it. */
  heard(): void {}

  retire(): void {
    this.#first?.destroy()
    this.#agent.maxFreeSockets = 0
    for (const sockets of Object.values(this.#agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
  }

  close(): void {
    this.#first?.destroy()
    this.#agent.destroy()
  }

  async #takeFirst(connect: () => Promise<Duplex>): Promise<Duplex> {
    const first = this.#first
    this.#first = null
    return first !== null && !first.destroyed ? first : connect()
  }
}

function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve)
    // An answer that is none (101, say) closes a request without any other word.
    sent.once('close', () => reject(new Error('the connection closed before an answer came')))
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server may close a kept connection at the moment when it is used again.
      const isStale = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isStale ? new NotProcessedError('the kept connection was closed', { cause: error }) : error)
    })
  })
}

function copyLists(headers: WireRequest['headers']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  )
}
