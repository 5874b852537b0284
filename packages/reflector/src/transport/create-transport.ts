import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Credential, Credentials } from '../credentials/credential.ts'
import { discardBody } from '../protocol/read-body.ts'
import { type Dialled, dial, type Endpoint, type HttpVersion } from './dial.ts'
import { Http1Connections } from './http1-connections.ts'
import { Http2Connection } from './http2-connection.ts'
import {
  type ApiRequest,
  type ApiResponse,
  type Connection,
  NotProcessedError,
  type Transport,
  type WireRequest,
  type WireResponse,
} from './transport.ts'

export interface TransportOptions {
  readonly server: URL
  /** Asked at every new connection, so that a changed CA file counts. */
  readonly endpoint: () => Promise<Endpoint>
  readonly credentials: Credentials
  /** ms; see Http2Options. Three of them fit into the 20 s after which a silent HTTP/2 watch counts as lost. */
  readonly pingInterval?: number
  /** ms for making a connection. */
  readonly connectLimit?: number
  /** What is offered to the server. */
  readonly versions?: readonly HttpVersion[]
}

/** A Transport that keeps its connections: HTTP/2 where the server offers it, else HTTP/1.1. */
export function createTransport(options: TransportOptions): Transport {
  return new ConnectionPool(options)
}

interface Pooled {
  readonly connection: Connection
  readonly version: HttpVersion
  readonly certificate: string
}

class ConnectionPool implements Transport {
  readonly #options: TransportOptions
  readonly #pooled = new Set<Pooled>()
  readonly #dialling = new Map<string, Promise<Pooled>>()
  #version: HttpVersion | null = null
  #isClosed = false

  constructor(options: TransportOptions) {
    this.#options = options
  }

  get version(): HttpVersion | null {
    return this.#version
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    const { credentials } = this.#options
    const credential = await abortable(credentials.get(), request.signal)
    const response = await this.#sendTwice(request, credential)
    if (response.status !== 401) return response
    if (!(await abortable(credentials.renew(credential), request.signal))) return response
    await discardBody(response.body)
    return this.#sendTwice(request, await abortable(credentials.get(), request.signal))
  }

  close(): void {
    this.#isClosed = true
    this.#options.credentials.close()
    for (const { connection } of this.#pooled) connection.close()
    this.#pooled.clear()
  }

  /** A request that the server has not begun to process is sent once more, on another connection. */
  async #sendTwice(request: ApiRequest, credential: Credential): Promise<ApiResponse> {
    try {
      return await this.#send(request, credential)
    } catch (error) {
      if (error instanceof NotProcessedError && !request.signal.aborted) return this.#send(request, credential)
      throw error
    }
  }

  async #send(request: ApiRequest, credential: Credential): Promise<ApiResponse> {
    for (;;) {
      const pooled = await abortable(this.#connect(credential), request.signal)
      // Many may have waited for the same new connection: who finds it full asks again. From here to its sending nothing waits.
      if (pooled.connection.hasRoom) return this.#sendOn(pooled, request, credential)
    }
  }

  async #sendOn({ connection, version }: Pooled, request: ApiRequest, credential: Credential): Promise<ApiResponse> {
    const onBytes = () => {
      connection.heard()
      request.onHeard?.('bytes')
    }
    const response = await connection.send(toWire(request, this.#options.server, credential))
    onBytes()
    return { status: response.status, headers: response.headers, version, body: readBody(response, onBytes) }
  }

  async #connect(credential: Credential): Promise<Pooled> {
    const certificate = JSON.stringify(credential.certificate)
    this.#sweep(certificate)
    for (const pooled of this.#pooled) if (pooled.connection.hasRoom) return pooled
    const known = this.#dialling.get(certificate)
    if (known !== undefined) return known
    const dialling = this.#dial(credential, certificate).finally(() => this.#dialling.delete(certificate))
    this.#dialling.set(certificate, dialling)
    return dialling
  }

  /** What is gone is forgotten, and a connection of another credential takes no new requests. */
  #sweep(certificate: string): void {
    for (const pooled of this.#pooled) {
      if (!pooled.connection.isGone && pooled.certificate === certificate) continue
      this.#pooled.delete(pooled)
      pooled.connection.retire()
    }
  }

  async #dial(credential: Credential, certificate: string): Promise<Pooled> {
    const { versions = ['h2', 'http/1.1'] } = this.#options
    const dialled = await this.#dialOnce(credential, versions)
    const pooled = { connection: this.#open(dialled, credential), version: dialled.version, certificate }
    this.#version = dialled.version
    if (this.#isClosed) pooled.connection.close()
    else this.#pooled.add(pooled)
    return pooled
  }

  #open({ socket, version }: Dialled, credential: Credential): Connection {
    const { server, pingInterval = 5_000 } = this.#options
    if (version === 'h2') return new Http2Connection({ server, socket, pingInterval })
    const connect = async () => (await this.#dialOnce(credential, ['http/1.1'])).socket
    return new Http1Connections({ server, first: socket, connect })
  }

  async #dialOnce(credential: Credential, versions: readonly HttpVersion[]): Promise<Dialled> {
    const { endpoint, connectLimit = 10_000 } = this.#options
    return dial({
      endpoint: await endpoint(),
      certificate: credential.certificate,
      limit: connectLimit,
      versions,
    })
  }
}

function toWire(request: ApiRequest, server: URL, credential: Credential): WireRequest {
  const { path, query = {}, headers = {}, review, signal } = request
  const search = new URLSearchParams(query).toString()
  return {
    method: review === undefined ? 'GET' : 'POST',
    path: `${server.pathname.replace(/\/+$/, '')}${path}${search === '' ? '' : `?${search}`}`,
    headers: {
      accept: 'application/json',
      'user-agent': 'slicescope',
      ...headers,
      ...(review === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(review)) }),
      ...credential.headers,
    },
    body: review,
    signal,
    onPing: () => request.onHeard?.('ping'),
  }
}

async function* readBody(response: WireResponse, onBytes: () => void): AsyncGenerator<Uint8Array> {
  const isPacked = response.headers['content-encoding'] === 'gzip'
  const readable = isPacked ? pipeline(response.body, createGunzip(), () => {}) : response.body
  try {
    for await (const chunk of readable) {
      onBytes()
      yield chunk
    }
  } finally {
    response.body.destroy()
  }
  if (response.endedEarly()) throw new Error('the connection closed in the middle of an answer')
}

/** The promise, or a rejection as soon as the signal aborts; what the promise comes to after that is ignored. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
