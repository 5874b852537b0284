import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { problemSchema } from '@slicescope/answers'
import { connectCluster, loadKubeconfig, systemClock } from '@slicescope/reflector'
import { applyMessage, decodeMessage, EMPTY_STREAM } from '@slicescope/protocol'
import {
  comparisonSchema,
  historySchema,
  provenanceSchema,
  serviceViewSchema,
  timelineSchema,
  timelinesSchema,
} from '@slicescope/view'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { readRecording } from '../recordings/read-recording.ts'
import { openFile } from '../recordings/open-file.ts'
import { serveRecording } from '../recordings/serve-recording.ts'
import { startFileServer, startTestServer, type TestServer } from '../testing/test-server.ts'

const CLUSTER = '/api/clusters/slicescope-demo'
const SERVICE = `${CLUSTER}/namespaces/odd/services/sctp`
const viewSchema = serviceViewSchema.extend(provenanceSchema.shape).strict()

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ args: ['--history', 'memory'] })
  await server.getWhenThere('/readyz?synced')
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

async function view(query = '') {
  return read(viewSchema, `${SERVICE}${query}`)
}

test('a Service is shown as it was, by its time and by its position', async () => {
  await expect.poll(async () => (await server.get(`${SERVICE}?at=${new Date().toISOString()}`)).status).toBe(200)
  const then = new Date().toISOString()
  const was = await view()
  const { storage } = server.demo
  const sctp = { namespace: 'odd', name: 'sctp' }
  storage.patch('services', sctp, { spec: { selector: { tier: 'none' } } })
  await expect.poll(async () => (await view()).total).toBe(0)
  const past = await view(`?at=${then}`)
  expect([past.total, past.ready, past.health]).toEqual([was.total, was.ready, was.health])
  expect(past.freshness.state).toBe('PAST')
  expect([past.moment, past.freshness.moment]).toEqual(['past', 'past'])
  const differs = comparisonSchema.strict().parse(await (await server.get(`${SERVICE}/compare?from=${then}`)).json())
  expect(differs.from).toMatchObject({ exists: true, ready: was.ready, total: was.total, health: was.health })
  expect(differs.to.total).toBe(0)
  expect(differs.sentence).toContain('`selector` changed')
  expect((await view(`?at=${was.position}`)).total).toBe(was.total)

  const { points, recorded, gaps } = await read(timelineSchema.strict(), `${SERVICE}/timeline`)
  expect([points[0]?.total, points.at(-1)?.total, gaps]).toEqual([was.total, 0, []])
  expect(Date.parse(String(recorded?.from))).toBeLessThan(Date.parse(then))
  const { services } = await read(timelinesSchema.strict(), `${CLUSTER}/timelines?namespace=odd`)
  expect(services.find(({ key }) => key === 'odd/sctp')?.points.length).toBeGreaterThan(1)
  const history = await read(historySchema.strict(), `${CLUSTER}/history`)
  expect(history).toMatchObject({ recording: true, why: null, gaps: [] })
  expect(history.bytes).toBeGreaterThan(1000)
  const metrics = await (await server.get('/metrics')).text()
  expect(metrics).toMatch(/^slicescope_history_recording\{cluster="slicescope-demo"\} 1$/m)
  expect(metrics).toMatch(/^slicescope_history_bytes\{cluster="slicescope-demo"\} \d{4,}$/m)
  storage.patch('services', sctp, { spec: { selector: { tier: null } } })
  await expect.poll(async () => (await view()).total).toBe(was.total)
})

const playbackSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  base: z.record(z.string(), z.unknown()),
  parts: z.array(z.strictObject({ at: z.string(), patch: z.record(z.string(), z.unknown()) })),
})

