import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Chunk, JournalParts, JournalRows, JournalStore } from '@slicescope/history'
import { Random } from '@slicescope/model/random'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findLostEntry } from '../law/crash-law.ts'
import { findOtherPart, findOtherPast, findOtherRows } from '../law/journal-law.ts'
import { MemoryJournal } from './memory-journal.ts'
import { storeProblem } from './sqlite-files.ts'
import { SqliteJournal } from './sqlite-journal.ts'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slicescope-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function openFolder(folder: string): SqliteJournal {
  const journal = new SqliteJournal(() => folder)
  onTestFinished(() => journal.close().catch(() => {}))
  return journal
}

const STORES: readonly (readonly [string, () => JournalStore])[] = [
  ['memory', () => new MemoryJournal()],
  ['sqlite', () => openFolder(newFolder())],
]

function chunkOf(stretch: number, number: number, time = number): Chunk {
  const line = `[${number},${time},[["e",{"type":"time"}]]]`
  return { stretch, first: number, last: number + 1, from: time, to: time, lines: [line] }
}

async function beginAt(journal: JournalStore, time: number, epoch = 'a'): Promise<number> {
  const stretch = await journal.begin({ epoch, from: time, fieldSet: 9 })
  await addBase(journal, { stretch, number: 0, time })
  return stretch
}

async function addBase(
  journal: JournalStore,
  base: { stretch: number; number: number; time: number },
): Promise<number> {
  const id = await journal.beginBase(base)
  await journal.addToBase(id, { lines: [`base ${base.number}`, 'more of it'] })
  await journal.addToBase(id, { lines: ['the rest'] })
  await journal.finishBase(id)
  return id
}

async function linesOf(journal: JournalStore, stretch: number, asked: { after: number; time: number }) {
  const lines: string[] = []
  for (let { after } = asked; ; ) {
    const chunks = await journal.readChunks(stretch, after, { time: asked.time })
    if (chunks.length === 0) return lines
    lines.push(...chunks.flatMap(chunk => chunk.lines))
    after = chunks.at(-1)?.last ?? Infinity
  }
}

describe.each(STORES)('a journal in %s', (_name, open) => {
  test('gives back what was appended, in order, up to a moment', async () => {
    const journal = open()
    const stretch = await beginAt(journal, 0)
    for (let number = 1; number < 800; number += 2) {
      const { lines, ...chunk } = chunkOf(stretch, number)
      const padding = ' '.repeat(number === 301 ? 100_000 : 400)
      await journal.append({ ...chunk, lines: lines.map(line => `${line}${padding}`) }, [])
    }
    const lines = await linesOf(journal, stretch, { after: 0, time: 401 })
    expect(lines.slice(0, 201).map(line => Number(/\d+/.exec(line)?.[0]))).toEqual(
      Array.from({ length: 201 }, (_, at) => 1 + 2 * at),
    )
    const all = await linesOf(journal, stretch, { after: 0, time: Infinity })
    expect(all.map(line => Number(/\d+/.exec(line)?.[0]))).toEqual(Array.from({ length: 400 }, (_, at) => 1 + 2 * at))
    const later = await linesOf(journal, stretch, { after: 790, time: Infinity })
    expect(later.at(-1)).toContain('[799,')
    expect((await journal.status()).stretches).toMatchObject([{ epoch: 'a', from: 0, to: 799, fieldSet: 9 }])
  })

  test('finds the last base that is whole, by time and by position', async () => {
    const journal = open()
    const stretch = await beginAt(journal, 100)
    const second = await addBase(journal, { stretch, number: 50, time: 200 })
    await journal.beginBase({ stretch, number: 70, time: 300 })
    expect(await journal.findBase({ time: 99 })).toBeNull()
    expect(await journal.findBase({ time: 199 })).toMatchObject({ number: 0, time: 100 })
    expect(await journal.findBase({ time: 400 })).toMatchObject({ id: second, number: 50 })
    expect(await journal.findBase({ epoch: 'a', number: 49 })).toMatchObject({ number: 0 })
    expect(await journal.findBase({ epoch: 'b', number: 49 })).toBeNull()
    const lines: string[] = []
    await journal.readBase(second, async part => void lines.push(...part))
    expect(lines).toEqual(['base 50', 'more of it', 'the rest'])
  })

  test('a stretch without a base is not shown', async () => {
    const journal = open()
    await beginAt(journal, 0)
    await journal.begin({ epoch: 'b', from: 500, fieldSet: 9 })
    expect((await journal.status()).stretches.map(({ epoch }) => epoch)).toEqual(['a'])
  })

  test('of observations the one that holds at the beginning is among them', async () => {
    const journal = open()
    const stretch = await beginAt(journal, 0)
    const rows = [1, 5, 9].map(at => ({ kind: 'row', service: 'shop/web', at, text: `${at}` }) as const)
    await journal.append(chunkOf(stretch, 1), [...rows, { kind: 'change', service: 'shop/web', at: 6, text: 'c' }])
    await journal.append({ ...chunkOf(stretch, 3), lines: [] }, [
      { kind: 'row', service: 'shop/api', at: 7, text: 'x' },
    ])
    const read = async (service: string | null, from: number, to: number) =>
      (await journal.observations('row', service, { from, to })).map(({ text }) => text)
    expect(await read('shop/web', 6, 8)).toEqual(['5'])
    expect(await read('shop/web', 5, 20)).toEqual(['5', '9'])
    expect(await read(null, 0, 20)).toEqual(['1', '5', 'x', '9'])
    expect(await read('shop/none', 0, 20)).toEqual([])
  })

  test('what is too old or too much goes, base by base; the last base stays', async () => {
    const journal = open()
    const stretch = await beginAt(journal, 0)
    const random = new Random(1)
    for (let part = 0; part < 10; part += 1) {
      if (part > 0) await addBase(journal, { stretch, number: part * 10, time: part * 100 })
      const noise = Array.from({ length: 3000 }, () => random.below(1_000_000)).join()
      const chunk = chunkOf(stretch, part * 10 + 1, part * 100 + 50)
      await journal.append({ ...chunk, lines: [`[${chunk.first},${chunk.from},["${noise}"]]`] }, [
        { kind: 'row', service: 'shop/web', at: part * 100, text: `${part}` },
      ])
    }
    await journal.trim({ before: 350, bytes: 1e9 })
    expect((await journal.status()).droppedTo).toBe(300)
    expect(await journal.findBase({ time: 299 })).toBeNull()
    expect((await linesOf(journal, stretch, { after: 30, time: 360 })).map(line => line.slice(0, 4))).toContain('[31,')
    expect((await journal.observations('row', 'shop/web', { from: 0, to: 400 })).map(({ text }) => text)).toEqual([
      '3',
      '4',
    ])
    await journal.trim({ before: 0, bytes: 1 })
    expect((await journal.status()).stretches).toMatchObject([{ from: 900 }])
    expect(await journal.findBase({ time: 1000 })).toMatchObject({ number: 90 })
  })
})

