import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { isRecordingFile, NotRecorded, RecordingError } from '@slicescope/answers'
import { markMember, readMember } from '@slicescope/history'
import { beforeAll, describe, expect, test } from 'vitest'
import { historyOfFile } from '../law/mutation-law.ts'
import { recordInFile } from '../law/recording-law.ts'
import { packMember } from './pack-member.ts'
import { writeRecording } from './write-recording.ts'
import { readRecording } from './read-recording.ts'

let members: readonly Uint8Array[] = []

beforeAll(async () => {
  ;({ members } = await recordInFile({ seed: 3, steps: 30, scope: { type: 'all' } }))
}, 60_000)

async function sentenceOf(file: Uint8Array): Promise<string> {
  const read = readRecording(file)
  await expect(read).rejects.toThrow(RecordingError)
  return read.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}

/** Without one of the chunks: how many stretches, and what is said of it. */
async function lossOf(file: Uint8Array) {
  const { journal, damaged } = await readRecording(file)
  return { stretches: (await journal.status()).stretches.length, damaged }
}

describe('a recording', () => {
  test('is a gzip file of lines, the first of which says what it is', () => {
    const lines = gunzipSync(Buffer.concat(members)).toString().trimEnd().split('\n')
    expect(lines[0]).toMatch(/^\{"magic":"slicescope.recording","version":1,/)
    for (const line of lines.slice(1)) expect(JSON.parse(line)).toHaveProperty('seq')
    expect(isRecordingFile(Buffer.concat(members))).toBe(true)
    expect(members.length).toBeGreaterThan(3)
  })

  test('that is cut loses its last chunks', async () => {
    const whole = Buffer.concat(members)
    const count = members.length - 1
    expect(await lossOf(whole)).toEqual({ stretches: 1, damaged: null })
    expect(await lossOf(whole.subarray(0, -5))).toEqual({
      stretches: 1,
      damaged: `1 of ${count} parts of the recording cannot be read (the file ends in the middle of it): the times that they covered are shown as gaps.`,
    })
    const shorter = await lossOf(Buffer.concat(members.slice(0, -2)))
    expect(shorter.damaged).toContain(`2 of ${count} parts`)
    expect(shorter.damaged).toContain('the file was cut off')
  })

  test.each([
    ['bits', (member: Uint8Array) => member.with(40, (member[40] ?? 0) ^ 4)],
    ['its size', (member: Uint8Array) => member.with(17, (member[17] ?? 0) ^ 4)],
    ['its beginning', (member: Uint8Array) => member.with(0, 7)],
    ['its end', (member: Uint8Array) => member.subarray(0, -9)],
  ])('one of whose chunks is damaged in %s loses that chunk', async (_, damage) => {
    const second = members[2] ?? new Uint8Array()
    const { stretches, damaged } = await lossOf(Buffer.concat(members.with(2, damage(second))))
    expect(stretches).toBe(2)
    expect(damaged).toContain(`1 of ${members.length - 1} parts of the recording cannot be read`)
  })

  test('with a gap is written again with that gap', async () => {
    const opened = await readRecording(Buffer.concat(members.toSpliced(2, 1)))
    const history = historyOfFile(opened)
    const { cluster } = opened.header
    const asked = { scope: { type: 'all' }, from: 0, to: Infinity } as const
    const again = await writeRecording(history, asked, { cluster, origin: 'recording', tool: '2.0.0' })
    if (again instanceof NotRecorded) throw new Error(again.reason)
    const { header, journal, damaged } = await readRecording(Buffer.concat(again.members))
    const { stretches } = await journal.status()
    expect([damaged, header.origin, stretches.length, header.gaps.length]).toEqual([null, 'recording', 2, 1])
    const [before, after] = (await opened.journal.status()).stretches
    expect(header.gaps).toEqual([{ from: toTime(before?.to), to: toTime(after?.from) }])
    expect(stretches.map(({ from, to }) => [from, to])).toEqual([
      [before?.from, before?.to],
      [after?.from, after?.to],
    ])
  })

  test('of which nothing can be read says why', async () => {
    const [header = new Uint8Array()] = members
    expect(await sentenceOf(Buffer.from('hello'))).toBe('The file is not a Slicescope recording.')
    expect(await sentenceOf(new Uint8Array(64 * 2 ** 20 + 1))).toBe('The recording is larger than 64 MB.')
    expect(await sentenceOf(header)).toBe('No part of the recording can be read: the file was cut off.')
    expect(await sentenceOf(header.subarray(0, -3))).toContain('the file ends in the middle of it')
    expect(await sentenceOf(await packMember('header', ['{}']))).toBe('The file is not a Slicescope recording.')
    const newer = gunzipSync(header).toString().replace('"version":1', '"version":2')
    expect(await sentenceOf(await packMember('header', [newer]))).toContain('Update Slicescope to open it.')
  })

  test('that unpacks to much more than its size is refused', async () => {
    const [header = new Uint8Array()] = members
    const bomb = await packMember('chunk', ['x'.repeat(2 ** 22)])
    // What we write ourselves never looks like one.
    expect(readMember(bomb, 0)?.size).toBeGreaterThan(2 ** 22 / 200)
    const real = markMember('chunk', gzipSync(Buffer.alloc(2 ** 22)))
    expect(await sentenceOf(Buffer.concat([header, real]))).toBe(
      'The recording unpacks to more than 200 times its size.',
    )
  })

  test('with names such as __proto__ changes no prototype', async () => {
    const text = gunzipSync(members[1] ?? new Uint8Array())
      .toString()
      .trimEnd()
    const hostile = text.replaceAll('"labels":{', '"labels":{"__proto__":"x","constructor":"y",')
    const file = Buffer.concat([...members.slice(0, 1), await packMember('chunk', hostile.split('\n'))])
    await readRecording(file).catch(() => null)
    expect(Object('').x).toBeUndefined()
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})

function toTime(ms = 0): string {
  return new Date(ms).toISOString()
}

/** The file is never written again: what version 1 wrote stays readable. */
test('a file of version 1 gives the answers that it gave', async () => {
  const bytes = await readFile(join(import.meta.dirname, 'golden/version-1.slicescope.gz'))
  const opened = await readRecording(bytes)
  expect(opened.damaged).toBeNull()
  expect(opened.header).toMatchObject({ scope: { type: 'all' }, services: null, fieldSet: 9, chunks: 2 })
  const history = historyOfFile(opened)
  const rows = await history.read({ time: Date.parse(opened.header.to) }, ({ view }) =>
    view.rows('*').map(({ key, ready, total, health }) => `${key} ${ready} ${total} ${health}`),
  )
  history.stop()
  expect(rows).toEqual([
    'pay/web 0 0 empty',
    'pay/api 0 0 empty',
    'pay/edge 0 0 empty',
    'shop/edge 2 3 degraded',
    'shop/db 3 3 healthy',
  ])
})