test('what is played leads from one moment to another, in the encoding of the stream', async () => {
  const { storage } = server.demo
  const from = new Date().toISOString()
  const was = await view()
  storage.patch('services', { namespace: 'odd', name: 'sctp' }, { metadata: { labels: { tier: 'played' } } })
  await expect.poll(async () => (await view()).service.labels['tier']).toBe('played')
  const query = `from=${from}&namespace=odd&service=sctp`
  const { base, parts, to } = await read(playbackSchema, `${CLUSTER}/playback?${query}`)
  const messages = [
    { event: 'snapshot', data: base },
    ...parts.map(({ patch }) => ({ event: 'part', data: patch })),
    { event: 'patch', data: { watermark: 'played-1' } },
  ]
  const events = messages.flatMap(({ event, data }) => decodeMessage(event, JSON.stringify(data)) ?? [])
  const played = events.reduce(applyMessage, EMPTY_STREAM).services.get('odd/sctp')?.value
  expect([played?.total, played?.service.labels['tier'], parts.length > 0]).toEqual([was.total, 'played', true])
  expect(played?.verdict.sentence).toBe((await view(`?at=${to}`)).verdict.sentence)
  expect(await problem(`${CLUSTER}/playback?service=sctp`)).toEqual([400, expect.stringContaining('namespace')])
  const both = await read(playbackSchema, `${CLUSTER}/playback?${query}&with=overview&every=3600000`)
  expect(Object.keys(Object(both.base['topics']))).toEqual(['service:odd/sctp', 'overview:*'])
  // The last part comes whatever the pace.
  expect(new Set(both.parts.map(({ at }) => at)).size).toBeLessThanOrEqual(2)
  expect(both.parts.length).toBeGreaterThan(0)
})

test.each(['services', 'overview', 'search?q=sctp', 'facets?by=node'])('%s is answered as of then, too', async path => {
  const then = new Date().toISOString()
  const at = `${path.includes('?') ? '&' : '?'}at=${then}`
  const [past, now]: unknown[] = await Promise.all(
    [at, ''].map(async query => (await server.get(`${CLUSTER}/${path}${query}`)).json()),
  )
  expect(past).toMatchObject({ moment: 'past' })
  expect(Object.keys(Object(past))).toEqual(Object.keys(Object(now)))
})

test.each(['traffic', 'dns', 'events', 'expected'])('the %s of a Service is answered as of then, too', async path => {
  const past = async () => (await server.get(`${SERVICE}/${path}?at=${new Date().toISOString()}`)).json()
  // Events are listed last: before that they were not known then.
  await expect.poll(past).toMatchObject({ moment: 'past' })
})

test('a moment outside the recording is refused in words', async () => {
  expect(await problem(`${SERVICE}?at=2026-01-01T00:00:00Z`)).toEqual([
    404,
    expect.stringMatching(/^Nothing is recorded of that moment\. Recorded: .* to .*\.$/),
  ])
  expect(await problem(`${SERVICE}?at=2999-01-01T00:00:00Z`)).toEqual([
    404,
    expect.stringContaining('That moment is in the future.'),
  ])
  expect(await problem(`${SERVICE}?at=abc-1`)).toEqual([404, expect.stringContaining('Nothing is recorded')])
  const [epoch = ''] = (await view()).position.split('-')
  expect(await problem(`${SERVICE}?at=${epoch}-999999999`)).toEqual([404, expect.stringContaining('is in the future.')])
  expect(await problem(`${SERVICE}?at=noon`)).toEqual([
    400,
    'Invalid query parameter "at": use a time such as 2026-01-31T03:12:00Z, or a position of an answer.',
  ])
  expect((await problem(`${SERVICE}/timeline?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z`))[0]).toBe(400)
})

test('a picture of the past says so', async () => {
  const svg = await (await server.get(`${SERVICE}/picture.svg?at=${new Date().toISOString()}`)).text()
  expect(svg).toContain('PAST')
})

async function detail(query: string, path = SERVICE): Promise<string> {
  const response = await server.get(`${path}/compare${query}`)
  const body: unknown = await response.json()
  return `${response.status} ${typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : ''}`
}

test('what cannot be compared says why', async () => {
  const now = new Date().toISOString()
  expect(await detail('')).toContain('400')
  expect(await detail('?from=yesterday')).toContain('use a time such as')
  expect(await detail('?from=2020-01-01T00:00:00Z')).toContain('404 Nothing is recorded of that moment.')
  expect(await detail(`?from=${now}&to=${now}`)).toContain('400 Invalid query parameter "from"')
  expect(await detail(`?from=${now}`, `${CLUSTER}/namespaces/odd/services/none`)).toContain('404 There is no Service')
})

test('a Service over a stretch of time is one file; what is not recorded is said so', async () => {
  const file = await server.get(`${SERVICE}/recording.html`)
  if (file.status !== 200) throw new Error(await file.text())
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="sctp-odd-[\d-]+T[\d_]+Z\.html"$/)
  expect(await file.text()).toMatch(/<title>sctp in odd, .*: a recording of cluster slicescope-demo<\/title>/)
  expect(await problem(`${CLUSTER}/namespaces/odd/services/no-such/recording.html`)).toEqual([
    404,
    expect.stringContaining('no-such'),
  ])
  expect(await problem(`${SERVICE}/recording.html?to=2020-01-01T00:00:00Z`)).toEqual([
    404,
    expect.stringContaining('Nothing is recorded'),
  ])
  expect(await problem(`${SERVICE}/recording.html?from=yesterday`)).toEqual([400, expect.stringContaining('from')])
})

