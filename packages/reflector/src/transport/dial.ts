import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  connect as connectTls,
  createSecureContext,
  getCACertificates,
  rootCertificates,
  type SecureContext,
} from 'node:tls'
import { SocksClient } from 'socks'
import type { Credential } from '../credentials/credential.ts'

/** Where the API server is, and how its certificate is judged. */
export interface Endpoint {
  readonly server: URL
  readonly proxy: URL | null
  /** PEM; null means the certificates that this machine trusts. */
  readonly ca: string | null
  /** The name in the server's certificate, where it is not the host of its address. */
  readonly tlsServerName: string | null
  /** The certificate is not verified. Only a kubeconfig's insecure-skip-tls-verify may set it. */
  readonly insecure: boolean
}

export type HttpVersion = 'h2' | 'http/1.1'

export interface Dialled {
  readonly socket: Duplex
  readonly version: HttpVersion
}

export interface DialOptions {
  readonly endpoint: Endpoint
  readonly certificate: Credential['certificate']
  /** ms for all of it: proxy, TCP and TLS. */
  readonly limit: number
  readonly versions: readonly HttpVersion[]
}

/** A connection to the API server; TLS decides by ALPN which HTTP it speaks. */
export async function dial(options: DialOptions): Promise<Dialled> {
  const { endpoint, limit } = options
  // Before the socket: a certificate that cannot be read would leave it open.
  const context = endpoint.server.protocol === 'http:' ? null : createContext(options)
  // A signal of its own, which is silenced in the end: sockets keep listening to theirs for life.
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), limit)
  try {
    const socket = await reach(endpoint, limit, late.signal)
    if (context === null) return { socket, version: 'http/1.1' }
    return await secure(socket, { ...options, context }, late.signal)
  } finally {
    clearTimeout(timer)
  }
}

async function reach(endpoint: Endpoint, limit: number, signal: AbortSignal): Promise<Socket> {
  const { server, proxy } = endpoint
  const target = { host: bareHost(server), port: portOf(server) }
  if (proxy === null) return reachDirectly(target, signal)
  if (proxy.protocol.startsWith('socks')) return reachBySocks(proxy, target, limit)
  return reachByTunnel(proxy, target, signal)
}

interface Target {
  readonly host: string
  readonly port: number
}

function reachDirectly(target: Target, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ ...target, signal, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', error => reject(signal.aborted ? timedOut() : error))
  })
}

async function reachBySocks(proxy: URL, target: Target, limit: number): Promise<Socket> {
  const connected = SocksClient.createConnection({
    timeout: limit,
    command: 'connect',
    destination: target,
    proxy: {
      host: bareHost(proxy),
      port: Number(proxy.port || 1080),
      type: 5,
      ...(proxy.username === '' ? {} : { userId: decodeURIComponent(proxy.username) }),
      ...(proxy.password === '' ? {} : { password: decodeURIComponent(proxy.password) }),
    },
  })
  return (await connected.catch((error: unknown) => Promise.reject(proxyError(proxy, error)))).socket
}

/** A proxy that does not work says nothing about the API server behind it. */
function proxyError(proxy: URL, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  const why = error instanceof AggregateError ? proxyError(proxy, error.errors[0]).message : ''
  if (why !== '') return new Error(why, { cause: error })
  return new Error(`The proxy ${proxy.host} cannot be reached (${code}). ${CHECK_PROXY}`, { cause: error })
}

const CHECK_PROXY = 'Check HTTPS_PROXY, or proxy-url in the kubeconfig.'

function refusedByProxy(proxy: URL, authority: string, status: number): Error {
  return new Error(`The proxy ${proxy.host} refused to connect to ${authority} (${status}). ${CHECK_PROXY}`)
}

function reachByTunnel(proxy: URL, target: Target, signal: AbortSignal): Promise<Socket> {
  const authority = `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`
  const request = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
    host: bareHost(proxy),
    port: Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80)),
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...proxyAuthorization(proxy) },
    agent: false,
    signal,
    ...(proxy.protocol === 'https:' ? { rejectUnauthorized: true } : {}),
  })
  return new Promise((resolve, reject) => {
    request.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(refusedByProxy(proxy, authority, statusCode))
    })
    request.once('response', ({ statusCode = 0 }) => {
      request.destroy()
      reject(refusedByProxy(proxy, authority, statusCode))
    })
    request.once('error', error => reject(proxyError(proxy, signal.aborted ? timedOut() : error)))
    request.end()
  })
}

function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '') return {}
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return { 'proxy-authorization': `Basic ${pair}` }
}

/** @throws for a certificate, key or CA that cannot be read */
function createContext({ endpoint, certificate }: DialOptions): SecureContext {
  return createSecureContext({ ...certificate, ca: endpoint.ca ?? trustedHere() })
}

interface SecureOptions extends DialOptions {
  readonly context: SecureContext
}

function secure(socket: Socket, options: SecureOptions, signal: AbortSignal): Promise<Dialled> {
  const { endpoint, context, versions } = options
  const host = bareHost(endpoint.server)
  const servername = endpoint.tlsServerName ?? (isIP(host) === 0 ? host : undefined)
  const tls = connectTls({
    socket,
    host,
    ...(servername === undefined ? {} : { servername }),
    secureContext: context,
    ALPNProtocols: [...versions],
    // Said outright: with nothing said, NODE_TLS_REJECT_UNAUTHORIZED=0 would switch the check off.
    rejectUnauthorized: !endpoint.insecure,
  })
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    const giveUp = () => fail(timedOut())
    signal.addEventListener('abort', giveUp)
    tls.once('error', fail)
    tls.once('secureConnect', () => {
      signal.removeEventListener('abort', giveUp)
      tls.off('error', fail)
      resolve({ socket: tls, version: tls.alpnProtocol === 'h2' ? 'h2' : 'http/1.1' })
    })
  })
}

let trusted: string[] | undefined

/** What kubectl trusts when a kubeconfig names no CA: the machine's own store; Node's list stands in where it is empty. */
function trustedHere(): string[] {
  trusted ??= [...new Set([...rootCertificates, ...getCACertificates('system'), ...getCACertificates('extra')])]
  return trusted
}

function timedOut(): Error {
  return Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' })
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80))
}
