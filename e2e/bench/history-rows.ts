import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { HistoryCost } from './history-cost.ts'
import type { HistoryReads } from './history-reads.ts'
import type { Measure } from './measures.ts'

export interface HistorySize {
  readonly services: number
  readonly podsPerService: number
  /** That are recorded before the past is read. */
  readonly changes: number
  readonly reads: number
}

const SECONDS = 20
const BYTES_GOAL = 250
const LARGE = 5000
/** Reads of what is large. */
const FEW = 9
const MANY = { services: 10_000, podsPerService: 2 } as const

/** What recording costs beside following, and what reads of the past cost beside reads of now. */
export async function measureHistory(size: HistorySize): Promise<readonly Measure[]> {
  const { services, podsPerService, changes, reads } = size
  const pods = services * podsPerService
  const followed = await run<HistoryCost>('history-cost.ts', { pods, seconds: SECONDS })
  const recorded = await run<HistoryCost>('history-cost.ts', { pods, seconds: SECONDS, folder: 1 })
  const drawn = await run<HistoryReads>('history-reads.ts', {
    services,
    pods: podsPerService,
    changes,
    reads,
    lists: 0,
  })
  const large = await run<HistoryReads>('history-reads.ts', {
    services: 1,
    pods: LARGE,
    changes: changes / 10,
    reads: FEW,
    lists: 0,
  })
  const many = await run<HistoryReads>('history-reads.ts', {
    services: MANY.services,
    pods: MANY.podsPerService,
    changes: changes / 10,
    reads: FEW,
    lists: FEW,
  })
  const past = { unit: 'ms', note: `${changes} changes over ${pods} pods; floor: the same read of now` }
  return [
    {
      what: '2,000 changes a second followed and recorded',
      value: recorded.used / recorded.changes,
      floor: followed.used / followed.changes,
      unit: 'ms a change',
      note: 'goal: ratio 1.15; floor: only followed',
    },
    {
      what: 'event loop blocked while recording, p99',
      value: recorded.blocked.p99,
      floor: followed.blocked.p99,
      unit: 'ms',
      note: `floor: only followed; idle: ${recorded.idle.p99.toFixed(1)} ms`,
    },
    {
      what: 'bytes on disk a change',
      value: drawn.bytesPerChange,
      floor: drawn.arrivedPerChange,
      unit: 'bytes',
      note: `goal: at most ${BYTES_GOAL}; floor: its JSON as it arrives`,
    },
    {
      what: 'a Service at a random time, median',
      value: drawn.service.median,
      floor: drawn.live,
      ...past,
      note: `goal: ratio 5; ${past.note}`,
    },
    {
      what: 'a Service at a random time, p95',
      value: drawn.service.p95,
      floor: drawn.live,
      ...past,
      note: `goal: ratio 15; ${past.note}`,
    },
    { what: 'a Service a moment after that time', value: drawn.later, floor: drawn.live, ...past },
    {
      what: `a Service of ${LARGE} pods at a random time, median`,
      value: large.service.median,
      floor: large.live,
      unit: 'ms',
      note: 'goal: ratio 3; floor: the same read of now',
    },
    {
      what: `the list of ${MANY.services} Services at a random time, median`,
      value: many.list,
      floor: many.liveList,
      unit: 'ms',
      note: 'goal: ratio 3; floor: the list of now, as JSON',
    },
  ]
}

/** In a process of its own, with a heap of its own. */
async function run<T>(file: string, options: Readonly<Record<string, number>>): Promise<T> {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(Math.round(value))])
  const path = join(import.meta.dirname, file)
  return JSON.parse((await promisify(execFile)(process.execPath, [path, ...args])).stdout)
}