test('all that was recorded is a file that reads back; what is not recorded is said so', async () => {
  const path = `${CLUSTER}/recording`
  await expect.poll(async () => (await server.get(path)).status).toBe(200)
  const response = await server.get(path)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/gzip'])
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="slicescope-demo-\d{8}T\d{4}Z\.slicescope\.gz"$/,
  )
  const { header, journal, damaged } = await readRecording(new Uint8Array(await response.arrayBuffer()))
  expect(damaged).toBeNull()
  expect(header).toMatchObject({ origin: 'live', scope: { type: 'all' }, services: null, gaps: [] })
  expect(header.resources).toContainEqual({ resource: 'pods', namespace: null, phase: 'watching', hasSynced: true })
  expect((await journal.status()).stretches).toHaveLength(1)
  const rows = await journal.observations('row', 'odd/sctp', { from: 0, to: Infinity })
  expect(rows.length).toBeGreaterThan(0)
  const ofService = await server.get(`${path}?namespace=odd&service=sctp`)
  expect(ofService.headers.get('content-disposition')).toContain('filename="sctp-')
  const scoped = await readRecording(new Uint8Array(await ofService.arrayBuffer()))
  expect([scoped.header.services, scoped.damaged]).toEqual([['odd/sctp'], null])
  expect(await problem(`${path}?service=sctp`)).toEqual([400, expect.stringContaining('needs its namespace')])
  expect(await problem(`${path}?namespace=none`)).toEqual([
    404,
    'No Service was recorded in namespace "none" in this range.',
  ])
  expect(await problem(`${path}?namespace=odd&service=none`)).toEqual([404, expect.stringContaining('none')])
  expect(await problem(`${path}?to=2020-01-01T00:00:00Z`)).toEqual([
    404,
    expect.stringContaining('Nothing is recorded'),
  ])
  expect(await problem(`${path}?from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z`)).toEqual([
    400,
    'The range is empty: "from" must be before "to".',
  ])
})

test('the incident report says when a loss began, was worst and was over; what is not recorded is refused', async () => {
  const { storage } = server.demo
  const sctp = { namespace: 'odd', name: 'sctp' }
  const { total } = await view()
  storage.patch('services', sctp, { spec: { selector: { tier: 'none' } } })
  await expect.poll(async () => (await view()).total).toBe(0)
  await expect.poll(async () => (await server.get(`${SERVICE}/report.md`)).status).toBe(200)
  const broken = await (await server.get(`${SERVICE}/report.md?tz=Europe/Berlin`)).text()
  expect(broken).toMatch(/^# Incident report: sctp in odd, [\d: -]+ UTC\n/)
  expect(broken).toMatch(/\| Worst \| .* CES?T\) \| no backends/)
  expect(broken).toMatch(/^\| selector \| .* \| .*tier=none/m)
  expect(broken).toContain('```sh\nkubectl -n odd get endpointslices')
  storage.patch('services', sctp, { spec: { selector: { tier: null } } })
  await expect.poll(async () => (await view()).total).toBe(total)
  const recovered = async () => (await server.get(`${SERVICE}/report.md`)).text()
  await expect.poll(recovered, { timeout: 10_000 }).toMatch(/Began at .*, recovered at/)
  const file = await server.get(`${SERVICE}/report.html`)
  const text = await file.text()
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(file.headers.get('content-disposition')).toMatch(/filename="report-sctp-odd-[\d-]+T[\d_]+Z\.html"$/)
  expect(text).toMatch(/default-src &apos;none&apos;; style-src &apos;sha256-/)
  expect(text).toMatch(/Began at .*, recovered at .*, after \d+ s\./)
  expect(text.match(/<svg /g)).toHaveLength(3)
  expect(text).not.toMatch(/<script|127\.0\.0\.1/)
  const [, data = '', name] =
    /href="data:application\/zstd;base64,([^"]+)" download="(sctp-\d+T\d+Z\.slicescope\.zst)"/.exec(text) ?? []
  const elsewhere = await startFileServer({ [name ?? '']: Buffer.from(data, 'base64') })
  onTestFinished(() => elsewhere.stop())
  const { total: totalElsewhere } = viewSchema.parse(await (await elsewhere.get(SERVICE)).json())
  expect(totalElsewhere).toBe(total)
  const whose = `${CLUSTER}/namespaces/odd/services/none/report.md`
  expect(await problem(whose)).toEqual([404, expect.stringContaining('There is no Service "none"')])
  expect(await problem(`${SERVICE}/report.html?to=2020-01-01T00:00:00Z`)).toEqual([
    404,
    expect.stringContaining('Nothing is recorded'),
  ])
  expect(await problem(`${SERVICE}/report.html?from=2999-01-01T00:00:00Z`)).toEqual([
    404,
    expect.stringContaining('in the future'),
  ])
  expect(await problem(`${SERVICE}/report.md?from=now`)).toEqual([400, expect.stringContaining('from')])
  const now = new Date().toISOString()
  expect((await problem(`${SERVICE}/report.md?from=${now}&to=${now}`))[0]).toBe(400)
})

