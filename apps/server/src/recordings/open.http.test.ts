import { problemSchema } from '@slicescope/answers'
import {
  freshnessSchema,
  historySchema,
  provenanceSchema,
  rowSchema,
  serviceViewSchema,
  timelineSchema,
} from '@slicescope/view'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { printedList, printedPod, printedService, printedSlice } from '../testing/printed-lists.ts'
import { type PlainServer, startFileServer } from '../testing/test-server.ts'

const viewSchema = serviceViewSchema.extend(provenanceSchema.shape)
const rowsSchema = z.object({ services: z.array(rowSchema), ...provenanceSchema.shape })
const HOSTILE = '</script><img src=x onerror=alert(1)>'

let server: PlainServer

/** Of all namespaces, and of one alone. */
beforeAll(async () => {
  const everywhere = [
    printedService('shop', 'web'),
    printedSlice('shop', 'web', [true, false]),
    printedService('shop', 'idle'),
    printedPod('shop', 'web', 0),
    { ...printedPod('bank', 'teller', 1), kind: 'Unknown', note: HOSTILE },
    printedService('bank', 'teller'),
  ]
  const one = [printedService('shop', 'web'), printedSlice('shop', 'web', [true])]
  server = await startFileServer({ 'prod.json': printedList(everywhere), 'web only.json': printedList(one) })
})

afterAll(() => server.stop())

async function read<T>(schema: { parse(value: unknown): T }, path: string): Promise<T> {
  const response = await server.get(path)
  if (response.status !== 200) throw new Error(await response.text())
  return schema.parse(await response.json())
}

async function problem(path: string): Promise<readonly [number, string]> {
  const response = await server.get(path)
  return [response.status, problemSchema.parse(await response.json()).detail]
}

const PROD = '/api/clusters/prod'
const WEB = `${PROD}/namespaces/shop/services/web`

test('a list of kubectl is a cluster of one moment, marked as a recording', async () => {
  const view = await read(viewSchema, WEB)
  expect([view.ready, view.total, view.origin, view.moment]).toEqual([1, 2, 'recording', 'now'])
  expect([view.freshness.state, view.freshness.marks]).toEqual(['RECORDING', ['RECORDING', 'PARTIAL']])
  expect(view.freshness.missing.map(({ resource, reason }) => `${resource} ${reason}`)).toEqual(['nodes not-recorded'])
  const answer = await read(rowsSchema, `${PROD}/services`)
  expect(answer.services.map(({ key }) => key).toSorted()).toEqual(['bank/teller', 'shop/idle', 'shop/web'])
  const past = await read(viewSchema, `${WEB}?at=${view.position}`)
  expect({ ...past, moment: 'now', freshness: view.freshness }).toEqual(view)
  expect(past.freshness.marks).toEqual(['RECORDING', 'PAST', 'PARTIAL'])
})

test('what the list does not hold is not recorded, and never absent', async () => {
  const view = await read(viewSchema, '/api/clusters/web-only/namespaces/shop/services/web')
  expect(view.freshness.missing.map(({ resource, reason }) => `${resource} ${reason}`)).toEqual([
    'nodes not-recorded',
    'pods not-recorded',
  ])
  expect(view.pods).toEqual([])
  const all = await read(rowsSchema.extend({ freshness: freshnessSchema }), '/api/clusters/web-only/services')
  expect(all.freshness.missing.map(({ resource }) => resource)).toEqual(['nodes', 'pods'])
  const lacks = view.cannotTell.flatMap(({ missing }) => missing)
  expect(lacks.find(({ resource }) => resource === 'pods')).toMatchObject({ namespace: 'shop', reason: 'not-recorded' })
  expect(await problem('/api/clusters/web-only/namespaces/bank/services/teller')).toEqual([
    404,
    'The Services of namespace "bank" are not in this recording.',
  ])
  expect(await problem('/api/clusters/web-only/namespaces/shop/services/web/events')).toEqual([
    404,
    'Cannot tell: Events are not in this recording.',
  ])
})

test('its end is its now: nothing is known later or earlier, and nothing is recorded', async () => {
  const history = await read(historySchema, `${PROD}/history`)
  expect([history.recording, history.why]).toEqual([false, 'This is a recording, and nothing is added to it.'])
  expect(history.from).toBe(history.to)
  const later = new Date(Date.parse(history.to ?? '') + 1000).toISOString()
  const [status, detail] = await problem(`${WEB}?at=${later}`)
  expect([status, detail]).toEqual([404, expect.stringContaining('Nothing is recorded of that moment. Recorded: ')])
  const timeline = await read(timelineSchema, `${WEB}/timeline`)
  expect([timeline.to, timeline.points.map(({ at, ready }) => [at, ready])]).toEqual([history.to, [[history.to, 1]]])
})

test('its one moment is saved as a file that opens elsewhere', async () => {
  const saved = await server.get(`${PROD}/recording?namespace=shop&service=web`)
  if (saved.status !== 200) throw new Error(await saved.text())
  const opened = await startFileServer({ saved: Buffer.from(await saved.arrayBuffer()) })
  try {
    const [was, is] = await Promise.all(
      [server, opened].map(async each => viewSchema.parse(await (await each.get(WEB)).json())),
    )
    expect(is).toMatchObject({
      endpoints: was?.endpoints,
      pods: was?.pods,
      verdict: was?.verdict,
      position: was?.position,
    })
    expect(is?.freshness.missing).toEqual(was?.freshness.missing)
    const page = await server.get(`${WEB}/recording.html`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>web in shop')])
  } finally {
    await opened.stop()
  }
})

test('every picture says that it is of a recording, and there is no YAML', async () => {
  const svg = await (await server.get(`${WEB}/picture.svg`)).text()
  expect(svg).toContain('RECORDING')
  expect(svg).not.toContain('LIVE')
  expect(await problem(`${PROD}/object?resource=pods&namespace=shop&name=web-0`)).toEqual([
    404,
    'There is no YAML of Pod "web-0": a recording holds only the fields that Slicescope stores. Open a live cluster to read it.',
  ])
})

test('files stand side by side as clusters', async () => {
  const answer = await read(
    z.object({ clusters: z.array(z.object({ slug: z.string(), context: z.string() })) }),
    '/api/clusters',
  )
  expect(answer.clusters).toEqual([
    { slug: 'prod', context: 'prod.json' },
    { slug: 'web-only', context: 'web only.json' },
  ])
  expect((await server.get('/readyz?synced')).status).toBe(200)
})
