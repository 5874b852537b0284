import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Random } from '@slicescope/model/random'
import type { ClusterView } from '@slicescope/view'
import { History, NotRecorded } from '@slicescope/answers'
import { SqliteJournal } from '../history/sqlite-journal.ts'
import { systemTimers } from '../stream/timers.ts'

const RECORDER = fileURLToPath(new URL('crash-recorder.ts', import.meta.url))
/** ms; a run lasts no longer than this. */
const MOST_MS = 2500
/** ms; what was seen longer ago is there after a kill. */
const MOST_LOST_MS = 1000
/** ms between two answers of a process that runs. A longer time is that of other processes, on a busy machine. */
const STEP_MS = 40
/** Of the answers of a run so many are asked for again. */
const ASKED = 12

interface Told {
  readonly number: number
  readonly time: number
  readonly digest: string
}

interface Killed {
  readonly epoch: string
  readonly at: number
  readonly told: readonly Told[]
}

/** All that is shown of all Services, in few letters. */
export function digestOf(view: ClusterView): string {
  return createHash('sha256')
    .update(JSON.stringify(view.rows('*')))
    .digest('base64url')
}

/**
 * Kills a process that records a cluster at random moments, again and again in one folder. What it answered more than a
 * second before is answered again; what came later is, or is in a gap. Answers with the first thing that is otherwise, seed
 * included, or null.
 */
export async function findForgottenAnswer(seed: number, kills: number): Promise<string | null> {
  const random = new Random(seed)
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-killed-'))
  try {
    const runs: Killed[] = []
    for (let run = 0; run < kills; run += 1) {
      const epoch = `run${run}`
      runs.push(await recordUntilKilled([folder, epoch, `${seed + run}`], random.below(MOST_MS)))
      // Of a run before it, too: what comes later leaves it as it was.
      const before = runs[random.below(runs.length)]
      for (const each of new Set([runs.at(-1), before])) {
        const wrong = each === undefined ? null : await findWrong(folder, each, random)
        if (wrong !== null) return `seed ${seed}, kill ${run}, ${each?.epoch}: ${wrong}`
      }
    }
    return null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function recordUntilKilled(args: readonly string[], afterMs: number): Promise<Killed> {
  const child = spawn(process.execPath, [RECORDER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const told: Told[] = []
  let at = Infinity
  for await (const line of createInterface({ input: child.stdout })) {
    const [number, time, digest = ''] = line.split(' ')
    told.push({ number: Number(number), time: Number(time), digest })
    if (told.length > 1) continue
    setTimeout(() => {
      at = systemTimers.now()
      child.kill('SIGKILL')
    }, afterMs)
  }
  await exited
  return { epoch: String(args[1]), at, told }
}

/** ms for which the process ran from then until it was killed. */
function ranSince(time: number, { told, at }: Pick<Killed, 'told' | 'at'>): number {
  const times = [...told.map(each => each.time).filter(each => each >= time), at]
  return times.reduce((sum, each, index) => sum + Math.min(STEP_MS, each - (times[index - 1] ?? each)), 0)
}

async function findWrong(folder: string, { epoch, at, told }: Killed, random: Random): Promise<string | null> {
  const journal = new SqliteJournal(() => folder)
  const problems: string[] = []
  const history = new History({
    journal,
    settle: async () => {},
    hasEnded: true,
    timers: systemTimers,
    origin: 'live',
    clusterDomain: 'cluster.local',
    unverifiedTls: false,
    onProblem: problem => problems.push(problem),
  })
  try {
    const asked = told.filter((_, index) => index >= told.length - 3 || random.chance(ASKED / told.length))
    for (const { number, time, digest } of asked) {
      const isOld = ranSince(time, { told, at }) > MOST_LOST_MS
      const answer = await history.read({ epoch, number }, ({ view, past, gap }) =>
        gap !== null ? 'gap' : past.number >= number ? digestOf(view) : 'before the end',
      )
      const is = answer instanceof NotRecorded ? answer.reason : answer
      const mayLack = !isOld && ['gap', 'before', 'before the end', 'nothing'].includes(is)
      if (is !== digest && !mayLack)
        return `of ${number}, ${Math.round(at - time)} ms before the kill: ${is} ${problems.join(' ')}`
    }
    return null
  } finally {
    history.stop()
    await journal.close()
  }
}
