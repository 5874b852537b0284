import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import { type Connection, NotProcessedError, type WireRequest, type WireResponse } from './transport.ts'

export interface Http2Options {
  readonly server: URL
  readonly socket: Duplex
  /** ms between pings. A dead peer is noticed after three of them: two answers must be missing, so that a process that slept does not kill a good connection. */
  readonly pingInterval: number
}

/** Servers allow 100 to 250 streams a connection; kube-apiserver's default is 100 since 1.27. Room is left below it. */
const MAX_STREAMS = 80

/** Wide enough for a fast line to a far server; lists are read as fast as they come. */
const WINDOW = 8 * 1024 * 1024

/** One HTTP/2 connection. Pings keep it honest: without an answer it is destroyed, and every stream on it fails. */
export class Http2Connection implements Connection {
  readonly #session: ClientHttp2Session
  /** Of the requests under way. */
  readonly #onPing = new Set<() => void>()
  readonly #timer: NodeJS.Timeout
  #isDraining = false
  #missedPings = 0

  constructor({ server, socket, pingInterval }: Http2Options) {
    this.#session = connect(server.origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: WINDOW },
    })
    this.#session.once('connect', () => {
      // It may have been closed meanwhile.
      if (!this.isGone) this.#session.setLocalWindowSize(2 * WINDOW)
    })
    this.#session.on('error', () => this.#drain())
    this.#session.on('goaway', () => this.#drain())
    this.#session.on('close', () => {
      this.#drain()
      clearInterval(this.#timer)
    })
    this.#timer = setInterval(() => this.#ping(), pingInterval)
    this.#timer.unref()
  }

  get hasRoom(): boolean {
    const allowed = this.#session.remoteSettings?.maxConcurrentStreams ?? MAX_STREAMS
    return !this.#isDraining && this.#onPing.size < Math.max(1, Math.min(MAX_STREAMS, allowed))
  }

  get isGone(): boolean {
    return this.#session.closed || this.#session.destroyed
  }

  async send(request: WireRequest): Promise<WireResponse> {
    if (this.isGone) throw new NotProcessedError('the connection was closing')
    const stream = this.#session.request(
      { ':method': request.method, ':path': request.path, ...request.headers },
      { signal: request.signal, endStream: request.body === undefined },
    )
    if (request.body !== undefined) stream.end(request.body)
    const onPing = () => request.onPing()
    this.#onPing.add(onPing)
    stream.once('close', () => this.#forget(onPing))
    return answerOf(stream)
  }

  retire(): void {
    this.#drain()
    if (this.#onPing.size === 0) this.#session.close()
  }

  close(): void {
    this.#session.destroy()
  }

  #drain(): void {
    this.#isDraining = true
  }

  #forget(onPing: () => void): void {
    this.#onPing.delete(onPing)
    if (this.#isDraining && this.#onPing.size === 0 && !this.isGone) this.#session.close()
  }

  #ping(): void {
    const session = this.#session
    if (session.destroyed) return
    if (this.#missedPings >= 2) {
      session.destroy(session.closed ? goneAway() : noAnswer())
      return
    }
    // Node sends no ping after GOAWAY: from then on the bytes of one stream speak for the others, and where none come
    // the streams break, to be opened again elsewhere.
    if (session.closed && this.#missedPings === 0) this.#tell()
    this.#missedPings += 1
    if (session.closed) return
    session.ping(error => {
      if (error !== null) return
      this.#missedPings = 0
      this.#tell()
    })
  }

  #tell(): void {
    for (const onPing of this.#onPing) onPing()
  }

  /** Bytes of any stream count, though the answer to a ping waits behind them. */
  heard(): void {
    this.#missedPings = 0
  }
}

function noAnswer(): Error {
  return Object.assign(new Error('the API server does not answer pings'), { code: 'EHOSTDOWN' })
}

function goneAway(): Error {
  return Object.assign(new Error('the API server sent GOAWAY'), { code: 'ECONNRESET' })
}

function answerOf(stream: ClientHttp2Stream): Promise<WireResponse> {
  // The reader of the body gets it. Until there is one, a stream that breaks is of no concern, but its unheard error would end the process.
  stream.on('error', () => {})
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      const isRefused = stream.rstCode === constants.NGHTTP2_REFUSED_STREAM
      reject(isRefused ? new NotProcessedError('the API server refused the stream', { cause: error }) : error)
    }
    stream.once('error', fail)
    stream.once('close', () => fail(new Error('the connection closed before an answer came')))
    stream.once('response', headers => {
      stream.off('error', fail)
      resolve({
        status: headers[':status'] ?? 0,
        headers: plainHeaders(headers),
        body: stream,
        endedEarly: () => stream.aborted || (stream.rstCode ?? 0) !== constants.NGHTTP2_NO_ERROR,
      })
    })
  })
}

function plainHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(':') || value === undefined ? [] : [[name, String(value)]],
    ),
  )
}
