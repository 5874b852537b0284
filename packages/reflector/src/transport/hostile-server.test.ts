import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Random } from '../clock.ts'
import type { Credentials } from '../credentials/credential.ts'
import { between, seededRandom } from '../law/seeded-random.ts'
import { hostileHttp1, hostileHttp2 } from '../testing/hostile-bytes.ts'
import { type RawServer, startRawServer } from '../testing/raw-server.ts'
import { createTransport } from './create-transport.ts'
import type { HttpVersion } from './dial.ts'
import type { Transport } from './transport.ts'

const PREFACE_BYTES = 24
const FRAME_HEAD = 9
const REQUESTS = 250
const SIDE_BY_SIDE = 10
/** Most answers never end. */
const PATIENCE_MS = 30

let uncaught: unknown[] = []
const note = (error: unknown) => uncaught.push(error)

// An unheard error ends the process.
beforeEach(() => {
  uncaught = []
  process.on('uncaughtException', note)
})
afterEach(() => process.off('uncaughtException', note))

function talkHttp1(random: Random): (socket: Socket) => void {
  return socket => {
    socket.on('data', () => {
      for (const part of hostileHttp1(random)) socket.write(part)
      leaveSometimes(socket, random)
    })
  }
}

function talkHttp2(random: Random): (socket: Socket) => void {
  return socket => {
    const streams: [number, ...number[]] = [1]
    let isFirst = true
    socket.on('data', chunk => {
      for (const id of streamsIn(chunk, isFirst ? PREFACE_BYTES : 0)) streams.push(id)
      if (isFirst) socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]))
      isFirst = false
      for (let count = between(random, 1, 4); count > 0; count -= 1) {
        for (const frame of hostileHttp2(random, streams)) socket.write(frame)
      }
      leaveSometimes(socket, random)
    })
  }
}

/** The streams that a chunk opens; where a frame is split between chunks some are missed. */
function streamsIn(chunk: Buffer, start: number): readonly number[] {
  const found: number[] = []
  for (let at = start; at + FRAME_HEAD <= chunk.length; at += FRAME_HEAD + chunk.readUIntBE(at, 3)) {
    if (chunk[at + 3] === 1) found.push(chunk.readUInt32BE(at + 5))
  }
  return found
}

function leaveSometimes(socket: Socket, random: Random): void {
  const chance = random()
  if (chance < 0.1) socket.destroy()
  else if (chance < 0.2) socket.end()
}

/** A credential that is renewed by a program which takes a moment: the refused answer waits meanwhile. */
const slowly: Credentials = {
  get: async () => ({ headers: { authorization: 'Bearer x' }, certificate: null }),
  renew: async () => {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    return true
  },
  retry: () => {},
  close: () => {},
}

/** Asks, and reads at once, late, in part or not at all. */
async function ask(transport: Transport, random: Random): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  try {
    const { body } = await transport.request({ path: '/api/v1/pods', signal })
    for (let turn = between(random, 0, 5); turn > 0; turn -= 1) await setImmediate()
    if (random() < 0.2) return
    for await (const _ of body) if (random() < 0.1) return
  } catch {
    // Whatever it is, the caller gets it.
  }
}

async function attack(server: RawServer, random: Random): Promise<void> {
  const endpoint = { server: server.url, proxy: null, ca: server.ca, tlsServerName: null, insecure: false }
  const transport = createTransport({ server: server.url, credentials: slowly, endpoint: async () => endpoint })
  for (let sent = 0; sent < REQUESTS; sent += SIDE_BY_SIDE) {
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => ask(transport, random)))
  }
  transport.close()
}

describe.for<HttpVersion>(['h2', 'http/1.1'])('over %s', version => {
  test.for([1, 2])(
    'whatever bytes an API server sends are told to who asked, and to nobody else: seed %i',
    async seed => {
      const random = seededRandom(seed)
      await using server = await startRawServer(version, version === 'h2' ? talkHttp2(random) : talkHttp1(random))
      await attack(server, random)
      expect(uncaught).toEqual([])
    },
  )
})
