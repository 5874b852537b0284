import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EVERY_SERVICE, History, NotRecorded, Past, type Timers } from '@slicescope/answers'
import type { JournalStore } from '@slicescope/history'
import { answersAbout, answersOf, type Probe, RecordedStory, type Witnessed } from '@slicescope/view/then-law'
import { Recorder } from '../history/recorder.ts'
import { SqliteJournal } from '../history/sqlite-journal.ts'

export { MemoryJournal } from '../history/memory-journal.ts'

interface Run {
  readonly seed: number
  readonly steps: number
  readonly journal: JournalStore
  /** Planted bugs: another journal in front of what is read. */
  readonly tamper?: (journal: JournalStore) => JournalStore
}

export const EPOCH = 'law'
/** Within a story there are several bases, and changes while one is written. */
const SIZES = { betweenBases: 20_000, changesBetweenBases: 1000, baseStep: 4000 }
/** UTF-16 units. */
const FILED_EVERY = 4096

/**
 * Law L3 over a journal: what was recorded, stored, read back and replayed gives the answers that were given. Asked at
 * random moments, forward and back. Answers with the first difference, seed included, or null.
 */
export async function findOtherPast({ seed, steps, journal, tamper = same => same }: Run): Promise<string | null> {
  const told = recordStory({ seed, steps, journal })
  if (told === null) return 'nothing was recorded'
  const { probes } = told
  const history = historyOf(tamper(journal), told)
  for (const probe of [...probes, ...probes.toReversed().filter((_, at) => at % 3 === 0)]) {
    const difference = await history.read({ epoch: EPOCH, number: probe.number }, then => compare(then, probe))
    if (difference instanceof NotRecorded) return `seed ${seed}, at ${probe.number}: ${difference.reason}`
    if (difference !== null) return `seed ${seed}, at ${probe.number}: ${difference}`
  }
  history.stop()
  return null
}

/**
 * Law L3 of parts: what one Service's part of a journal answers about it was answered. Answers with the first difference,
 * seed included, or null, and how many reads were of a part alone.
 */
export async function findOtherPart({ seed, steps, journal, tamper = same => same }: Run) {
  const told = recordStory({ seed, steps, journal })
  let ofParts = 0
  const answer = (difference: string | null) => ({ difference, ofParts })
  if (told === null) return answer('nothing was recorded')
  const history = historyOf(tamper(journal), told)
  for (const [at, probe] of told.probes.entries()) {
    const [key] = servicesOf(probe).slice(at % Math.max(1, servicesOf(probe).length))
    if (key === undefined) continue
    const read = (then: Read) => {
      if (!(then.past instanceof Past)) ofParts += 1
      return compareOne(key, then, probe)
    }
    const difference = await history.read({ epoch: EPOCH, number: probe.number }, read, key)
    if (difference instanceof NotRecorded) return answer(`seed ${seed}, at ${probe.number}: ${difference.reason}`)
    if (difference !== null) return answer(`seed ${seed}, at ${probe.number}: ${difference}`)
    // What is moved on is another part than one that is read from the base.
    if (at % 3 === 0) history.forget()
  }
  history.stop()
  return answer(null)
}

/**
 * Law L3 of rows: those that were recorded are those that were answered, and what lists tell beside them is what all of the
 * cluster tells. Answers as `findOtherPart` does.
 */
export async function findOtherRows({ seed, steps, journal, tamper = same => same }: Run) {
  const told = recordStory({ seed, steps, journal })
  let ofParts = 0
  const answer = (difference: string | null) => ({ difference, ofParts })
  if (told === null) return answer('nothing was recorded')
  const history = historyOf(tamper(journal), told)
  // Back, too: what was moved on is not what a base holds.
  const probes = [...told.probes, ...told.probes.toReversed().filter((_, at) => at % 3 === 0)]
  for (const [at, { number, answers }] of probes.entries()) {
    const asked = { epoch: EPOCH, number }
    const read = (then: Read) => {
      if (!(then.past instanceof Past)) ofParts += 1
      return listed(then)
    }
    const ofRows = await history.read(asked, read, EVERY_SERVICE)
    // All of the cluster costs more than all else here.
    const ofAll = at % ALL_EVERY === 0 ? await history.read(asked, listed) : ofRows
    if (ofRows instanceof NotRecorded || ofAll instanceof NotRecorded)
      return answer(`seed ${seed}, at ${number}: nothing`)
    const [is, was] = [ofRows.rows, new Map(answers).get('rows for all') ?? 'nothing']
    if (is !== was) return answer(`seed ${seed}, at ${number}: was ${excerpt(was, is)} but is ${excerpt(is, was)}`)
    const [beside, all] = [ofRows.beside, ofAll.beside]
    if (beside !== all)
      return answer(`seed ${seed}, at ${number}: all tell ${excerpt(all, beside)}, rows ${excerpt(beside, all)}`)
    // What is moved on is another part than one that is read from the base.
    if (at % 3 === 0) history.forget()
  }
  history.stop()
  return answer(null)
}

