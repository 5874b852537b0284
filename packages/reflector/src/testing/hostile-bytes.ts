import { gzipSync } from 'node:zlib'
import type { Random } from '../clock.ts'
import { between, pick } from '../law/seeded-random.ts'

/** What an API server that is broken, or none at all, writes in answer to one request over HTTP/1.1. */
export function hostileHttp1(random: Random): readonly Uint8Array[] {
  return pick(random, HTTP1)(random).map(part => Buffer.from(part))
}

/** The same over HTTP/2, after requests on these streams. */
export function hostileHttp2(random: Random, streams: readonly [number, ...number[]]): readonly Uint8Array[] {
  return pick(random, HTTP2)(random, pick(random, streams))
}

type Parts = readonly (string | Uint8Array)[]

const LIST = JSON.stringify({ kind: 'List', metadata: { resourceVersion: '5', continue: 'x' }, items: [] })
const PACKED = gzipSync(LIST)
const OK = 'HTTP/1.1 200 OK\r\n'

const HTTP1: readonly [(random: Random) => Parts, ...((random: Random) => Parts)[]] = [
  random => [noise(random, 200)],
  () => [http1(LIST)],
  random => [http1(LIST).subarray(0, between(random, 1, 90))],
  random => [http1(noise(random, 100), 'Content-Encoding: gzip\r\n')],
  () => [http1(PACKED, 'Content-Encoding: gzip\r\n')],
  random => [http1(PACKED.subarray(0, between(random, 0, PACKED.length)), 'Content-Encoding: gzip\r\n')],
  () => [http1('', 'Location: http://127.0.0.1:1/\r\n', 302)],
  random => ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n', noise(random, 50)],
  () => ['HTTP/1.1 100 Continue\r\n\r\n'.repeat(50), http1(LIST)],
  () => ['HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n', http1(LIST)],
  () => [`${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  () => [`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\n{"typ\r\n`],
  () => [`${OK}${'X: y\r\n'.repeat(5000)}\r\n`],
  () => [http1(LIST, 'Transfer-Encoding: chunked\r\n')],
  random => [http1(''), http1('and more'), noise(random, 30)],
  () => [`${OK}Content-Length: 99999999999\r\n\r\n{`],
  random => [http1('{}', '', pick(random, [0, 99, 204, 304, 401, 410, 429, 500, 999]))],
  () => [http1('x'.repeat(100_000), '', 500)],
  () => ['HTTP/1.1 401 X\r\nContent-Length: 500\r\n\r\nabc'],
  () => [],
]

function http1(body: string | Uint8Array, head = '', status = 200): Buffer {
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${head}\r\n`),
    Buffer.from(body),
  ])
}

const [DATA, HEADERS, RESET, SETTINGS, PUSH, PING, GOAWAY, WINDOW] = [0, 1, 3, 4, 5, 6, 7, 8]
const END_STREAM = 1
const END_HEADERS = 4

type Frames = (random: Random, stream: number) => readonly Buffer[]

/** `:status: 200`, packed. */
const FINE = Buffer.from([0x88])

const HTTP2: readonly [Frames, ...Frames[]] = [
  () => [frame(SETTINGS, 0, 0)],
  () => [frame(SETTINGS, 1, 0)],
  random => [frame(GOAWAY, 0, 0, [0, 0, 0, between(random, 0, 20), 0, 0, 0, between(random, 0, 13)])],
  (random, stream) => [frame(RESET, 0, stream, [0, 0, 0, between(random, 0, 13)])],
  (_, stream) => [frame(HEADERS, END_HEADERS, stream, FINE)],
  (_, stream) => [frame(HEADERS, END_HEADERS + END_STREAM, stream, FINE)],
  (_, stream) => [frame(HEADERS, END_HEADERS, stream, FINE), frame(DATA, END_STREAM, stream, Buffer.from(LIST))],
  (random, stream) => [
    frame(HEADERS, END_HEADERS, stream, FINE),
    frame(DATA, 0, stream, Buffer.from(LIST)),
    frame(RESET, 0, stream, [0, 0, 0, between(random, 0, 13)]),
  ],
  (random, stream) => [frame(HEADERS, END_HEADERS, stream, noise(random, 20))],
  random => [frame(PING, between(random, 0, 1), 0, noise(random, 8))],
  (random, stream) => [frame(WINDOW, 0, pick(random, [0, stream]), [0x7f, 255, 255, 255])],
  (_, stream) => [frame(PUSH, END_HEADERS, stream, [0, 0, 0, 2, 0x82])],
  (random, stream) => [
    frame(between(random, 0, 255), between(random, 0, 255), pick(random, [0, stream, 2, 99_999]), noise(random, 50)),
  ],
  random => [noise(random, 50)],
  random => [frame(SETTINGS, 0, 0, [0, 3, 0, 0, 0, between(random, 0, 2)])],
  (_, stream) => [frame(DATA, END_STREAM, stream)],
  (random, stream) => [
    frame(HEADERS, END_HEADERS, stream, status(pick(random, ['100', '401', '410', '429', '500', '000', 'abc']))),
    frame(DATA, between(random, 0, 1), stream, Buffer.from('{')),
  ],
  (_, stream) => [frame(HEADERS, 0, stream, FINE)],
]

function status(code: string): Buffer {
  return Buffer.concat([Buffer.from([0x08, 3]), Buffer.from(code)])
}

/** RFC 9113, section 4.1. */
function frame(type = 0, flags = 0, stream = 0, payload: Uint8Array | readonly number[] = []): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, Buffer.from(payload)])
}

function noise(random: Random, most: number): Buffer {
  return Buffer.from(Array.from({ length: between(random, 1, most) }, () => between(random, 0, 255)))
}
