import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createSynthetic } from '@slicescope/demo-cluster'
import { must } from '@slicescope/model'
import { Random } from '@slicescope/model/random'
import { EVERY_SERVICE, type RecordedStore, recordStore } from '@slicescope/server/recorded-store'
import type { ClusterView } from '@slicescope/view'
import { Arrivals, Churn } from './churn.ts'
import { sizeOf } from './folder-size.ts'
import { median, quantile } from './measures.ts'
import { storeOf } from './synthetic-store.ts'
import { VirtualTimers } from './virtual-timers.ts'

/*
 * node history-reads.ts --services N --pods N --changes N --reads N [--lists N]
 * Records a cluster with 2,000 changes a second of a virtual clock, and says what one read of the past costs beside the same
 * read of now.
 */
const PER_MS = 2
/** Changes between two waits for the store. */
const AT_ONCE = 2000

/** ms of processor time, of all threads. */
export interface HistoryReads {
  readonly service: { readonly median: number; readonly p95: number }
  /** A little later than the read before, as scrubbing does. */
  readonly later: number
  readonly list: number
  /** The same of now. */
  readonly live: number
  readonly liveList: number
  readonly bytesPerChange: number
  readonly arrivedPerChange: number
}

interface Size {
  readonly services: number
  readonly podsPerService: number
  readonly changes: number
  readonly reads: number
  /** Of all Services at a time; each takes seconds. */
  readonly lists: number
}

type Read = (view: ClusterView, now: number) => unknown

async function measureReads({ services, podsPerService, changes, reads, lists: ofAll }: Size): Promise<HistoryReads> {
  const storage = createSynthetic({ services, podsPerService, nodes: 500, zones: 3 })
  const timers = new VirtualTimers()
  const lists = { pods: storage.list('pods'), endpointslices: storage.list('endpointslices') }
  const store = storeOf(storage, lists, () => timers.now())
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-reads-'))
  const recorded = recordStore(store, { timers, folder })
  const first = store.number
  const [arrivals, churn] = [new Arrivals(store), new Churn(storage, 1)]
  let [done, settled, arrivedBytes] = [0, 0, 0]
  while (done < changes) {
    const arrived = churn.next(timers.now())
    for (const each of arrived) {
      arrivals.take(each)
      arrivedBytes += each.text.length
    }
    done += arrived.length
    timers.move(arrived.length / PER_MS)
    if (done - settled < AT_ONCE) continue
    await recorded.settle()
    settled = done
  }
  await recorded.settle()
  const prices = await readPast(recorded, { first, last: store.number, now: timers.now(), reads, lists: ofAll })
  const bytes = await sizeOf(folder)
  await recorded.stop()
  await rm(folder, { recursive: true })
  return { ...prices, bytesPerChange: bytes / done, arrivedPerChange: arrivedBytes / done }
}

interface Range {
  /** Numbers of entries. */
  readonly first: number
  readonly last: number
  readonly now: number
  readonly reads: number
  readonly lists: number
}

/** A Service and a time are drawn for each read. */
async function readPast({ view, epoch, history }: RecordedStore, { first, last, now, reads, lists }: Range) {
  const random = new Random(7)
  const keys = view.rows('*').map(({ key }) => key)
  const [ofService, later, ofList, live, liveList]: [number[], number[], number[], number[], number[]] = [
    [],
    [],
    [],
    [],
    [],
  ]
  const then = async (number: number, read: Read, service: string | null = null) => {
    const before = process.cpuUsage()
    const answer = await must(history, 'a history').read(
      { epoch, number },
      each => JSON.stringify(read(each.view, each.now)),
      service,
    )
    if (typeof answer !== 'string') throw new Error(`nothing is recorded: ${answer.reason}`)
    return usedSince(before)
  }
  const ofNow = (read: Read) => {
    const before = process.cpuUsage()
    JSON.stringify(read(view, now))
    return usedSince(before)
  }
  for (let count = 0; count < reads; count += 1) {
    const key = must(keys[random.below(keys.length)], 'a Service')
    const read: Read = (each, at) => each.serviceView(key, at)
    const number = first + 1 + random.below(last - first - LATER)
    live.push(ofNow(read))
    liveList.push(ofNow(listOf))
    ofService.push(await then(number, read, key))
    later.push(await then(number + LATER, read, key))
    if (count < lists) ofList.push(await then(first + 1 + random.below(last - first), listOf, EVERY_SERVICE))
  }
  return {
    service: { median: median(ofService), p95: quantile(ofService, 0.95) },
    later: median(later),
    list: ofList.length === 0 ? 0 : median(ofList),
    live: median(live),
    liveList: median(liveList),
  }
}

function listOf(view: ClusterView): unknown {
  return view.rows('*')
}

/** Entries. */
const LATER = 200

function usedSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '400' },
    pods: { type: 'string', default: '50' },
    changes: { type: 'string', default: '100000' },
    reads: { type: 'string', default: '9' },
    lists: { type: 'string', default: '3' },
  },
})
if (import.meta.main)
  process.stdout.write(
    JSON.stringify(
      await measureReads({
        services: Number(values.services),
        podsPerService: Number(values.pods),
        changes: Number(values.changes),
        reads: Number(values.reads),
        lists: Number(values.lists),
      }),
    ),
  )
