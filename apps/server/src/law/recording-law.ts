import type { JournalStore, RecordingHeader } from '@slicescope/history'
import { type History, NotRecorded } from '../history/history.ts'
import { MemoryJournal } from '../history/memory-journal.ts'
import { readRecording } from '../recordings/read-recording.ts'
import { writeRecording } from '../recordings/write-recording.ts'
import { compare, EPOCH, historyOf, recordStory } from './journal-law.ts'

interface Run {
  readonly seed: number
  readonly steps: number
  readonly scope: RecordingHeader['scope']
  /** Planted bugs: another journal in front of what is written to the file. */
  readonly tamper?: (journal: JournalStore) => JournalStore
}

/** UTF-16 units: within a story there are several chunks. */
const BOUNDS = { chunk: 4000, unpacked: 2 ** 28, packed: 2 ** 26 }

const IDENTITY = {
  cluster: {
    slug: 'law',
    context: 'law',
    uid: null,
    version: null,
    domain: 'cluster.local',
    insecure: false,
  },
  origin: 'live',
  tool: '0.0.0',
} as const

/**
 * Law L3 over a recording: what is read back from the file gives the answers that were given. Answers with the first
 * difference, seed included, or null.
 */
export async function findOtherRecording({ seed, steps, scope, tamper = same => same }: Run): Promise<string | null> {
  const journal = new MemoryJournal()
  const told = recordStory({ seed, steps, journal })
  if (told === null) return 'nothing was recorded'
  const members = await membersOf(historyOf(tamper(journal), told), scope)
  const opened = await readRecording(Buffer.concat(members))
  if (opened.damaged !== null) return `seed ${seed}: ${opened.damaged}`
  const history = historyOf(opened.journal, told)
  for (const probe of told.probes) {
    const difference = await history.read({ epoch: EPOCH, number: probe.number }, then => compare(then, probe))
    if (difference instanceof NotRecorded) return `seed ${seed}, at ${probe.number}: ${difference.reason}`
    if (difference !== null) return `seed ${seed}, at ${probe.number}: ${difference}`
  }
  history.stop()
  return null
}

/** A recording of a random story, as the members of its file. */
export async function lawFile({ seed, steps }: Omit<Run, 'scope' | 'tamper'>): Promise<readonly Uint8Array[]> {
  const journal = new MemoryJournal()
  const told = recordStory({ seed, steps, journal })
  return told === null ? [] : membersOf(historyOf(journal, told), { type: 'all' })
}

async function membersOf(history: History, scope: Run['scope']): Promise<readonly Uint8Array[]> {
  const asked = { scope, from: -Infinity, to: Infinity }
  const file = await writeRecording(history, asked, { ...IDENTITY, bounds: BOUNDS })
  if (file instanceof NotRecorded) throw new Error(`the story cannot be written to a file: ${file.reason}`)
  return file.members
}