const ALL_EVERY = 4

/** What lists are made of; ages aside. */
function listed({ view }: Read) {
  const freshness = { ...view.freshness({ namespace: '*' }), heard: null, progressed: null, verified: null }
  const beside = [view.overview(), freshness, view.watches(), view.hasServices()]
  return { rows: JSON.stringify(view.rows('*')), beside: JSON.stringify(beside) }
}

/** Both over a journal in a folder of its own, that is filed often. */
export async function findOtherPartOnDisk(run: Pick<Run, 'seed' | 'steps'>): Promise<string | null> {
  return (await findOnDisk(run, findOtherPart)) ?? findOnDisk(run, findOtherRows)
}

async function findOnDisk({ seed, steps }: Pick<Run, 'seed' | 'steps'>, findOther: typeof findOtherRows) {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-part-'))
  const journal = new SqliteJournal(() => folder, FILED_EVERY)
  try {
    return (await findOther({ seed, steps, journal })).difference
  } finally {
    await journal.close().catch(() => {})
    await rm(folder, { recursive: true, force: true })
  }
}

function servicesOf({ answers }: Probe): readonly string[] {
  return answers
    .flatMap(([question]) => (question.endsWith(OF_SERVICE) ? question.slice(0, -OF_SERVICE.length) : []))
    .filter(key => key.includes('/') && !key.includes(' '))
}

const OF_SERVICE = ' for all'

function compareOne(key: string, { view }: Read, { now, answers }: Probe): string | null {
  const told = new Map(answers)
  for (const [question, is] of answersAbout(key, { view, now })) {
    const was = told.get(question) ?? 'nothing'
    if (is !== was) return `${question}: was ${excerpt(was, is)} but is ${excerpt(is, was)}`
  }
  return null
}

export interface Told {
  readonly probes: readonly Probe[]
  readonly recorder: Recorder
  readonly timers: Timers
}

/** A random story that is recorded in the journal while it happens, and what was answered meanwhile. */
export function recordStory({ seed, steps, journal }: Omit<Run, 'tamper'>): Told | null {
  const timers = new StoryTimers()
  let recorder: Recorder | null = null
  const story = new RecordedStory(seed, witnessed => {
    const own = recorderOf(witnessed, timers, journal)
    recorder = own
    timers.now = witnessed.now
    own.start()
    return { follow: batch => own.follow(batch), step: () => timers.runDue() }
  })
  const { probes } = story.run(steps)
  return recorder === null ? null : { probes, recorder, timers }
}

/** What is answered from a journal about the story. */
export function historyOf(
  journal: JournalStore,
  { recorder, timers }: Omit<Told, 'probes'>,
  only: ReadonlySet<string> | null = null,
): History {
  return new History({
    journal,
    settle: () => recorder.settle(),
    timers,
    origin: 'live',
    clusterDomain: 'cluster.local',
    unverifiedTls: false,
    only,
    onProblem: () => {},
  })
}

/** The story's own time; what is due runs between two of its steps. */
class StoryTimers implements Timers {
  now: () => number = () => 0
  #tasks: readonly { readonly at: number; readonly task: () => void }[] = []

  after(ms: number, task: () => void): () => void {
    const planned = { at: this.now() + ms, task }
    this.#tasks = [...this.#tasks, planned]
    return () => {
      this.#tasks = this.#tasks.filter(each => each !== planned)
    }
  }

  runDue(): void {
    const due = this.#tasks.filter(({ at }) => at <= this.now())
    this.#tasks = this.#tasks.filter(each => !due.includes(each))
    for (const { task } of due) task()
  }
}

function recorderOf({ store, view, catchUp }: Witnessed, timers: StoryTimers, journal: JournalStore): Recorder {
  return new Recorder({
    store,
    view,
    epoch: EPOCH,
    timers,
    journal,
    isReady: () => true,
    catchUp,
    keepMs: Infinity,
    keepBytes: Infinity,
    onProblem: problem => {
      throw new Error(problem)
    },
    sizes: SIZES,
  })
}

export type Read = Parameters<Parameters<History['read']>[1]>[0]

export function compare({ view, past }: Read, { now, answers }: Probe): string | null {
  const then = new Map(answersOf({ view, store: past, now }))
  for (const [question, answer] of answers) {
    const is = then.get(question) ?? 'nothing'
    if (is !== answer) return `${question}: was ${excerpt(answer, is)} but is ${excerpt(is, answer)}`
  }
  return then.size === answers.length ? null : 'other questions'
}

/** Both from a little before the first difference on. */
export function excerpt(text: string, other: string): string {
  let at = 0
  while (at < text.length && text[at] === other[at]) at += 1
  return text.slice(Math.max(0, at - 100), at + 160)
}
