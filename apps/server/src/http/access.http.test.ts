import { connect } from 'node:net'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, PAGE, SECRET, startTestServer, type TestServer, tokenIn } from '../testing/test-server.ts'

const PUBLIC = 'slicescope.example.com'
const BEARER = { authorization: `Bearer ${SECRET}` }

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ args: ['--public-url', `https://${PUBLIC}`] })
  await server.getWhenThere('/readyz?synced')
})

afterAll(() => server.stop())

function expectProtected({ headers }: Answer): void {
  const policy = String(headers['content-security-policy'])
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{24}'; style-src 'self' 'nonce-[\w+/]{24}'/)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:")
  expect(policy).toContain("object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(policy).not.toContain('upgrade-insecure-requests')
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  })
  const names = Object.keys(headers)
  expect(names).not.toContain('strict-transport-security')
  expect(names).not.toContain('x-powered-by')
  expect(names.filter(name => name.startsWith('access-control'))).toEqual([])
}

/** Sends what no client would. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  // A connection that is destroyed while bytes are on their way is reset.
  const answer = text(socket).catch(() => '')
  socket.write(bytes)
  return answer
}

function readRaw(raw: string): Answer {
  const [head = '', body = ''] = raw.split('\r\n\r\n', 2)
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  return { status: Number(first.split(' ')[1]), headers, text: body }
}

describe('without a session', () => {
  test.each(['/api', '/api/nothing', '/api/clusters', '/metrics'])('%s is refused as problem+json', async path => {
    const { status, headers, text } = await server.ask(path)
    expect([status, headers['content-type']]).toEqual([401, 'application/problem+json; charset=utf-8'])
    expect(headers['www-authenticate']).toBe('Bearer realm="slicescope"')
    expect(JSON.parse(text)).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail:
        'You are not signed in: open the link that Slicescope printed in its terminal, or press Enter there for a new one.',
    })
  })

  test.each(['/', '/c/demo', '/c/demo/ns/shop/svc/cart', '/index.html', '/nothing', '/assets/nothing.js', '/launch/'])(
    'page %s says how to get in, and nothing else',
    async path => {
      const { status, headers, text } = await server.ask(path)
      expect([status, headers['content-type']]).toEqual([401, 'text/html; charset=utf-8'])
      expect(text).toContain('open the link that Slicescope printed')
      expect(text).not.toContain('/assets/')
    },
  )

  test.each(['Bearer', 'Bearer wrong', `Bearer ${SECRET}x`, `Bearer ${SECRET.slice(1)}`, `Basic ${SECRET}`, SECRET])(
    'Authorization: %s opens nothing',
    async authorization => {
      expect((await server.ask('/api/clusters', { headers: { authorization } })).status).toBe(401)
    },
  )

  test.each(['', '=', 'slicescope', `slicescope-0=${SECRET}`])('Cookie: %s opens nothing', async cookie => {
    expect((await server.ask('/api/clusters', { headers: { cookie } })).status).toBe(401)
  })
})

describe('the launch link', () => {
  test('of the operator opens as often as wanted: a cookie for the first load, which brings a token for the data', async () => {
    for (const _ of ['once', 'again']) {
      const { status, headers } = await server.ask(`/launch/${SECRET}`)
      expect([status, headers.location]).toEqual([303, '/'])
      const [cookie = ''] = headers['set-cookie'] ?? []
      expect(cookie).toMatch(new RegExp(`^slicescope-${server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`))
      const session = cookie.slice(0, cookie.indexOf(';'))
      const withCookie = { headers: { cookie: `a=b; ${session}` } }
      expect((await server.ask('/api/clusters', withCookie)).status).toBe(401)
      const [first, later] = [await server.ask('/', withCookie), await server.ask('/c/x', withCookie)]
      expect([first.status, later.status, tokenIn(later.text)]).toEqual([200, 200, ''])
      const authorization = `Bearer ${tokenIn(first.text)}`
      expect((await server.ask('/api/clusters', { headers: { authorization } })).status).toBe(200)
    }
  })

  test('gives a browser the page with its token at once, so that the cookie is worth none', async () => {
    const navigation = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const prefetched = await server.ask(`/launch/${SECRET}`, { headers: { ...navigation, 'sec-purpose': 'prefetch' } })
    expect([prefetched.status, prefetched.headers['set-cookie']]).toEqual([503, undefined])
    const launched = await server.ask(`/launch/${SECRET}`, { headers: navigation })
    expect(launched.status).toBe(200)
    expectProtected(launched)
    const cookie = launched.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const authorization = `Bearer ${tokenIn(launched.text)}`
    expect((await server.ask('/api/clusters', { headers: { authorization } })).status).toBe(200)
    for (const path of ['/', '/c/x', '/']) {
      const page = await server.ask(path, { headers: { cookie } })
      expect([page.status, tokenIn(page.text)]).toEqual([200, ''])
    }
  })

  test.each(['/api', '/api/clusters', '/api/clusters/', '/metrics', '/metrics/', '/api/openapi.json'])(
    "a session's cookie alone does not open %s",
    async path => {
      const { headers } = await server.ask(`/launch/${SECRET}`)
      const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
      const { status } = await server.ask(path, { headers: { cookie } })
      expect(status).toBe(path === '/api' ? 404 : 401)
    },
  )

  test('opens pages beside cookies of the same name that another port has set for one path', async () => {
    const { headers } = await server.ask(`/launch/${SECRET}`)
    const session = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const open = async (cookie: string) => (await server.ask('/', { headers: { cookie } })).status
    const planted = `slicescope-${server.port}=planted`
    expect(await open(planted)).toBe(401)
    expect(await open(`${planted}; ${session}`)).toBe(200)
    expect(await open(`${planted}; slicescope-${server.port}=%E0%A4%A; a="b; ${session}`)).toBe(200)
  })

  test('with a wrong secret says 401, and sets no cookie', async () => {
    const { status, headers } = await server.ask('/launch/wrong')
    expect([status, headers['set-cookie']]).toEqual([401, undefined])
  })

  test('made by the server opens once; then link and token are gone, and a newer link opens', async () => {
    const own = await startTestServer({ isStanding: false })
    const first = own.secrets.issue()
    expect((await own.ask(`/launch/${first}`, { method: 'HEAD' })).status).toBe(405)
    expect((await own.ask('/api/clusters', { headers: { authorization: `Bearer ${first}` } })).status).toBe(401)
    expect((await own.ask(`/launch/${first}`)).status).toBe(303)
    const again = await own.ask(`/launch/${first}`)
    expect([again.status, again.headers['set-cookie']]).toEqual([410, undefined])
    expect(again.text).toContain('This launch secret was already used')
    const bearer = await own.ask('/api/clusters', { headers: { authorization: `Bearer ${first}` } })
    expect([bearer.status, bearer.headers['content-type']]).toEqual([410, 'application/problem+json; charset=utf-8'])
    const [second, third] = [own.secrets.issue(), own.secrets.issue()]
    expect((await own.ask(`/launch/${second}`)).status).toBe(410)
    expect((await own.ask(`/launch/${third}`)).status).toBe(303)
    await own.stop()
  })
})

describe('all answers carry the headers', () => {
  test.each([
    ['/healthz', 'GET', 200],
    ['/', 'GET', 200],
    ['/assets/index-1.js', 'GET', 200],
    ['/assets/..%2f..%2fkubeconfig', 'GET', 404],
    ['/api/clusters', 'GET', 200],
    ['/api/clusters', 'HEAD', 200],
    ['/api/clusters/slicescope-demo/stream?overview=*', 'HEAD', 200],
    ['/api/clusters/nope/services', 'GET', 404],
    ['/api/clusters/slicescope-demo/services?health=x', 'GET', 400],
    ['/api/clusters/%E0%A4%A/services', 'GET', 400],
    ['/nothing', 'GET', 404],
    ['/api/clusters', 'POST', 405],
    ['/', 'OPTIONS', 405],
    ['/launch/wrong', 'GET', 401],
    [`/launch/${SECRET}`, 'GET', 303],
  ])('%s %s: %i', async (path, method, status) => {
    const answer = await server.ask(path, { method, headers: BEARER })
    expect(answer.status).toBe(status)
    expectProtected(answer)
    expect(answer.headers.allow).toBe(status === 405 ? 'GET, HEAD' : undefined)
  })

  test('a stream, too', async () => {
    const { headers, body } = await server.get('/api/clusters/slicescope-demo/stream?overview=*')
    expectProtected({ status: 200, headers: Object.fromEntries(headers), text: '' })
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await body?.cancel()
  })

  test.each([
    ['an expectation', 'GET / HTTP/1.1\r\nHost: evil\r\nExpect: more\r\nConnection: close\r\n\r\n', 403],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 403],
  ])('%s', async (_, bytes, status) => {
    const answer = readRaw(await sendRaw(bytes))
    expect(answer.status).toBe(status)
    expectProtected(answer)
  })

  test.each([
    ['bytes that are not HTTP', 'hello\r\n\r\n'],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(140_000)}\r\n\r\n`],
  ])('%s get no answer: the connection is closed', async (_, bytes) => {
    expect(await sendRaw(bytes)).toBe('')
  })

  test('a page has a nonce of its own each time; an asset is kept', async () => {
    const pages = await Promise.all(
      ['/', '/c/x/ns/y/svc/z?group=node'].map(path => server.ask(path, { headers: BEARER })),
    )
    const nonces = pages.map(
      ({ headers }) => /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? '',
    )
    expect(new Set(nonces).size).toBe(2)
    expect(pages.map(page => page.text)).toEqual(
      nonces.map(nonce => PAGE.replaceAll('__CSP_NONCE__', nonce).replace('__SESSION_TOKEN__', '')),
    )
    expect(pages.map(({ headers }) => headers['cache-control'])).toEqual(['no-store', 'no-store'])
    const asset = await server.ask('/assets/index-1.js')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test('a page that is not built is one sentence with the fix', async () => {
    const bare = await startTestServer({ withoutPage: true })
    const answer = await bare.ask('/', { headers: BEARER })
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('The page is not built yet: run `npm run build`, then load it again.')
    expect((await bare.ask('/readyz')).status).toBe(503)
    await bare.stop()
  })
})

test('a browser that opens what does not exist gets a page, a program JSON', async () => {
  const browser = { ...BEARER, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
  const page = await server.ask('/nothing/<b>', { headers: browser })
  expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  expect(page.text).toContain('There is nothing at /nothing/&#60;b&#62;: / leads to the clusters.')
  const problem = await server.ask('/nothing', { headers: BEARER })
  expect([problem.status, problem.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8'])
})

describe('strangers get no data, whatever secret they bring', () => {
  test.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('the name %s is ours', async name => {
    expect((await server.ask('/api/clusters', { headers: { ...BEARER, host: `${name}:${server.port}` } })).status).toBe(
      200,
    )
  })

  test.each([PUBLIC, PUBLIC.toUpperCase(), `${PUBLIC}:443`])('the public name %s is ours', async host => {
    const headers = { ...BEARER, host, origin: `https://${PUBLIC}`, 'sec-fetch-site': 'same-origin' }
    expect((await server.ask('/api/clusters', { headers })).status).toBe(200)
    const launched = await server.ask(`/launch/${SECRET}`, { headers: { host } })
    expect(launched.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; Secure; SameSite=Strict$/)
  })

  test.each([`http://${PUBLIC}`, `https://${PUBLIC}:8443`, `https://evil.${PUBLIC}`, 'http://127.0.0.1:PORT'])(
    'Origin %s is no page of the public name',
    async origin => {
      const headers = { ...BEARER, host: PUBLIC, origin: origin.replace('PORT', String(server.port)) }
      expect((await server.ask('/api/clusters', { headers })).status).toBe(403)
    },
  )

  test.each([
    `evil.${PUBLIC}`,
    `${PUBLIC}.`,
    `${PUBLIC}.evil.example`,
    `${PUBLIC}:80`,
    `${PUBLIC}:PORT`,
    `${PUBLIC},evil`,
    `evil@${PUBLIC}`,
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:1',
    '127.0.0.2:PORT',
    '0.0.0.0:PORT',
    '[::]:PORT',
    '127.0.0.1.nip.io:PORT',
    'localhost.:PORT',
    'localhost.evil.example:PORT',
    'evil@127.0.0.1:PORT',
    '127.0.0.1:PORT@evil',
    '127.0.0.1:PORT,evil',
    '2130706433:PORT',
    '0x7f000001:PORT',
    '127.1:PORT',
    '[::ffff:127.0.0.1]:PORT',
  ])('Host: %s', async host => {
    const answer = await server.ask('/api/clusters', {
      headers: { ...BEARER, host: host.replace('PORT', String(server.port)) },
    })
    expect(answer.status).toBe(403)
    expect(answer.text).not.toContain('slicescope-demo')
    expectProtected(answer)
  })

  test.each([
    'http://evil.example',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://localhost:PORT',
    'http://127.0.0.1:PORT.evil.example',
    `https://${PUBLIC}`,
    'null',
    '',
    'file://',
    'chrome-extension://abc',
  ])('Origin: %s', async origin => {
    const answer = await server.ask('/api/clusters', {
      headers: { ...BEARER, origin: origin.replace('PORT', String(server.port)) },
    })
    expect(answer.status).toBe(403)
    expectProtected(answer)
  })

  test('our own Origin is one of ours', async () => {
    const headers = { ...BEARER, origin: server.url, 'sec-fetch-site': 'same-origin' }
    expect((await server.ask('/api/clusters', { headers })).status).toBe(200)
  })

  test.each([
    ['a script', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
    ['a fetch', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['an EventSource', { 'sec-fetch-site': 'cross-site', accept: 'text/event-stream' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
    ['an image', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
    ['a frame', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['a word nobody knows', { 'sec-fetch-site': 'friendly' }],
  ])('%s on another site', async (_, headers) => {
    for (const path of [
      '/',
      '/api/clusters',
      '/api/clusters/slicescope-demo/stream?overview=*',
      '/assets/index-1.js',
    ]) {
      const answer = await server.ask(path, { headers: { ...BEARER, ...headers } })
      expect([path, answer.status]).toEqual([path, 403])
      expect(answer.text).not.toContain('slicescope-demo')
      expectProtected(answer)
    }
  })

  test('a link that was followed from another site is asked again by a page of ours', async () => {
    const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const headers = { ...BEARER, 'sec-fetch-site': 'cross-site', ...navigation }
    const followed = await server.ask('/c/slicescope-demo/ns/odd/svc/sctp', { headers })
    expect([followed.status, followed.text.includes('http-equiv="refresh"')]).toEqual([403, true])
    expect(followed.text).not.toContain('/assets/')
    const form = { ...headers, origin: 'http://evil.example' }
    expect((await server.ask('/', { method: 'POST', headers: form })).text).not.toContain('refresh')
    const rebound = await server.ask('/', { headers: { ...headers, host: 'evil.example' } })
    expect([rebound.status, rebound.text.includes('refresh')]).toEqual([403, false])
  })

  test.each([
    ['an absolute target', 'GET http://127.0.0.1:PORT/api/clusters HTTP/1.1\r\nHost: 127.0.0.1:PORT', 400],
    ['an absolute target elsewhere', 'GET http://evil.example/api/clusters HTTP/1.1\r\nHost: 127.0.0.1:PORT', 400],
    ['the server itself', 'OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:PORT', 400],
    ['an empty Host', 'GET /api/clusters HTTP/1.1\r\nHost:', 403],
    ['no Host, as HTTP/1.0 allows', 'GET /api/clusters HTTP/1.0', 403],
    ['two Hosts', 'GET /api/clusters HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example', 403],
    ['two Hosts, ours last', 'GET /api/clusters HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1:PORT', 403],
    [
      'an upgrade from elsewhere',
      'GET /api/clusters HTTP/1.1\r\nHost: evil\r\nUpgrade: websocket\r\nConnection: upgrade',
      403,
    ],
  ])('%s', async (_, head, status) => {
    const bytes = `${head.replaceAll('PORT', String(server.port))}\r\nAuthorization: Bearer ${SECRET}\r\nConnection: close\r\n\r\n`
    const answer = readRaw(await sendRaw(bytes))
    expect(answer.status).toBe(status)
    expect(answer.text).not.toContain('slicescope-demo')
    expectProtected(answer)
  })
})
