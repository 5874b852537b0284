import { createServer as createHttpServer } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Credential, Credentials } from '../credentials/credential.ts'
import { startTcpRelay } from '../testing/tcp-relay.ts'
import { portOf, startTlsServer, type TlsServer } from '../testing/tls-server.ts'
import { createTransport, type TransportOptions } from './create-transport.ts'
import type { Endpoint, HttpVersion } from './dial.ts'
import type { ApiRequest, Transport } from './transport.ts'

const NOBODY: Credential = { headers: {}, certificate: null }
const anonymous: Credentials = { get: async () => NOBODY, renew: async () => false, retry: () => {}, close: () => {} }
const never = new AbortController().signal

interface Asked extends Partial<Omit<TransportOptions, 'endpoint'>> {
  readonly endpoint?: Partial<Endpoint>
}

let opened: Transport[] = []

function transportTo({ url, ca }: Pick<TlsServer, 'url' | 'ca'>, { endpoint, ...options }: Asked = {}): Transport {
  const whole: Endpoint = { server: url, proxy: null, ca, tlsServerName: null, insecure: false, ...endpoint }
  const transport = createTransport({ server: url, credentials: anonymous, endpoint: async () => whole, ...options })
  opened.push(transport)
  return transport
}

afterEach(() => {
  for (const transport of opened) transport.close()
  opened = []
  vi.unstubAllEnvs()
})

async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const chunk of body) text += Buffer.from(chunk).toString('utf8')
  return text
}

async function get(transport: Transport, request: Partial<ApiRequest> = {}) {
  const { status, version, body } = await transport.request({ path: '/', signal: never, ...request })
  return { status, version, text: await readAll(body) }
}

