import type { Random } from '@slicescope/model/random'

/** What one client writes to a connection, piece by piece, and how it leaves. */
export interface RawRequest {
  readonly kind: string
  readonly pieces: readonly Buffer[]
  readonly leave: 'end' | 'destroy' | 'reset'
}

interface Target {
  /** `host:port` */
  readonly host: string
  readonly paths: readonly [string, ...string[]]
  /** Opens everything there. */
  readonly bearer: string
}

interface Place extends Target {
  readonly random: Random
  readonly path: string
  /** Ends a request's headers; with the token or without. */
  readonly rest: string
}

const METHODS: readonly [string, ...string[]] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'CONNECT',
  'PRI',
  'PURGE',
]
const TARGETS: readonly [string, ...string[]] = [
  '//',
  '*',
  '/..',
  '/%',
  '/%00',
  '/%ff/%2e%2e',
  '//evil.example/api',
  '/\u0001',
  '///?',
  '/?#',
  ':',
  '',
]

type Kind = readonly [name: string, make: (place: Place) => string]

const KINDS: readonly [Kind, ...Kind[]] = [
  ['plain', ({ path, rest }) => get(path, rest)],
  ['pipelined', ({ path, rest }) => get(path, rest) + get('/healthz', rest) + get(path, rest)],
  ['pipelined, then garbage', ({ path, rest, random }) => get(path, rest) + garbage(random)],
  ['garbage, then a request', ({ path, rest, random }) => garbage(random) + get(path, rest)],
  ['garbage', ({ random }) => garbage(random)],
  ['not finished', ({ path, host }) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Late: `],
  ['an odd target', ({ rest, random }) => get(random.pick(TARGETS), rest)],
  ['a whole address', ({ path, rest, host }) => get(`http://${host}${path}`, rest)],
  ['an odd method', ({ path, rest, random }) => `${random.pick(METHODS)} ${path} HTTP/1.1\r\n${rest}`],
  [
    'too many bytes of headers',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nX-Large: ${'x'.repeat(1000 + random.below(200_000))}\r\n${rest}`,
  ],
  [
    'many headers',
    ({ path, rest, random }) => `GET ${path} HTTP/1.1\r\n${'X-Many: 1\r\n'.repeat(random.below(4000))}${rest}`,
  ],
  [
    'a long cookie',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nCookie: ${'slicescope-1=x; '.repeat(random.below(3000))}\r\n${rest}`,
  ],
  ['a long target', ({ path, rest, random }) => get(`${path}?${'q=x&'.repeat(random.below(20_000))}`, rest)],
  ['two Hosts', ({ path, rest }) => `GET ${path} HTTP/1.1\r\nHost: evil.example\r\n${rest}`],
  [
    'two lengths',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nContent-Length: ${random.below(9)}\r\nTransfer-Encoding: chunked\r\n${rest}0\r\n\r\n${get(path, rest)}`,
  ],
  [
    'an odd length',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nContent-Length: ${random.pick(['-1', '0x9', '1e9', '99999999999999999999', '5, 6'])}\r\n${rest}`,
  ],
  [
    'odd chunks',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${rest}${random.pick(['5\r\nabc', 'zz\r\n', 'fffffffffffffffff\r\n', '1;x=\u0000\r\na\r\n'])}`,
  ],
  [
    'an expectation',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nExpect: ${random.pick(['100-continue', 'more', ''])}\r\nContent-Length: 4\r\n${rest}body${garbage(random)}`,
  ],
  [
    'an upgrade',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: ${random.pick(['websocket', 'h2c', 'TLS/1.0'])}\r\nSec-WebSocket-Key: x\r\n${rest}${garbage(random)}`,
  ],
  [
    'a range',
    ({ path, rest, random }) =>
      `GET ${path} HTTP/1.1\r\nRange: bytes=${random.pick(['0-0', '-1', '5-1', '0-0,1-1,2-2', 'x'])}\r\nIf-Range: x\r\n${rest}`,
  ],
  [
    'an odd version',
    ({ path, rest, random }) => `GET ${path} HTTP/${random.pick(['0.9', '1.0', '2.0', '9.9', ''])}\r\n${rest}`,
  ],
  [
    'an odd authorization',
    ({ path, host, random }) =>
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${random.pick(['Bearer', 'Bearer  ', 'Basic Og==', '\u00ff', 'Bearer a b'])}\r\n\r\n`,
  ],
]

/** One of all the ways in which bytes can be wrong, for one of the paths. */
export function makeRawRequest(random: Random, target: Target): RawRequest {
  const [kind, make] = random.pick(KINDS)
  const token = random.chance(0.5) ? `Authorization: Bearer ${target.bearer}\r\n` : ''
  const rest = `Host: ${target.host}\r\n${token}\r\n`
  const bytes = Buffer.from(make({ ...target, random, path: random.pick(target.paths), rest }), 'latin1')
  const isTimid = random.chance(0.2)
  return {
    kind,
    pieces: split(isTimid ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes, random),
    leave: random.pick<RawRequest['leave']>(['end', 'end', 'destroy', 'reset']),
  }
}

function get(target: string, rest: string): string {
  return `GET ${target} HTTP/1.1\r\n${rest}`
}

function garbage(random: Random): string {
  return String.fromCharCode(...Array.from({ length: 1 + random.below(200) }, () => random.below(256)))
}

function split(bytes: Buffer, random: Random): readonly Buffer[] {
  const cuts = Array.from({ length: random.below(4) }, () => random.below(bytes.length + 1)).toSorted((a, b) => a - b)
  return [0, ...cuts].map((cut, index) => bytes.subarray(cut, cuts[index] ?? bytes.length))
}
