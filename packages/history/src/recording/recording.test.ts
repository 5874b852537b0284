import { ClusterStore, type Entry, finish, RESOURCES } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { BatchWriter } from '../batch-line.ts'
import { JournalError } from '../journal-error.ts'
import { Replay } from '../replay.ts'
import { type ReadChunk, readChunk } from './chunk-reader.ts'
import { ChunkWriter, type Kept } from './chunk-writer.ts'
import { formatLineTime, parseLineTime } from './line-time.ts'
import { readHeader, type RecordingHeader, writeHeader } from './recording-header.ts'

interface Outcome {
  readonly service: string
  readonly findings: readonly string[]
}

const BEGIN = Date.UTC(2026, 0, 1, 3)
const ALL: Kept = { object: () => true, service: () => true }

function aPod(name: string, ready: boolean) {
  const labels = { app: 'web', constructor: 'x', ['__proto__']: '</script>' }
  return {
    metadata: { name, namespace: 'shop', uid: name, labels },
    spec: { nodeName: 'node-1' },
    status: { podIPs: [{ ip: '10.0.0.1' }], conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }
}

/** A small story: what a journal says of it, and a chunk of a recording. */
function record(kept = ALL) {
  let now = BEGIN
  const store = new ClusterStore<Outcome>(() => now)
  const pods = store.writer('pods', null)
  const set = (name: string, ready: boolean, resourceVersion: string) =>
    pods.apply([{ type: 'set', object: RESOURCES.pods.keep(aPod(name, ready), store.interner), resourceVersion }])
  const remove = (name: string) =>
    pods.apply([{ type: 'delete', object: RESOURCES.pods.keep(aPod(name, true), store.interner) }])
  set('web-1', true, '1')
  set('web-2', true, '2')
  const memory = { observed: [['shop/web', { since: 1 }]], clockStep: null }
  const head = { epoch: 'a1', fieldSet: 9, number: store.number, time: now }
  const chunk = new ChunkWriter<Outcome>(head, { store, memory, watchTimes: [], serviceOf: o => o.service, kept })
  finish(chunk.writeBase())
  const journal = new BatchWriter<Outcome>(outcome => outcome.service)
  const lines: string[] = []
  const entries: Entry<Outcome>[] = []
  store.subscribe(batch => {
    chunk.write(batch, false)
    lines.push(journal.write(batch))
    entries.push(...batch)
  })
  now += 1000.25
  set('web-1', false, '3')
  store.conclude([{ service: 'shop/web', findings: ['a'] }])
  pods.setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  now += 50
  set('web-1', true, '4')
  set('web-3', true, '5')
  set('web-3', false, '6')
  store.conclude([{ service: 'shop/web', findings: ['a', 'b'] }])
  remove('web-2')
  set('web-2', false, '8')
  store.noteLease({ namespace: 'kube-node-lease', name: 'node-1' }, { state: 'absent' })
  store.noteTime()
  store.noteClockStep(3000)
  store.noteGap(BEGIN, now)
  const observations = [{ kind: 'row', service: 'shop/web', at: BEGIN, text: '{"ready":1}' }] as const
  return { file: chunk.finish(store.number, now, observations), lines, entries, head, store }
}

function linesOf({ batches }: ReadChunk): readonly string[] {
  return batches.map(batch => (typeof batch === 'string' ? batch : batch.line))
}

function readOutcome(raw: unknown): Outcome | null {
  return Object(raw)
}

function replayOf({ base }: ReadChunk): Replay<Outcome, object> {
  const replay = new Replay<Outcome, object>({ readOutcome, readMemory: Object, fieldSet: 9 })
  for (const line of base) replay.readBaseLine(line)
  return replay
}

/** Of all but the ends of batches. */
function placesOf(entries: readonly Entry<Outcome>[]) {
  return entries.flatMap(({ type, number, time }) => (type === 'batch' ? [] : [{ type, number, time }]))
}

function isOfWeb3(entry: Entry<Outcome>): boolean {
  return entry.type === 'delta' ? entry.delta.object.metadata.name === 'web-3' : entry.type !== 'outcome'
}

describe('a chunk of a recording', () => {
  test('reads as the journal that it was made from: the same entries, numbers and times', () => {
    const { file, lines, head, store } = record()
    const read = readChunk(file)
    expect(read).toMatchObject({ ...head, last: store.number, to: BEGIN + 1050.25 })
    expect(linesOf(read).map(line => JSON.parse(line))).toEqual(
      // Files are not written by buckets.
      lines.map(line => JSON.parse(line.replace(/\],\d+\]$/, ']]'))),
    )
    expect(read.observations).toEqual([{ kind: 'row', service: 'shop/web', at: BEGIN, text: '{"ready":1}' }])
    const replay = replayOf(read)
    expect(replay.memory()).toEqual({ observed: [['shop/web', { since: 1 }]], clockStep: null })
    for (const line of linesOf(read)) replay.readLine(line)
    const pods = [...replay.store.listers.pods.list()].map(pod => JSON.stringify(pod)).toSorted()
    expect(pods).toEqual([...store.listers.pods.list()].map(pod => JSON.stringify(pod)).toSorted())
    expect(replay.store.resourceVersion('pods', 'shop/web-1')).toBe('4')
  })

  test('is a list of watch events: whole the first time, then what changed', () => {
    const lines = record().file.map((line): Record<string, unknown> => JSON.parse(line))
    const ofWeb1 = lines.filter(({ object }) => JSON.stringify(object).includes('"name":"web-1"'))
    expect(ofWeb1.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'PATCHED'])
    expect(ofWeb1[1]).toMatchObject({
      at: '2026-01-01T03:00:01.00025Z',
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1', resourceVersion: '3' } },
    })
    expect(JSON.stringify(ofWeb1[2]).length).toBeLessThan(JSON.stringify(ofWeb1[1]).length)
  })

  test('keeps its numbers where something is left out', () => {
    const kept: Kept = { object: (_, key) => key === 'shop/web-3', service: () => false }
    const { file, entries } = record(kept)
    const read = readChunk(file)
    const replay = replayOf(read)
    const replayed = linesOf(read).flatMap(line => replay.readLine(line))
    expect(placesOf(replayed)).toEqual(placesOf(entries.filter(isOfWeb3)))
    const places = read.batches.flatMap(batch => (typeof batch === 'string' ? [] : [[batch.first, batch.last]]))
    for (const [at, [first]] of places.slice(1).entries()) expect(first).toBe((places[at]?.[1] ?? 0) + 1)
  })

  test.each<readonly [string, (lines: readonly string[]) => readonly string[]]>([
    ['has no end', lines => lines.slice(0, -1)],
    ['has no beginning', lines => lines.slice(1)],
    ['has no base', lines => lines.filter(line => !line.includes('"Base"'))],
    ['has a line that is no JSON', lines => lines.with(3, '{')],
    ['has a line of a list', lines => lines.with(3, '[]')],
    ['has lines in another order', lines => lines.toReversed()],
    ['lacks what changes', lines => lines.filter(line => !line.startsWith('{"type":"ADDED"'))],
    ['has an unknown type', lines => lines.map(line => line.replace('"MODIFIED"', '"BOOKMARK"'))],
    ['has an unknown kind', lines => lines.map(line => line.replace('"kind":"Pod"', '"kind":"Secret"'))],
    ['has no times', lines => lines.map(line => line.replace('"2026-', '"1 '))],
    ['goes on after its end', lines => [...lines, ...lines.slice(-1)]],
  ])('that %s is refused', (_, damage) => {
    expect(() => readChunk(damage(record().file))).toThrow(JournalError)
  })
})

