import { BaseWriter, type JournalStore } from '@slicescope/history'
import {
  ClusterStore,
  FIELD_SET,
  ProjectionError,
  type Resource,
  RESOURCE_NAMES,
  type ResourceObjects,
  RESOURCES,
} from '@slicescope/model'
import { type Memory, type Outcome, serviceRemembered, viewOfStore } from '@slicescope/view'
import { MemoryJournal } from '../history/memory-journal.ts'
import { observationText } from '../history/observation.ts'
import type { Packing } from '../packing.ts'
import { coveredBy, metadataText } from './list-coverage.ts'
import type { PrintedLists, PrintedObject } from './read-objects.ts'

interface Options {
  /** When the lists were read from the API, in ms since the epoch. */
  readonly time: number
  /** Names the moment in positions. */
  readonly epoch: string
  readonly clusterDomain: string
  readonly packing: Packing
}

/** Each diagnosis may make another one due. */
const MOST_ROUNDS = 10

/** A journal with the one moment at which kubectl printed its lists. What is not in them is not recorded, and never absent. */
export async function journalOfLists({ lists }: PrintedLists, options: Options): Promise<JournalStore> {
  const { time, epoch, clusterDomain, packing } = options
  const store = new ClusterStore<Outcome>(() => time)
  const view = viewOfStore(store, { origin: 'recording', startedAt: time, clusterDomain })
  store.subscribe(batch => view.apply(batch))
  for (const resource of RESOURCE_NAMES) fill(store, { resource, lists, time })
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    view.diagnose(time, () => false)
    const outcomes = view.outcomes()
    if (outcomes.length === 0) break
    store.conclude(outcomes)
  }
  const journal = new MemoryJournal(packing)
  const stretch = await journal.begin({ epoch, from: time, fieldSet: FIELD_SET })
  const { number } = store
  const base = await journal.beginBase({ stretch, number, time })
  await journal.addToBase(base, { lines: [JSON.stringify({ watches: store.watches() })] })
  const writer = new BaseWriter(store, { memory: notWatched(view.memory()), serviceOf: serviceRemembered })
  for (let part = writer.next(); part !== null; part = writer.next()) await journal.addToBase(base, part)
  await journal.finishBase(base)
  const nothing = { stretch, first: number + 1, last: number, from: time, to: time, lines: [] }
  const rows = view.rows('*').map(row => {
    return { kind: 'row' as const, service: row.key, at: time, text: observationText(row) }
  })
  await journal.append(nothing, rows)
  return journal
}

/** What was so at that moment was so before: no watch saw how it began. */
function notWatched(memory: Memory): Memory {
  const observed = memory.observed.map(([key, known]) => {
    const since = known.health?.since ?? null
    if (known.health === null || since === null) return [key, known] as const
    return [key, { ...known, health: { ...known.health, since: { ...since, basis: 'before' as const } } }] as const
  })
  return { ...memory, observed }
}

interface Filling<R extends Resource> {
  readonly resource: R
  readonly lists: PrintedLists['lists']
  readonly time: number
}

/** Writes what the lists hold of a resource, and how much of it they cover. */
function fill<R extends Resource>(store: ClusterStore<Outcome>, { resource, lists, time }: Filling<R>): void {
  const scopes = coveredBy(lists, resource)
  if (!scopes.has(null)) store.writer(resource, null).setState({ phase: 'not-recorded' })
  for (const [namespace, objects] of scopes) {
    const writer = store.writer(resource, namespace)
    const { kept, leftOut } = keepAll(store, resource, objects)
    const relist = writer.relist()
    relist.add(kept)
    relist.finish()
    writer.setTimes({ heard: time, progressed: time, verified: time, silenceLimit: Number.MAX_SAFE_INTEGER })
    writer.setState({ phase: 'watching', hasSynced: true, loaded: kept.length, ...leftOut })
  }
}

const MOST_NAMED = 5

function keepAll<R extends Resource>(store: ClusterStore<Outcome>, resource: R, objects: readonly PrintedObject[]) {
  const { keep, isWanted } = RESOURCES[resource]
  const kept: { readonly object: ResourceObjects[R]; readonly resourceVersion: string }[] = []
  const failed: { readonly key: string; readonly why: string }[] = []
  for (const { raw } of objects) {
    if (isWanted !== undefined && !isWanted(raw)) continue
    try {
      kept.push({ object: keep(raw, store.interner), resourceVersion: metadataText(raw, 'resourceVersion') })
    } catch (error) {
      if (!(error instanceof ProjectionError)) throw error
      failed.push({ key: keyOf(raw), why: error.message })
    }
  }
  const leftOut = { count: failed.length, objects: failed.slice(0, MOST_NAMED) }
  return { kept, leftOut: failed.length === 0 ? {} : { leftOut } }
}

function keyOf(raw: PrintedObject['raw']): string {
  const namespace = metadataText(raw, 'namespace')
  return `${namespace === '' ? '' : `${namespace}/`}${metadataText(raw, 'name')}`
}
