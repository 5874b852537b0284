import {
  advanceService,
  encodePart,
  encodePatch,
  encodeSnapshot,
  readRecorded,
  RECORDED_VERSION,
  recordedLine,
  serviceState,
  stepService,
} from '@slicescope/protocol'
import type { ServiceView } from '@slicescope/view'
import { expect, test } from 'vitest'
import { aFreshness, aRow, aView } from '@slicescope/view/testing'
import { answerRecorded } from './answer-recorded.ts'
import { RecordedPage } from './recorded-page.ts'

const BEGIN = Date.parse('2026-01-01T03:00:00Z')
const AT = (seconds: number) => new Date(BEGIN + seconds * 1000).toISOString()

function viewAt(count: number): ServiceView {
  return aView({ backends: Array.from({ length: count }, (_, at) => ({ name: `web-${at}` })) })
}

/** One that has a backend more every second, from none to `seconds`. */
function recordedLines(seconds: number): readonly string[] {
  const header = {
    recorded: RECORDED_VERSION,
    cluster: { slug: 'demo', context: 'demo', uid: null, version: null, insecure: false },
    service: { namespace: 'shop', name: 'checkout' },
    from: AT(0),
    to: AT(seconds + 10),
    gaps: [],
    tool: '1.0.0',
  }
  const overview = { services: [aRow()], freshness: aFreshness() }
  const first = encodeSnapshot('run-0', [
    { name: 'overview:*', json: JSON.stringify(overview) },
    { name: 'service:shop/checkout', json: JSON.stringify(viewAt(0)) },
  ])
  const lines = [JSON.stringify(header), recordedLine(BEGIN, first.join(''))]
  let state = serviceState(viewAt(0))
  for (let second = 1; second <= seconds; second += 1) {
    const step = stepService(state.value, viewAt(second))
    if (step === null) throw new Error('nothing differs')
    state = advanceService(state, step) ?? state
    const at = BEGIN + second * 1000
    lines.push(
      recordedLine(at, encodePart('service:shop/checkout', step)),
      recordedLine(at, encodePatch(`run-${second}`)),
    )
  }
  return lines
}

const page = new RecordedPage(readRecorded(recordedLines(100).join('\n')))

test('each moment is as it was, whichever was asked for before', () => {
  for (const second of [100, 0, 63, 64, 65, 31, 32, 33])
    expect(page.view(BEGIN + second * 1000 + 400)?.backends).toHaveLength(second)
})

test('it is a recording in every answer, and tells its counts over time', async () => {
  expect(page.view(BEGIN)?.freshness).toMatchObject({ origin: 'recording', state: 'RECORDING', moment: 'past' })
  expect(page.rows(BEGIN)).toHaveLength(1)
  const { points, recorded } = page.timeline(BEGIN + 10_000, BEGIN + 20_000)
  expect(recorded).toEqual({ from: AT(0), to: AT(110) })
  expect(points.map(({ at }) => at)).toEqual(Array.from({ length: 11 }, (_, at) => AT(10 + at)))
})

test('questions are answered in the shapes of the server; others say what it holds', async () => {
  const ask = answerRecorded(page)
  const read = async (path: string) => {
    const response = await ask(path)
    return [response.status, await response.json()]
  }
  const own = '/api/clusters/demo/namespaces/shop/services/checkout'
  expect(await read(`${own}?at=${AT(7)}`)).toMatchObject([200, { service: { name: 'checkout' } }])
  expect(await read(`/api/clusters/demo/services?at=${AT(7)}`)).toMatchObject([
    200,
    { services: [{ name: 'checkout' }] },
  ])
  expect(await read(`${own}?at=${AT(-1)}`)).toMatchObject([
    404,
    { detail: expect.stringMatching(/^Nothing is recorded of that moment/) },
  ])
  expect(await read(`${own}/dns?at=${AT(7)}`)).toMatchObject([
    404,
    { detail: expect.stringMatching(/^This recording does not hold/) },
  ])
})