test('[L3] a journal in a folder gives the answers that were given', { timeout: 120_000 }, async () => {
  const journal = openFolder(newFolder())
  expect(await findOtherPast({ seed: 7, steps: 40, journal })).toBeNull()
})

async function findOther(seed: number, unit: number, tamper = (journal: JournalStore) => journal) {
  const folder = newFolder()
  const journal = new SqliteJournal(() => folder, unit)
  onTestFinished(() => journal.close().catch(() => {}))
  return findOtherPart({ seed, steps: 40, journal, tamper })
}

describe('[L3] a part of a journal', () => {
  test.each([
    [12, 1024 * 1024],
    [15, 4096],
  ])('gives the answers that were given: seed %i, filed every %i', async (seed, unit) => {
    const { difference, ofParts } = await findOther(seed, unit)
    expect(difference).toBeNull()
    expect(ofParts).toBeGreaterThan(20)
  })

  test('has teeth: where nothing is looked for elsewhere, answers differ', async () => {
    const found = [await findOther(12, 4096, blinded), await findOther(15, 4096, blinded)]
    expect(found.some(({ difference }) => difference !== null)).toBe(true)
  })
})

describe('[L3] rows of a journal', () => {
  test('are those that were answered', async () => {
    const { difference, ofParts } = await findOtherRows({ seed: 12, steps: 40, journal: openFolder(newFolder()) })
    expect(difference).toBeNull()
    expect(ofParts).toBeGreaterThan(10)
  })

  test.each([
    ['what differs is lost at times', (lines: readonly string[]) => lines.filter((_, at) => at % 4 > 0)],
    [
      'sentences do not change',
      (lines: readonly string[]) => lines.map(line => line.replaceAll('"verdict"', '"said"')),
    ],
  ])('have teeth: %s', async (_bug, change) => {
    const tamper = (journal: JournalStore) => rowsThrough(journal, change)
    const found = await findOtherRows({ seed: 12, steps: 40, journal: openFolder(newFolder()), tamper })
    expect(found.difference).not.toBeNull()
  })
})

/** A journal of which the changes of rows are read through `change`. */
function rowsThrough(journal: JournalStore, change: (lines: readonly string[]) => readonly string[]): JournalStore {
  const { rows } = journal
  if (rows === null) throw new Error('the journal has no rows')
  const changed: JournalRows = {
    addToBase: (base, lines) => rows.addToBase(base, lines),
    append: chunk => rows.append(chunk),
    readBase: base => rows.readBase(base),
    readLines: async (...asked) => change(await rows.readLines(...asked)),
  }
  return new Proxy(journal, { get: (target, name) => (name === 'rows' ? changed : bound(target, name)) })
}

/** A journal that knows of nothing where it is. */
function blinded(journal: JournalStore): JournalStore {
  const { parts } = journal
  if (parts === null) throw new Error('the journal is not kept in parts')
  const blind: JournalParts = {
    readPart: asked => parts.readPart(asked),
    locate: async (_, filings) => filings.map(() => []),
  }
  return new Proxy(journal, { get: (target, name) => (name === 'parts' ? blind : bound(target, name)) })
}

