import { gunzipSync } from 'node:zlib'
import { NotRecorded } from '@slicescope/answers'
import type { RecordingHeader } from '@slicescope/history'
import { must } from '@slicescope/model'
import { answersOf, type Probe } from '@slicescope/view/then-law'
import { MemoryJournal } from '../history/memory-journal.ts'
import { packMember } from '../recordings/pack-member.ts'
import { readRecording } from '../recordings/read-recording.ts'
import { writeRecording } from '../recordings/write-recording.ts'
import { compare, EPOCH, excerpt, historyOf, type Read, recordStory, type Told } from './journal-law.ts'

type Lines = readonly string[]

interface Run {
  readonly seed: number
  readonly steps: number
  readonly scope: RecordingHeader['scope']
}

/** A file, and what was answered while it was recorded. */
interface Recorded {
  readonly seed: number
  readonly told: Told
  readonly members: readonly Uint8Array[]
}

/** UTF-16 units: within a story there are several chunks. */
const BOUNDS = { every: 5, chunk: 4000, unpacked: 2 ** 28, packed: 2 ** 26 }

const IDENTITY = {
  cluster: { slug: 'law', context: 'law', uid: null, version: null, domain: 'cluster.local', insecure: false },
  origin: 'live',
  tool: '0.0.0',
} as const

/**
 * Law L3 over a recording: what is read back from the file gives the answers that were given, about the Services of its
 * scope. Answers with the first difference, seed included, or null.
 */
export async function findOtherRecording(run: Run): Promise<string | null> {
  return findOtherIn(await recordInFile(run))
}

/** The same of a file; `tamper` plants a bug: what is found in a chunk. */
export async function findOtherIn(
  { seed, told, members }: Recorded,
  tamper?: (lines: Lines) => Lines,
): Promise<string | null> {
  const [header = new Uint8Array(), ...chunks] = members
  const found = tamper === undefined ? chunks : await Promise.all(chunks.map(chunk => tampered(chunk, tamper)))
  const opened = await readRecording(Buffer.concat([header, ...found]))
  if (opened.damaged !== null) return `seed ${seed}: ${opened.damaged}`
  const { services } = opened.header
  const history = historyOf(opened.journal, told, services === null ? null : new Set(services))
  for (const probe of told.probes) {
    const difference = await history.read({ epoch: EPOCH, number: probe.number }, then =>
      services === null ? compare(then, probe) : compareScoped(then, probe, new Set(services)),
    )
    if (difference instanceof NotRecorded) return `seed ${seed}, at ${probe.number}: ${difference.reason}`
    if (difference !== null) return `seed ${seed}, at ${probe.number}: ${difference}`
  }
  history.stop()
  return null
}

/** A random story, and the recording of a scope of it. */
export async function recordInFile({ seed, steps, scope }: Run): Promise<Recorded> {
  const journal = new MemoryJournal()
  const told = must(recordStory({ seed, steps, journal }), 'a story')
  const asked = { scope, from: -Infinity, to: Infinity }
  const file = await writeRecording(historyOf(journal, told), asked, { ...IDENTITY, bounds: BOUNDS })
  if (file instanceof NotRecorded) throw new Error(`the story cannot be written to a file: ${file.reason}`)
  return { seed, told, members: file.members }
}

function tampered(chunk: Uint8Array, tamper: (lines: Lines) => Lines): Promise<Uint8Array> {
  return packMember('chunk', tamper(gunzipSync(chunk).toString().trimEnd().split('\n')))
}

/** Rows and views as every reader sees them, and nothing about any other Service. */
function compareScoped({ view, past }: Read, { now, answers }: Probe, services: ReadonlySet<string>): string | null {
  const then = new Map(answersOf({ view, store: past, now }))
  for (const [question, answer] of answers) {
    const is = then.get(question) ?? 'nothing'
    const was = question.startsWith('rows for') ? rowsOf(answer, services) : answer
    if (isAsked(question, services) && was !== is)
      return `${question}: was ${excerpt(was, is)} but is ${excerpt(is, was)}`
  }
  return null
}

/** Names aside: an address may be that of any Service. */
function isAsked(question: string, services: ReadonlySet<string>): boolean {
  const [, key] = /^(?:what is remembered of |traffic of )?(\S+\/\S+)/.exec(question) ?? []
  return question.startsWith('rows for') || (key !== undefined && services.has(key))
}

function rowsOf(rows: string, services: ReadonlySet<string>): string {
  const all: readonly { readonly key: string }[] = JSON.parse(rows)
  return JSON.stringify(all.filter(({ key }) => services.has(key)))
}
