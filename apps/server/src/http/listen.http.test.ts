import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test, vi } from 'vitest'
import { setVisitor } from '../access/visitors.ts'
import { listen, type Listening } from './listen.ts'

const started: Listening[] = []
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(started.splice(0).map(each => each.stop()))
})

async function start(maxConnections?: number): Promise<Listening> {
  const listening = await listen({
    host: '127.0.0.1',
    port: 0,
    ...(maxConnections === undefined ? {} : { maxConnections }),
  })
  started.push(listening)
  return listening
}

async function open({ address }: Listening): Promise<Socket> {
  const socket = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

test('what is asked while the server starts is answered at once, and what comes later by the app', async () => {
  const listening = await start()
  const { url } = listening.address
  const early = await fetch(`${url}/readyz`)
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  expect(early.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(early.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await early.json()).toMatchObject({ detail: 'Slicescope is starting. Retry in a second.' })
  listening.serve((_, response) => response.end('the app'))
  expect(await (await fetch(`${url}/readyz`)).text()).toBe('the app')
})

test('a pipelined request that is followed by garbage ends its connection, and nothing else', async () => {
  const listening = await start()
  listening.serve((_, response) => void setImmediate(() => response.end('the app')))
  const socket = await open(listening)
  const closed = once(socket, 'close')
  socket.on('error', () => {})
  socket.resume()
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n\u0000garbage\r\n\r\n')
  socket.end()
  await closed
  expect(await (await fetch(listening.address.url)).text()).toBe('the app')
})

test('a client that keeps its half open after a bad request holds no connection of ours', async () => {
  const listening = await start()
  const socket = await open(listening)
  const answer = text(socket).catch(() => '')
  socket.write('hello\r\n\r\n')
  expect(await answer).toBe('')
  socket.on('error', () => {})
  // Were it kept there, these would be accepted for ever.
  await vi.waitUntil(() => socket.destroyed || !socket.write('x'), { timeout: 5000 })
  expect(socket.destroyed).toBe(true)
})

test('headers that do not arrive are not waited for', async () => {
  const listening = await start()
  const socket = await open(listening)
  const answer = text(socket).catch(() => '')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Late: ')
  expect(await answer).toBe('')
})

test('connections on which nobody signs in keep nobody out, and close none on which somebody has', async () => {
  const listening = await start(20)
  listening.serve(({ url }, response) => {
    if (url !== '/stream') {
      response.end('the app')
      return
    }
    setVisitor(response, { type: 'operator' })
    response.write('so far')
  })
  const streams = await Promise.all([open(listening), open(listening)])
  const seen = streams.map(socket => once(socket, 'data'))
  for (const socket of streams) socket.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n')
  await Promise.all(seen)
  for (let count = 0; count < 60; count += 1) {
    const idle = await open(listening)
    idle.on('error', () => {})
  }
  expect(await (await fetch(listening.address.url)).text()).toBe('the app')
  const idle = sockets.slice(2)
  await vi.waitUntil(() => idle.filter(socket => socket.readableEnded || socket.destroyed).length >= 40, {
    timeout: 5000,
  })
  expect(streams.map(socket => socket.readableEnded)).toEqual([false, false])
})

test('a packet with a thousand requests is not answered a thousand times', async () => {
  const listening = await start()
  let asked = 0
  listening.serve((_, response) => {
    asked += 1
    setImmediate(() => response.end('the app'))
  })
  const socket = await open(listening)
  socket.on('error', () => {})
  socket.resume()
  const closed = once(socket, 'close')
  socket.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1000))
  await closed
  expect(asked).toBeLessThan(20)
  expect(await (await fetch(listening.address.url)).text()).toBe('the app')
})

test('a few requests one behind the other are answered in order', async () => {
  const listening = await start()
  listening.serve(({ url }, response) => void setImmediate(() => response.end(url)))
  const socket = await open(listening)
  const answer = text(socket)
  socket.write(`${get('/1')}\r\n${get('/2')}\r\n${get('/3')}Connection: close\r\n\r\n`)
  expect((await answer).match(/^\/\d/gm)).toEqual(['/1', '/2', '/3'])
})

function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: x\r\n`
}