test('what was recorded and saved as a file is shown from it, without the cluster', async () => {
  const was = await view()
  await expect.poll(async () => (await server.get(`${SERVICE}?at=${was.position}`)).status).toBe(200)
  const saved = await server.get(`${CLUSTER}/recording`)
  expect(saved.status).toBe(200)
  const opened = await startFileServer({ saved: Buffer.from(await saved.arrayBuffer()) })
  try {
    const ask = async (path: string) => viewSchema.parse(await (await opened.get(path)).json())
    const [now, then] = [await ask(SERVICE), await ask(`${SERVICE}?at=${was.position}`)]
    expect([now.origin, now.moment, now.freshness.state]).toEqual(['recording', 'now', 'RECORDING'])
    expect([then.origin, then.moment, then.position]).toEqual(['recording', 'past', was.position])
    const { endpoints, pods, verdict, findings } = was
    expect(then).toMatchObject({ endpoints, pods, verdict, findings })
    const timeline = timelineSchema.parse(await (await opened.get(`${SERVICE}/timeline`)).json())
    expect(timeline.points.length).toBeGreaterThan(0)
    const stream = await opened.get(`${CLUSTER}/stream?overview=*`)
    const chunk = await stream.body?.getReader().read()
    expect(Buffer.from(chunk?.value ?? []).toString()).toContain('event: hello')
  } finally {
    await opened.stop()
  }
})

test('a saved recording is served to kubectl, as of a time and playing', async () => {
  const sctp = { namespace: 'odd', name: 'sctp' }
  const labelled = async () => server.demo.storage.get('services', sctp)?.metadata.labels?.['flip']
  const before = await view()
  await expect.poll(async () => (await server.get(`${SERVICE}?at=${before.position}`)).status).toBe(200)
  const at = Date.now()
  server.demo.storage.patch('services', sctp, { metadata: { labels: { flip: 'yes' } } })
  expect(await labelled()).toBe('yes')
  await expect.poll(async () => (await view()).position).not.toBe(before.position)
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-served-'))
  const path = join(folder, 'saved')
  await writeFile(path, Buffer.from(await (await server.get(`${CLUSTER}/recording`)).arrayBuffer()))
  const recording = await openFile(path, 'cluster.local')
  const SERVICES = '/api/v1/namespaces/odd/services'
  // The change may have been received in the very millisecond.
  const then = await serveRecording(recording, { at: at - 1, speed: null })
  const asked = await askApi(then.kubeconfig, `${SERVICES}/sctp`)
  expect(asked).toContain('"name":"sctp"')
  expect(asked).not.toContain('"flip":"yes"')
  await then.stop()
  // The watch has to be open before the change is played.
  const played = await serveRecording(recording, { at: at - CONNECTING_MS, speed: 1 })
  expect(await askApi(played.kubeconfig, `${SERVICES}?watch=1`, '"flip":"yes"')).toContain('"type":"MODIFIED"')
  await played.stop()
  const gone = serveRecording(recording, { at: at - 86_400_000, speed: null })
  await expect(gone).rejects.toThrow('--at must be within the recording: ')
  await rm(folder, { recursive: true })
})

const CONNECTING_MS = 2_500

/** What the API of a kubeconfig answers, up to the text `until` if there is one. */
async function askApi(kubeconfig: string, path: string, until = ''): Promise<string> {
  const loaded = await loadKubeconfig({ paths: [kubeconfig], env: {} })
  if (loaded.type !== 'loaded') throw new Error('the kubeconfig cannot be read')
  const { transport } = connectCluster(loaded.current, { env: {}, clock: systemClock })
  const { body } = await transport.request({ path, signal: AbortSignal.timeout(10_000) })
  let text = ''
  for await (const chunk of body) {
    text += Buffer.from(chunk).toString()
    if (until !== '' && text.includes(until)) break
  }
  return text
}
