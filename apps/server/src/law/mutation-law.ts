import { History, type NotRecorded, type OpenedRecording, RecordingError } from '@slicescope/answers'
import { Random } from '@slicescope/model/random'
import { ALL_RIGHTS } from '@slicescope/view'
import { readRecording } from '../recordings/read-recording.ts'
import { systemTimers } from '../stream/timers.ts'
import { mutatedFile } from './mutated-file.ts'
import { recordInFile } from './recording-law.ts'

interface Run {
  readonly seed: number
  readonly files: number
}

/** What one read may take, ms, on a busy machine. */
const MOST_MS = 30_000

/**
 * Mutated recordings are read, or refused in one sentence; what is read can be asked about any moment. Answers with the
 * first that is not, seed included, or null.
 */
export async function findUnreadable({ seed, files }: Run): Promise<string | null> {
  const { members } = await recordInFile({ seed: seed % 20, steps: 12, scope: { type: 'all' } })
  for (let at = 0; at < files; at += 1) {
    const random = new Random(seed * 100_003 + at)
    const file = await mutatedFile(members, random)
    const began = performance.now()
    const problem = await tryFile(file)
    if (problem !== null) return `seed ${seed}, file ${at}: ${problem}`
    const took = performance.now() - began
    if (took > MOST_MS) return `seed ${seed}, file ${at}: it took ${Math.round(took)} ms`
    if (Object.hasOwn(Object.prototype, 'polluted')) return `seed ${seed}, file ${at}: it changed a prototype`
  }
  return null
}

async function tryFile(file: Uint8Array): Promise<string | null> {
  try {
    const opened = await readRecording(file)
    if (opened.damaged !== null && !isSentence(opened.damaged)) return `no sentence: ${opened.damaged}`
    await askAll(opened)
    return null
  } catch (error) {
    if (error instanceof RecordingError && isSentence(error.message)) return null
    return error instanceof Error ? `${error.stack}` : String(error)
  }
}

function isSentence(text: string): boolean {
  return /^[A-Z\d].*[.]$/s.test(text) && text.length < 500
}

/** At its beginning, in the middle and at its end. */
async function askAll(opened: OpenedRecording): Promise<void> {
  const history = historyOfFile(opened)
  for (const { from, to } of (await history.status()).stretches)
    for (const time of [from, (from + to) / 2, to]) await askAt(history, time)
  history.stop()
}

/** What is answered from a recording. */
export function historyOfFile({ header, journal }: OpenedRecording): History {
  return new History({
    journal,
    settle: async () => {},
    hasEnded: true,
    timers: systemTimers,
    origin: 'recording',
    clusterDomain: header.cluster.domain,
    unverifiedTls: header.cluster.insecure,
    onProblem: () => {},
  })
}

function askAt(history: History, time: number): Promise<NotRecorded | void> {
  return history.read({ time }, ({ view, now }) => {
    for (const { key } of view.rows('*', ALL_RIGHTS)) view.serviceView(key, now)
  })
}
