import type { IncomingMessage, ServerResponse } from 'node:http'
import { constants, type Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Writable } from 'node:stream'

/** A request and its answer over either version of HTTP. */
export type Incoming = IncomingMessage | Http2ServerRequest
export type Outgoing = ServerResponse | Http2ServerResponse

export type Headers = Readonly<Record<string, string>>

/** Sends status and headers at once, as a watch must before its first event; the body may follow. */
export function sendHead(response: Outgoing, code: number, headers: Headers): Writable {
  response.statusCode = code
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (response instanceof Http2ServerResponse) response.writeHead(code)
  else response.flushHeaders()
  return response
}

/** Ends an answer in its middle, so that the client sees that it is not whole. */
export function cutOff(response: Outgoing): void {
  if (response instanceof Http2ServerResponse) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
  else response.socket?.destroy()
}

/** Ends the whole connection, with all that runs over it. */
export function resetConnection(response: Outgoing): void {
  if (response instanceof Http2ServerResponse) response.stream.session?.destroy()
  else response.socket?.destroy()
}
