import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'

/** All answers of a server carry its headers, whatever they answer. */
const protect = helmet({
  contentSecurityPolicy: false,
  // This server speaks plain HTTP on loopback: a browser told to insist on TLS could not come back.
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
})

const nonces = new WeakMap<ServerResponse, string>()

export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse): void {
  protect(request, response, () => {})
  const nonce = randomBytes(18).toString('base64')
  nonces.set(response, nonce)
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce))
  // Assets say otherwise: all else is data of a cluster, or a page with a nonce of its own.
  response.setHeader('Cache-Control', 'no-store')
}

/** What scripts and styles of this answer must carry. */
export function nonceOf(response: ServerResponse): string {
  return nonces.get(response) ?? ''
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "worker-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