test('a time of a line is read back as it was', () => {
  for (const ms of [0, BEGIN, BEGIN + 0.5, BEGIN + 999.125, 1796059924123.456])
    expect(parseLineTime(formatLineTime(ms))).toBe(ms)
  for (const text of ['2026-01-01', '', 5, '9999-99-99T00:00:00.000Z'])
    expect(() => parseLineTime(text)).toThrow(JournalError)
})

describe('the header', () => {
  const header: RecordingHeader = {
    tool: '1.0.0',
    cluster: { slug: 'demo', context: 'demo', uid: null, version: '1.37', domain: 'cluster.local', insecure: false },
    origin: 'demo',
    from: '2026-01-01T03:00:00.000Z',
    to: '2026-01-01T04:00:00.000Z',
    fieldSet: 9,
    scope: { type: 'service', namespace: 'shop', name: 'web' },
    services: ['shop/web'],
    resources: [],
    gaps: [],
    leftOut: [],
    chunks: 1,
  }

  test('is read back as it was written', () => {
    expect(readHeader(writeHeader(header))).toEqual(header)
  })

  test('of a newer format says what to do', () => {
    const newer = writeHeader(header).replace('"version":1,', '"version":7,')
    expect(readHeader(newer)).toBe(
      'The recording has format 7, written by Slicescope 1.0.0, and this version reads format 1. Update Slicescope to open it.',
    )
  })

  test.each([
    ['{}', 'The file is not a Slicescope recording.'],
    ['{', 'The file is not a Slicescope recording.'],
    [writeHeader(header).replace('"all"', '5').replace('"chunks":1', '"chunks":-1'), 'The header of the recording'],
  ])('that is none is refused: %s', (line, sentence) => {
    expect(readHeader(line)).toContain(sentence)
  })
})
