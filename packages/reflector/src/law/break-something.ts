import type { Random } from '../clock.ts'
import { type ApiServer, type Faults, NO_FAULTS } from './api-server.ts'
import { pick } from './seeded-random.ts'

const text = (line: string) => new TextEncoder().encode(line)

/** Lines that no API server should send; each must be noticed. */
export const GARBAGE: readonly [Uint8Array, ...Uint8Array[]] = [
  text('garbage'),
  text('{"type":"ADDED","object":{"metadata":{"name":"cut'),
  text('[]'),
  text('null'),
  text('""'),
  text('{}'),
  text('{"type":"MODIFIED"}'),
  text('{"type":"MODIFIED","object":null}'),
  text('{"type":"NEWS","object":{"metadata":{"resourceVersion":"1"}}}'),
  text('{"type":"ADDED","object":{"metadata":{"name":"x","namespace":"y","uid":"z"},"spec":{}}}'),
  text('{"type":"ADDED","object":{"metadata":{"name":7,"namespace":"y","uid":"z","resourceVersion":"1"},"spec":{}}}'),
  text('{"type":"DELETED","object":{"metadata":{"resourceVersion":"999999"}}}'),
  text('{"type":"BOOKMARK","object":{"metadata":{}}}'),
  Uint8Array.from([0x22, 0xff, 0xfe, 0x22]),
]

type Breaking = (server: ApiServer, random: Random) => void

const BREAKINGS: readonly [Breaking, ...Breaking[]] = [
  server => server.endWatches(),
  server => server.breakWatches(),
  server => server.cutWatches(),
  server => server.silenceWatches(),
  server => server.stallWatches(),
  server => server.bookmark(),
  server => server.bookmark(1),
  server => server.flush(),
  server => server.state.compact(),
  (server, random) => server.garbleNext(pick(random, GARBAGE)),
  server => {
    server.state.compact()
    server.failWatches({ code: 410, reason: 'Expired', message: 'too old resource version' })
  },
  server => server.failWatches({ code: 500, reason: 'InternalError', message: 'etcdserver: no leader' }),
  server => server.failWatches({ code: 504, reason: 'Timeout', message: 'Too large resource version: 9, current: 8' }),
  server => {
    server.state.compact()
    server.breakWatches()
  },
  (server, random) => set(server, { refuses: random() < 0.5 }),
  (server, random) => void server.setSilent(random() < 0.5),
  (server, random) => set(server, { denies: random() < 0.3 }),
  (server, random) => set(server, { endsWatches: random() < 0.5 }),
  (server, random) => set(server, { cutsLists: random() < 0.5 }),
  (server, random) => set(server, { garblesLists: random() < 0.5 }),
  (server, random) => set(server, { lacksWatchList: random() < 0.5 }),
  (server, random) => set(server, { forgetsInitialEnd: random() < 0.3 }),
  (server, random) => set(server, { status: pick(random, [null, 401, 429, 500, 503, 504]), retryAfter: null }),
  (server, random) => set(server, { status: pick(random, [429, 503]), retryAfter: pick(random, [1, 5, 30]) }),
  server => set(server, { ...NO_FAULTS }),
]

function set(server: ApiServer, faults: Partial<Faults>): void {
  Object.assign(server.faults, faults)
}

/** Does one random wrong thing to the server, or fixes what was wrong with it. */
export function breakSomething(server: ApiServer, random: Random): void {
  pick(random, BREAKINGS)(server, random)
}