function bound(target: JournalStore, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name)
  return typeof member === 'function' ? member.bind(target) : member
}

function rowsLine(number: number): string {
  return `[${number},${number},"${'x'.repeat(number === 701 ? 70_000 : 90)}"]`
}

describe('rows in a folder', () => {
  test('are read from a base on, up to a moment, and go with it', async () => {
    const journal = openFolder(newFolder())
    const { rows } = journal
    const stretch = await beginAt(journal, 0)
    const first = await journal.findBase({ time: 0 })
    expect(await rows.readBase(first?.id ?? 0)).toBeNull()
    const base = { stretch, number: 500, time: 500 }
    const id = await journal.beginBase(base)
    await rows.addToBase(id, ['a', 'b'])
    await rows.addToBase(id, ['c'])
    await journal.finishBase(id)
    for (let number = 501; number < 1500; number += 2)
      await rows.append({ ...chunkOf(stretch, number), lines: [rowsLine(number)] })
    expect(await rows.readBase(id)).toEqual(['a', 'b', 'c'])
    const read = await rows.readLines(base, base.number, { epoch: 'a', number: 801 })
    const numbers = read.map(each => Number(each.slice(1, 4)))
    expect(numbers.slice(0, 151)).toEqual(Array.from({ length: 151 }, (_, at) => 501 + 2 * at))
    const last = await addBase(journal, { stretch, number: 2000, time: 2000 })
    await journal.trim({ before: 3000, bytes: 1e9 })
    expect([await rows.readBase(id), await rows.readBase(last)]).toEqual([null, null])
    expect(await rows.readLines(base, base.number, { time: 3000 })).toEqual([])
  })
})

describe('a folder', () => {
  test('is for this user alone, and is read again after a restart', async () => {
    const folder = newFolder()
    const first = openFolder(folder)
    await first.append(chunkOf(await beginAt(first, 100), 1, 150), [])
    await first.close()
    const second = openFolder(folder)
    await beginAt(second, 1000, 'b')
    expect((await second.status()).stretches.map(({ epoch, from, to }) => [epoch, from, to])).toEqual([
      ['a', 100, 150],
      ['b', 1000, 1000],
    ])
    for (const file of readdirSync(folder)) expect([file, statSync(join(folder, file)).mode & 0o077]).toEqual([file, 0])
  })

  test('is written by one at a time; another one reads', async () => {
    const folder = newFolder()
    const [first, second] = [openFolder(folder), openFolder(folder)]
    await beginAt(first, 0)
    await expect(second.begin({ epoch: 'b', from: 5, fieldSet: 9 })).rejects.toThrow('another Slicescope records in')
    expect((await second.status()).stretches).toHaveLength(1)
    await first.close()
    await beginAt(second, 10, 'b')
  })

  test('of the version before is read on, whole', async () => {
    const folder = newFolder()
    const first = openFolder(folder)
    await first.append(chunkOf(await beginAt(first, 100), 1, 150), [])
    await first.close()
    const db = new DatabaseSync(join(folder, 'journal.db'))
    db.exec(`DROP TABLE units; DROP TABLE unit_parts; DROP TABLE base_postings; DROP TABLE base_pods;
      DROP INDEX base_parts_by_bucket; ALTER TABLE bases DROP COLUMN pages; ALTER TABLE base_parts DROP COLUMN bucket;
      PRAGMA user_version = 1`)
    db.close()
    const second = openFolder(folder)
    const base = await second.findBase({ time: 150 })
    if (base === null) throw new Error('the base is gone')
    const asked = { base, after: 0, until: { time: 150 }, buckets: [0], namespaces: [] }
    expect(await second.parts.readPart(asked)).toBeNull()
    expect(await linesOf(second, base.stretch, { after: 0, time: 150 })).toHaveLength(1)
    await beginAt(second, 1000, 'b')
  })

  test('whose file is damaged begins again, and keeps the file', async () => {
    const folder = newFolder()
    writeFileSync(
      join(folder, 'journal.db'),
      'this is no database, and it is long enough to be taken for one'.repeat(100),
    )
    const journal = openFolder(folder)
    await beginAt(journal, 0)
    expect(readdirSync(folder)).toContain('journal.db.damaged')
  })

  test('whose writer is killed again and again has all that was stored, in order', async () => {
    expect(await findLostEntry(1, 10)).toBeNull()
  })

  test('without space left says so, and what to do', () => {
    const db = new DatabaseSync(':memory:')
    onTestFinished(() => db.close())
    db.exec('CREATE TABLE t (text TEXT); PRAGMA max_page_count = 2')
    const fill = () => db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000))
    expect(problemOf(fill)).toBe(
      'no space is left for the history in /h: free some, or choose another folder with --history.',
    )
  })

  test('that cannot be written says so', async () => {
    const journal = openFolder('/dev/null/nowhere')
    await expect(journal.status()).rejects.toThrow('ENOTDIR')
  })
})

function problemOf(work: () => unknown): string {
  try {
    work()
    return ''
  } catch (error) {
    return storeProblem(error, '/h')
  }
}
