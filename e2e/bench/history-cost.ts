import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createSynthetic } from '@slicescope/demo-cluster'
import { systemClock } from '@slicescope/reflector'
import { recordStore, systemTimers } from '@slicescope/server/recorded-store'
import { Arrivals, Churn } from './churn.ts'
import { sizeOf } from './folder-size.ts'
import { storeOf } from './synthetic-store.ts'

/*
 * node history-cost.ts --pods N --seconds N [--folder 1: recorded in one]
 * Follows a cluster with 2,000 changes a second, and says what that cost and how long it blocked the event loop.
 */
const PODS_PER_SERVICE = 50
const PER_SECOND = 2000
const STEP_MS = 25
/** A machine that is too slow for so many changes takes longer, and is not blocked by them. */
const MOST_AT_ONCE = (2 * PER_SECOND * STEP_MS) / 1000

/** Of one run. */
export interface HistoryCost {
  readonly changes: number
  /** ms of processor time, of all threads. */
  readonly used: number
  /** ms; at most so long is every hundredth block, and the longest is. */
  readonly blocked: { readonly p99: number; readonly most: number }
  /** The same of this process while it does nothing. */
  readonly idle: { readonly p99: number; readonly most: number }
  /** Of the files. */
  readonly bytes: number
}

async function measureCost(pods: number, seconds: number, isRecorded: boolean): Promise<HistoryCost> {
  const storage = createSynthetic({
    services: pods / PODS_PER_SERVICE,
    podsPerService: PODS_PER_SERVICE,
    nodes: 500,
    zones: 3,
  })
  const lists = { pods: storage.list('pods'), endpointslices: storage.list('endpointslices') }
  const store = storeOf(storage, lists, () => systemTimers.now())
  const folder = isRecorded ? await mkdtemp(join(tmpdir(), 'slicescope-cost-')) : null
  const recorded = recordStore(store, { timers: systemTimers, folder })
  // The first base, and each Service diagnosed once.
  await setTimeout(3000 + pods / 10)
  await recorded.settle()
  const [arrivals, churn] = [new Arrivals(store), new Churn(storage, 1)]
  const idle = await blockedWhile(() => setTimeout(3000))
  const before = process.cpuUsage()
  let changes = 0
  const blocked = await blockedWhile(async () => {
    const begun = systemClock.elapsed()
    while (changes < seconds * PER_SECOND) {
      const due = Math.min(changes + MOST_AT_ONCE, ((systemClock.elapsed() - begun) / 1000) * PER_SECOND)
      while (changes < due) {
        const arrived = churn.next(systemTimers.now())
        for (const each of arrived) arrivals.take(each)
        changes += arrived.length
      }
      await setTimeout(STEP_MS)
    }
  })
  await recorded.settle()
  const { user, system } = process.cpuUsage(before)
  await recorded.stop()
  const bytes = folder === null ? 0 : await sizeOf(folder)
  if (folder !== null) await rm(folder, { recursive: true })
  return { changes, used: (user + system) / 1000, blocked, idle, bytes }
}

async function blockedWhile(work: () => Promise<unknown>) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await work()
  delay.disable()
  return { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 }
}

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '20' },
    folder: { type: 'string', default: '0' },
  },
})
if (import.meta.main)
  process.stdout.write(
    JSON.stringify(await measureCost(Number(values.pods), Number(values.seconds), values.folder === '1')),
  )
