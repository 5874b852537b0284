import { getScenario, type ResourceName, runScenario, type Storage } from '@slicescope/demo-cluster'
import {
  ClusterStore,
  type Resource,
  RESOURCE_NAMES,
  type ResourceInfo,
  RESOURCES,
  type ResourceWriter,
} from '@slicescope/model'
import { type ClusterView, type Outcome, type Row, viewOfStore } from '@slicescope/view'

export interface Played {
  readonly scenario: string
  readonly seed?: number | undefined
  readonly minutes: number
  /** Resources that the API refuses. */
  readonly forbidden?: readonly Resource[]
}

/** A row as it was sent, and when, ms since the beginning. */
export interface Told {
  readonly at: number
  readonly row: Row
  /** What its sentence begins with. */
  readonly lead: string
}

/** 2026-01-01T03:00:00Z: the same story at each run. */
const BEGIN = Date.UTC(2026, 0, 1, 3)
/** As the server: the first change leaves at once, the next ones together. */
const PATCH_MS = 50

/** Plays a demo on the virtual clock behind a view that is driven as the server drives it; tells each row that is sent. */
export function playDemo({ scenario, seed, minutes, forbidden = [] }: Played, onRow: (told: Told) => void): void {
  const simulation = runScenario(getScenario(scenario), { now: () => BEGIN, ...(seed === undefined ? {} : { seed }) })
  const { storage, clock } = simulation
  const end = BEGIN + minutes * 60_000
  const store = new ClusterStore<Outcome>(clock.now)
  for (const resource of RESOURCE_NAMES)
    follow(resource, { storage, store, end, isForbidden: forbidden.includes(resource) })
  const view = viewOfStore(store, { origin: 'demo', startedAt: BEGIN })
  store.subscribe(batch => view.apply(batch))
  for (let flushed = BEGIN; flushed < end; ) {
    const isWaiting = flush({ store, view, storage })
    for (const key of view.takeChanged().rows) {
      const row = view.row(key)
      if (row !== undefined) onRow({ at: clock.now() - BEGIN, row, lead: leadOf(row.verdict) })
    }
    flushed = clock.now()
    const next = isWaiting ? flushed : Math.min(clock.nextDue() ?? end, view.nextChangeAt() ?? end)
    clock.runUntil(Math.min(end, Math.max(next, flushed + PATCH_MS)))
  }
}

function leadOf(sentence: string): string {
  return sentence.startsWith('Recovered') ? 'Recovered' : (/^(?:Likely: .*?\. |.*?: )/.exec(sentence)?.[0] ?? sentence)
}

interface Followed {
  readonly storage: Storage
  readonly store: ClusterStore<Outcome>
  readonly end: number
  readonly isForbidden: boolean
}

/** Lists a resource and follows it; one that the demo does not have is empty. */
// R ties the writer to what is kept for it.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function follow<R extends Resource>(resource: R, { storage, store, end, isForbidden }: Followed): void {
  const info: ResourceInfo<R> = RESOURCES[resource]
  const writer: ResourceWriter<R> = store.writer(resource, null)
  if (isForbidden) {
    writer.setState({ phase: 'forbidden', reason: 'forbidden for the test' })
    return
  }
  if (isServed(resource)) {
    writer.apply(storage.list(resource).map(raw => ({ type: 'set', object: info.keep(raw, store.interner) })))
    storage.subscribe(resource, ({ type, object }) =>
      writer.apply([{ type: type === 'DELETED' ? 'delete' : 'set', object: info.keep(object, store.interner) }]),
    )
  }
  // Nothing keeps silent before the end.
  writer.setTimes({ heard: end, progressed: end, verified: end })
  writer.setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
}

const NOT_SERVED: ReadonlySet<Resource> = new Set<Resource>([
  'httproutes',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'apiservices',
])

function isServed<R extends Resource>(resource: R): resource is R & ResourceName {
  return !NOT_SERVED.has(resource)
}

interface Flushed {
  readonly store: ClusterStore<Outcome>
  readonly view: ClusterView
  readonly storage: Storage
}

/** Answers whether something was worked out that is not shown yet. */
function flush({ store, view, storage }: Flushed): boolean {
  store.noteSilence()
  if ((view.nextChangeAt() ?? Infinity) <= storage.now()) store.noteTime()
  for (const lease of view.leases()) {
    const spec = storage.get('leases', lease)?.spec
    store.noteLease(
      lease,
      spec === undefined
        ? { state: 'absent' }
        : { state: 'known', renewTime: String(spec.renewTime), holder: 'demo', holdsMs: 40_000 },
    )
  }
  view.diagnose(storage.now(), () => false)
  store.conclude(view.outcomes())
  return view.outcomes().length > 0
}
