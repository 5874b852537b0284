import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Random } from '@slicescope/model/random'
import { SqliteStore } from '../history/sqlite-store.ts'

const WRITER = fileURLToPath(new URL('crash-writer.ts', import.meta.url))
/** Far apart: the runs of one folder follow each other. */
const RUN_MS = 1_000_000
const MOST_ENTRIES = 400

/**
 * Kills a process that writes a journal at random moments, again and again in one folder. What was stored before is
 * there, whole and in order. Answers with the first thing that is not, seed included, or null.
 */
export async function findLostEntry(seed: number, kills: number): Promise<string | null> {
  const random = new Random(seed)
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-crash-'))
  try {
    for (let run = 0; run < kills; run += 1) {
      const stored = await writeUntilKilled(folder, run, random.below(MOST_ENTRIES))
      const wrong = findWrong(folder, run, stored)
      if (wrong !== null) return `seed ${seed}, kill ${run}: ${wrong}`
    }
    return null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The number of the last entry that it says is stored; it is killed soon after `until`. */
async function writeUntilKilled(folder: string, run: number, until: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, folder, `run${run}`, `${run * RUN_MS}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let stored = -1
  for await (const line of createInterface({ input: child.stdout })) {
    stored = Number(line)
    if (stored >= until) child.kill('SIGKILL')
  }
  await exited
  return stored
}

function findWrong(folder: string, run: number, stored: number): string | null {
  const journal = new SqliteStore(folder)
  try {
    const { stretches } = journal.status()
    if (stretches.length !== run + 1) return `${stretches.length} stretches of ${run + 1} runs`
    for (const { id, from, to, epoch } of stretches) {
      const numbers: number[] = []
      for (let after = 0; ; ) {
        const chunk = journal.readChunk(id, after, { time: Infinity })
        if (chunk === null) break
        after = chunk.last
        for (const line of chunk.text.split('\n')) numbers.push(Number(/^\[(\d+),/.exec(line)?.[1]))
      }
      if (numbers.some((number, at) => number !== at + 1)) return `${epoch}: entries are missing or out of order`
      if (to !== from + numbers.length)
        return `${epoch}: said to be recorded until ${to}, with ${numbers.length} entries`
      if (epoch === `run${run}` && numbers.length < stored)
        return `${numbers.length} entries of ${stored} that were stored`
      const rows = journal.observations('row', 'shop/web', { from: from + 1, to })
      // The one before holds where there is none of its own yet.
      const own = rows.filter(({ at }) => at > from)
      if (own.length !== numbers.length) return `${epoch}: ${own.length} observations of ${numbers.length}`
    }
    return null
  } finally {
    journal.close()
  }
}