describe.for<HttpVersion>(['h2', 'http/1.1'])('over %s', version => {
  test('speaks what the server offers', async () => {
    await using server = await startTlsServer(version, (_request, response) => response.end('hello'))
    expect(await get(transportTo(server))).toEqual({ status: 200, version, text: 'hello' })
  })

  test('sends path and query below the path of the server, and the credential', async () => {
    const seen: unknown[] = []
    await using server = await startTlsServer(version, (request, response) => {
      seen.push([request.method, request.url, request.headers['authorization'], request.headers['impersonate-group']])
      response.end()
    })
    const headers = { authorization: 'Bearer abc', 'impersonate-group': ['a', 'b'] }
    const credentials = { ...anonymous, get: async () => ({ headers, certificate: null }) }
    const transport = transportTo({ url: new URL('/k8s/c-1/', server.url), ca: server.ca }, { credentials })
    await get(transport, { path: '/api/v1/pods', query: { limit: '5', continue: 'a b' } })
    expect(seen).toEqual([['GET', '/k8s/c-1/api/v1/pods?limit=5&continue=a+b', 'Bearer abc', 'a, b']])
  })

  test('keeps its connection for the next request', async () => {
    await using server = await startTlsServer(version, (_request, response) => response.end('x'))
    const transport = transportTo(server)
    for (let page = 0; page < 40; page += 1) await get(transport)
    expect(server.connections()).toBe(1)
  })

  test('lives longer than connecting may take', async () => {
    const connectLimit = 1000
    await using server = await startTlsServer(version, (_request, response) => {
      response.write('long ')
      setTimeout(() => response.end('life'), connectLimit + 300)
    })
    expect(await get(transportTo(server, { connectLimit }))).toMatchObject({ text: 'long life' })
  })

  test('refuses a certificate that the CA does not prove, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    await using server = await startTlsServer(version, (_request, response) => response.end('secret'))
    const transport = transportTo(server, { endpoint: { ca: null } })
    await expect(get(transport)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  test('takes any certificate only where the kubeconfig says so', async () => {
    await using server = await startTlsServer(version, (_request, response) => response.end('hello'))
    const transport = transportTo(server, { endpoint: { ca: null, insecure: true } })
    expect(await get(transport)).toMatchObject({ status: 200 })
  })

  test('judges the certificate by tls-server-name', async () => {
    await using server = await startTlsServer(version, (_request, response) => response.end('hello'))
    expect(await get(transportTo(server, { endpoint: { tlsServerName: 'api.test' } }))).toMatchObject({ status: 200 })
    const other = transportTo(server, { endpoint: { tlsServerName: 'other.test' } })
    await expect(get(other)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  test('follows no redirect', async () => {
    const paths: unknown[] = []
    await using server = await startTlsServer(version, (request, response) => {
      paths.push(request.url)
      response.writeHead(302, { location: '/elsewhere' })
      response.end()
    })
    expect(await get(transportTo(server), { path: '/here' })).toMatchObject({ status: 302 })
    expect(paths).toEqual(['/here'])
  })

  test('asks once more with a renewed credential after a 401', async () => {
    const seen: unknown[] = []
    await using server = await startTlsServer(version, (request, response) => {
      seen.push(request.headers['authorization'])
      response.writeHead(request.headers['authorization'] === 'Bearer 2' ? 200 : 401)
      response.end()
    })
    let token = 1
    const credentials: Credentials = {
      get: async () => ({ headers: { authorization: `Bearer ${token}` }, certificate: null }),
      retry: () => {},
      close: () => {},
      renew: async () => {
        token += 1
        return true
      },
    }
    expect(await get(transportTo(server, { credentials }))).toMatchObject({ status: 200 })
    token = 7
    expect(await get(transportTo(server, { credentials }))).toMatchObject({ status: 401 })
    expect(seen).toEqual(['Bearer 1', 'Bearer 2', 'Bearer 7', 'Bearer 8'])
  })

  test('unpacks gzip', async () => {
    await using server = await startTlsServer(version, (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync('x'.repeat(100_000)))
    })
    const { text } = await get(transportTo(server), { headers: { 'accept-encoding': 'gzip' } })
    expect(text).toBe('x'.repeat(100_000))
  })

  test('a body that is cut off throws, and does not look like an end', async () => {
    await using server = await startTlsServer(version, (request, response) => {
      response.writeHead(200)
      response.write('half', () => (response.stream ? response.stream.close(8) : request.socket.destroy()))
    })
    await expect(get(transportTo(server))).rejects.toThrow(/middle|aborted|close|reset/i)
  })

  test('a server that goes away in the middle of a body throws', async () => {
    await using server = await startTlsServer(version, (request, response) => {
      response.writeHead(200)
      response.write('half', () => request.socket.destroySoon())
    })
    await expect(get(transportTo(server))).rejects.toThrow(/middle|aborted|close|reset/i)
  })

  test('an abort ends the reading of a body, and its request at the server', async () => {
    const closed = Promise.withResolvers<void>()
    await using server = await startTlsServer(version, (_request, response) => {
      response.on('close', () => closed.resolve())
      response.writeHead(200)
      response.write('begun')
    })
    const stop = new AbortController()
    const response = await transportTo(server).request({ path: '/', signal: stop.signal })
    await expect(async () => {
      for await (const _chunk of response.body) stop.abort()
    }).rejects.toThrow(/abort/)
    await closed.promise
  })

  test('leaving a body early ends its request at the server', async () => {
    const closed = Promise.withResolvers<void>()
    await using server = await startTlsServer(version, (_request, response) => {
      response.on('close', () => closed.resolve())
      response.writeHead(200)
      response.write('begun')
    })
    const response = await transportTo(server).request({ path: '/', signal: never })
    for await (const _chunk of response.body) break
    await expect(closed.promise).resolves.toBeUndefined()
  })

  test('goes through a proxy by CONNECT, with its name and password', async () => {
    await using server = await startTlsServer(version, (_request, response) => response.end('hello'))
    const seen: unknown[] = []
    const proxy = createHttpServer()
    proxy.on('connect', (request, socket) => {
      seen.push([request.url, request.headers['proxy-authorization']])
      const upstream = connect(Number(server.url.port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
      for (const end of [upstream, socket]) end.on('error', () => {})
    })
    await new Promise<void>(resolve => {
      proxy.listen(0, '127.0.0.1', resolve)
    })
    const port = portOf(proxy.address())
    const transport = transportTo(server, { endpoint: { proxy: new URL(`http://me:p%20w@127.0.0.1:${port}`) } })
    expect(await get(transport)).toEqual({ status: 200, version, text: 'hello' })
    expect(seen).toEqual([[server.url.host, `Basic ${Buffer.from('me:p w').toString('base64')}`]])
    transport.close()
    proxy.close()
  })
})

test.for(['http', 'socks5'])('a %s proxy that is not there is told of, not the API server', async scheme => {
  await using server = await startTlsServer('h2', () => {})
  const proxy = new URL(`${scheme}://127.0.0.1:1`)
  await expect(get(transportTo(server, { endpoint: { proxy } }))).rejects.toThrow(
    /^The proxy 127\.0\.0\.1:1 cannot be reached \(.*ECONNREFUSED.*\)\. Check HTTPS_PROXY, or proxy-url in the kubeconfig\.$/,
  )
})

test('a proxy that refuses is told of', async () => {
  await using server = await startTlsServer('h2', () => {})
  const proxy = createHttpServer()
  proxy.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
  await new Promise<void>(resolve => {
    proxy.listen(0, '127.0.0.1', resolve)
  })
  const url = new URL(`http://127.0.0.1:${portOf(proxy.address())}`)
  await expect(get(transportTo(server, { endpoint: { proxy: url } }))).rejects.toThrow(
    /^The proxy 127\.0\.0\.1:\d+ refused to connect to 127\.0\.0\.1:\d+ \(407\)\. Check HTTPS_PROXY/,
  )
  proxy.close()
})

test('an http:// server is spoken to without TLS', async () => {
  const server = createHttpServer((_request, response) => response.end('plain'))
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = new URL(`http://127.0.0.1:${portOf(server.address())}`)
  expect(await get(transportTo({ url, ca: '' }))).toEqual({ status: 200, version: 'http/1.1', text: 'plain' })
  server.close()
})

test('nobody there: the reason is the connection’s', async () => {
  const server = await startTlsServer('h2', () => {})
  await server[Symbol.asyncDispose]()
  await expect(get(transportTo(server))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('an HTTP/2 connection that carries nothing any more is noticed by its pings', async () => {
  await using server = await startTlsServer('h2', (_request, response) => {
    response.writeHead(200)
    response.write('begun')
  })
  await using relay = await startTcpRelay(Number(server.url.port))
  const url = new URL(`https://127.0.0.1:${relay.port}`)
  // On a busy machine an answer takes as long as three short intervals.
  const transport = transportTo({ url, ca: server.ca }, { pingInterval: 300 })
  const signs: string[] = []
  const response = await transport.request({ path: '/', signal: never, onHeard: sign => signs.push(sign) })
  const reading = (async () => {
    for await (const _chunk of response.body);
  })()
  await vi.waitUntil(() => signs.includes('ping'))
  relay.freeze()
  await expect(reading).rejects.toThrow('does not answer pings')
})

test('over HTTP/2, 80 requests share a connection and the next one opens another', async () => {
  await using server = await startTlsServer('h2', (_request, response) => {
    response.writeHead(200)
    response.write('.')
  })
  const transport = transportTo(server)
  const open = () => transport.request({ path: '/', signal: never })
  await Promise.all(Array.from({ length: 80 }, open))
  expect(server.connections()).toBe(1)
  await open()
  expect(server.connections()).toBe(2)
  await Promise.all(Array.from({ length: 100 }, open))
  expect(server.connections()).toBe(3)
})

/** Two requests under way on a connection that then got GOAWAY. */
async function openLong() {
  const responses: { write(text: string): unknown; end(text: string): unknown }[] = []
  const server = await startTlsServer('h2', (request, response) => {
    if (request.url === '/short') return response.end('short')
    response.writeHead(200)
    response.write('begun ')
    return responses.push(response)
  })
  const transport = transportTo(server, { pingInterval: 40 })
  const signs: string[] = []
  const texts: Promise<string>[] = []
  for (const onHeard of [() => {}, (sign: string) => signs.push(sign)]) {
    const { body } = await transport.request({ path: '/long', signal: never, onHeard })
    texts.push(readAll(body))
  }
  const gone = new Promise(resolve => {
    for (const session of server.sessions) {
      session.goaway(0)
      session.ping(resolve)
    }
  })
  await gone
  return { server, transport, responses, texts, signs }
}

describe('after GOAWAY', () => {
  test('what is under way goes on, the bytes of one speak for the others, and what is new goes elsewhere', async () => {
    const { server, transport, responses, texts, signs } = await openLong()
    await using _ = server
    expect(await get(transport, { path: '/short' })).toMatchObject({ text: 'short' })
    expect(server.connections()).toBe(2)
    signs.length = 0
    const busy = setInterval(() => responses[0]?.write('.'), 10)
    await vi.waitUntil(() => signs.filter(sign => sign === 'ping').length > 3)
    clearInterval(busy)
    for (const response of responses) response.end('ended')
    expect(await texts[0]).toMatch(/^begun \.+ended$/)
    expect(await texts[1]).toBe('begun ended')
  })

  test('silence breaks what is under way: no ping can tell it from death', async () => {
    const { server, texts } = await openLong()
    await using _ = server
    await Promise.all(texts.map(text => expect(text).rejects.toThrow('GOAWAY')))
  })
})

test('a request that the server refused to begin with is sent again', async () => {
  let refusals = 0
  await using server = await startTlsServer('h2', (_request, response) => {
    refusals += 1
    return refusals === 1 ? response.stream?.close(7) : response.end('at last')
  })
  expect(await get(transportTo(server))).toMatchObject({ text: 'at last' })
})
