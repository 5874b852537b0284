import type { Readable } from 'node:stream'
import type { HttpVersion } from './dial.ts'

/** One request to the API server. Nothing but GET is ever sent, access reviews aside. */
export interface ApiRequest {
  /** Absolute, below the server's address: `/api/v1/pods`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** An access review to ask for, as JSON; makes it a POST. */
  readonly review?: string
  /** Ends the request, or the reading of its body, which then throws. */
  readonly signal: AbortSignal
  readonly onHeard?: OnHeard
}

/** Called for every sign of life while the request is open: bytes of its answer, or a ping answer on its connection. */
export type OnHeard = (sign: 'bytes' | 'ping') => void

export interface ApiResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly version: HttpVersion
  /** To be read to its end or left early; bytes as they come, unpacked. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Speaks with one API server as one user. Redirects are answers like any other: never followed. */
export interface Transport {
  /** Rejects when no answer came: no connection, a broken one, an untrusted certificate, no credential. */
  request(request: ApiRequest): Promise<ApiResponse>
  /** What the newest connection speaks; null before there was one. */
  readonly version: HttpVersion | null
  /** Ends all connections. */
  close(): void
}

/** One connection, or a set of connections of one kind, on which requests are sent. */
export interface Connection {
  /** Whether a new request may go here. */
  readonly hasRoom: boolean
  /** It will carry nothing any more. */
  readonly isGone: boolean
  send(request: WireRequest): Promise<WireResponse>
  /** Bytes came: its peer lives. */
  heard(): void
  /** Takes no new requests; those under way go on. */
  retire(): void
  /** Ends what is under way too. */
  close(): void
}

/** A request as it goes on the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | undefined
  readonly signal: AbortSignal
  readonly onPing: () => void
}

export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
  /** Once the body has ended: whether it was cut off, for both kinds of HTTP can let that look like an end. */
  endedEarly(): boolean
}

/** The server has certainly not begun with the request: it may be sent again at once. */
export class NotProcessedError extends Error {
  override readonly name = 'NotProcessedError'
}
