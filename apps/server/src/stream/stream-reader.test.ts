import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { SteppedTimers } from '../testing/stepped-timers.ts'
import { StreamReader } from './stream-reader.ts'

const MB = 1024 * 1024

let ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends) end()
  ends = []
})

/** Both ends of one answer; nothing is read before the test does. */
async function startAnswer(maxWaitingBytes?: number) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const asked = new Promise<ServerResponse>(resolve => server.once('request', (_, response) => resolve(response)))
  const request = get({ port, host: '127.0.0.1', agent: false })
  const answered = new Promise<IncomingMessage>(resolve => request.once('response', resolve))
  request.on('error', () => {})
  const response = await asked
  response.flushHeaders()
  const reading = await answered
  reading.on('error', () => {})
  ends.push(
    () => void server.close(),
    () => server.closeAllConnections(),
  )
  const timers = new SteppedTimers()
  const seen = { bytes: 0, cuts: 0 }
  const reader = new StreamReader({
    response,
    timers,
    onBytes: count => (seen.bytes += count),
    onCut: () => (seen.cuts += 1),
    ...(maxWaitingBytes === undefined ? {} : { maxWaitingBytes }),
  })
  return { reader, response, reading, timers, seen }
}

async function readAll(reading: IncomingMessage): Promise<number> {
  let count = 0
  for await (const chunk of reading) count += Buffer.from(chunk).length
  return count
}

test('what is written arrives in order, and the end after it', async () => {
  const { reader, reading, seen } = await startAnswer()
  for (const text of ['one ', 'two ', 'three']) reader.write(Buffer.from(text))
  reader.end()
  let text = ''
  for await (const chunk of reading) text += String(chunk)
  expect([text, seen]).toEqual(['one two three', { bytes: 13, cuts: 0 }])
})

test('a large piece reaches a slow reader who reads, however much waits', async () => {
  const { reader, reading, seen } = await startAnswer(MB)
  reader.write(Buffer.alloc(20 * MB))
  reader.end()
  expect([await readAll(reading), seen.cuts]).toEqual([20 * MB, 0])
})

test('a reader that takes nothing for 10 s is cut, once', async () => {
  const { reader, response, timers, seen } = await startAnswer()
  reader.write(Buffer.alloc(20 * MB))
  await expect.poll(() => timers.waiting).toBe(1)
  timers.step(9999)
  expect([seen.cuts, response.destroyed]).toEqual([0, false])
  timers.step(1)
  expect([seen.cuts, response.destroyed]).toEqual([1, true])
  reader.write(Buffer.from('more'))
  reader.end()
  expect([seen.cuts, timers.waiting]).toEqual([1, 0])
})

test('a reader for whom too much waits is cut at once', async () => {
  const { reader, response, seen } = await startAnswer(MB)
  reader.write(Buffer.alloc(20 * MB))
  for (let round = 0; round < 20 && !response.destroyed; round += 1) reader.write(Buffer.alloc(MB / 10))
  expect([seen.cuts, response.destroyed]).toEqual([1, true])
})

test('a reader that leaves ends the waiting', async () => {
  const { reader, response, reading, timers, seen } = await startAnswer()
  reader.write(Buffer.alloc(20 * MB))
  await expect.poll(() => timers.waiting).toBe(1)
  reading.destroy()
  await once(response, 'close')
  expect([timers.waiting, seen.cuts]).toEqual([0, 0])
})
