import type { JournalStore } from '@slicescope/history'
import { describe, expect, test } from 'vitest'
import { MemoryJournal } from '../history/memory-journal.ts'
import { findOtherPast } from './journal-law.ts'

const SEEDS = [4, 12]
const STEPS = 40

test.each(SEEDS)('[L3] what is read back from a journal gives the answers that were given: seed %i', async seed => {
  expect(await findOtherPast({ seed, steps: STEPS, journal: new MemoryJournal() })).toBeNull()
})

test.each([
  ['policies', 731_452_195],
  ['routes to nothing', 765_517_294],
])('[L3] %s that are kept in another order are named in the same: seed %i', async (_, seed) => {
  expect(await findOtherPast({ seed, steps: 60, journal: new MemoryJournal() })).toBeNull()
})

/** A journal whose lines are read through `change`; of its bases, too. */
function reading(change: (lines: readonly string[]) => readonly string[]) {
  return (journal: JournalStore): JournalStore => ({
    status: () => journal.status(),
    begin: stretch => journal.begin(stretch),
    beginBase: base => journal.beginBase(base),
    parts: null,
    rows: null,
    addToBase: (base, part) => journal.addToBase(base, part),
    finishBase: (base, pods) => journal.finishBase(base, pods),
    append: (chunk, observations) => journal.append(chunk, observations),
    noteAlive: (stretch, time) => journal.noteAlive(stretch, time),
    noteGap: gap => journal.noteGap(gap),
    findBase: asked => journal.findBase(asked),
    readBase: (base, onLines) => journal.readBase(base, lines => onLines(change(lines))),
    readChunks: async (stretch, after, until) => {
      const chunks = await journal.readChunks(stretch, after, until)
      return chunks.map(chunk => ({ ...chunk, lines: change(chunk.lines) }))
    },
    observations: (kind, service, range) => journal.observations(kind, service, range),
    trim: bounds => journal.trim(bounds),
    close: () => journal.close(),
  })
}

function losing(pattern: RegExp) {
  return reading(lines => lines.filter(line => !pattern.test(line)))
}

describe('[L3] has teeth: each planted bug is found', () => {
  test.each([
    ['batches with Nodes are lost', losing(/^\[\d+,\d+.*"nodes"/)],
    ['batches with outcomes are lost', losing(/^\[\d+,\d+.*\["o"/)],
    ['what was observed is not in the base', losing(/^\["","observed"/)],
    ['pods are not in the base', losing(/^\["pods"/)],
    ['times are a second late', reading(lines => lines.map(line => line.replace(/^(\[\d+,\d+)\d{3},/, '$1999,')))],
  ])('%s', async (_bug, tamper) => {
    const [seed = 0, other = 0] = SEEDS
    const find = (each: number) => findOtherPast({ seed: each, steps: STEPS, journal: new MemoryJournal(), tamper })
    expect((await find(seed)) ?? (await find(other))).not.toBeNull()
  })
})
