import { Random } from '@slicescope/model/random'
import { TestCluster } from '@slicescope/graph/testing'
import { type Entry, type EntryContent, objectKey, type Resource, RESOURCE_NAMES } from '@slicescope/model'
import { ClusterView } from '../cluster-view.ts'
import type { Outcome } from '../outcome.ts'
import type { Row } from '../schema/row.ts'
import type { Memory } from '../memory.ts'
import type { Watch } from '../watch-report.ts'
import { trackedListers } from '../reads/tracked-listers.ts'
import { WatchedReads } from './watched-reads.ts'
import { boundedListers } from './bounded-listers.ts'
import { randomObject } from './random-story.ts'

interface Run {
  readonly seed: number
  /** At most 110: after an hour what has stayed weighs less, for who has seen it that long. */
  readonly steps: number
  /** A planted bug: what reaches the view of the entries there are. */
  readonly tamper?: (batch: readonly Entry<never>[]) => readonly Entry<never>[]
  /** A planted bug: how reads are tracked. */
  readonly track?: typeof trackedListers
}

const BEGIN = Date.UTC(2026, 0, 1, 3)
/** More than controllers are given to follow, and than a Service without endpoints waits before it searches again. */
const STEP_MS = 31_000
/** How often there is no time for more; a Service takes some fifteen steps. */
const REST = 0.1
/** What a step changes, the more often the more rules go by it. */
const OFTEN: readonly Resource[] = [
  'services',
  'endpointslices',
  'endpointslices',
  'pods',
  'pods',
  'pods',
  'nodes',
  'events',
]

/**
 * Law L1 of diagnosis: rows and open Services, findings included, that were kept up to date by Deltas equal those built
 * again; places of backends, since when, and what was seen to change aside. Answers with the first difference, seed and step included, or null.
 */
export function findStaleView(run: Run): string | null {
  const law = new IncrementalViewLaw(run)
  for (let step = 1; step <= run.steps; step += 1) {
    const difference = law.step()
    if (difference !== null) return `seed ${run.seed}, step ${step}: ${difference}`
  }
  return null
}

class IncrementalViewLaw {
  readonly #random: Random
  /** Of its own: when it rests changes nothing of the story. */
  readonly #rest: Random
  readonly #cluster = new TestCluster()
  readonly #view: ClusterView
  #memory: (() => Pick<Memory, 'observed' | 'followedSince'>) | null = null
  readonly #open = new Set<string>()
  readonly #reads = new WatchedReads()
  #now = BEGIN

  constructor({ seed, tamper, track = trackedListers }: Run) {
    this.#random = new Random(seed)
    this.#rest = new Random(seed)
    for (let count = 0; count < 60; count += 1) this.#change()
    this.#view = this.#fromScratch((listers, log) => track(this.#reads.begin(log.key, listers), log))
    this.#memory = () => this.#view.memory()
    this.#cluster.store.subscribe(batch => {
      // The store of tests knows no clock.
      const timed = batch.map(entry => ({ ...entry, time: this.#now }))
      this.#view.apply(tamper?.(timed) ?? timed)
    })
  }

  step(): string | null {
    for (let changes = 1 + this.#random.below(3); changes > 0; changes -= 1) {
      // Changes interrupt a diagnosis.
      this.#view.diagnose(this.#now, () => this.#rest.chance(REST))
      conclude(this.#view, this.#now)
      this.#change()
    }
    const key = this.#random.pick(['shop/web', 'shop/api', 'shop/db', 'pay/web'])
    if (this.#random.chance(0.2)) this.#openOrClose(key)
    this.#now += STEP_MS
    return this.#difference()
  }

  #change(): void {
    const resource = this.#random.chance(0.6)
      ? (OFTEN[this.#random.below(OFTEN.length)] ?? 'pods')
      : (RESOURCE_NAMES[this.#random.below(RESOURCE_NAMES.length)] ?? 'pods')
    const object = randomObject(resource, this.#random)
    if (this.#random.chance(0.2)) this.#cluster.delete(resource, object)
    else this.#cluster.set(resource, object)
  }

  #openOrClose(key: string): void {
    if (this.#open.delete(key)) this.#view.close(key)
    else {
      this.#open.add(key)
      this.#view.open(key)
    }
  }

  /** What was remembered stays: counts are held, and losses last, by what was observed. */
  #fromScratch(track = trackedListers): ClusterView {
    const { observed, followedSince } = this.#memory?.() ?? { observed: [], followedSince: null }
    const nothing = { outcomes: [], leases: [], due: [], clockStep: null }
    return new ClusterView({
      memory: { watches: this.#watches(), observed, followedSince, ...nothing },
      listers: boundedListers(this.#cluster.store.listers),
      watches: () => this.#watches(),
      origin: 'live',
      startedAt: this.#now,
      clusterDomain: 'cluster.local',
      track,
    })
  }

  #watches(): readonly Watch[] {
    return RESOURCE_NAMES.map(resource => watching(resource, this.#now))
  }

  #difference(): string | null {
    const fresh = this.#fromScratch()
    const views = [this.#view, fresh] as const
    for (const view of views) {
      tell(view, [{ type: 'time' }], this.#now)
      view.diagnose(this.#now, () => false)
      conclude(view, this.#now)
    }
    const { services } = this.#cluster.store.listers
    const keys = [...services.list()].map(objectKey)
    const unnoticed = this.#reads.findUnnoticed(key => services.get(key) !== undefined)
    if (unnoticed !== null) return unnoticed
    const watched = new Set(
      this.#view
        .rows('*')
        .filter(isByWatching)
        .map(({ key }) => key),
    )
    const answers = views.map(view => [
      ...rowsOf(view, this.#now, watched),
      ...keys.map(key => JSON.stringify(withoutPlaces(view.serviceView(key, this.#now), watched.has(key)))),
    ])
    const [kept = [], rebuilt = []] = answers
    const at = rebuilt.findIndex((answer, index) => answer !== kept[index])
    return at === -1 ? null : describe(kept[at] ?? '', rebuilt[at] ?? '')
  }
}

/** What was worked out is shown from its entry on, as the server does it. */
function conclude(view: ClusterView, time: number): void {
  tell(
    view,
    view.outcomes().map(outcome => ({ type: 'outcome', outcome })),
    time,
  )
}

function tell(view: ClusterView, contents: readonly EntryContent<Outcome>[], time: number): void {
  view.apply(contents.map(content => ({ ...content, number: 0, time, fieldSet: 0 })))
}

/** What differs between two answers, from a little before it on. */
function describe(kept: string, fresh: string): string {
  let at = 0
  while (at < fresh.length && fresh[at] === kept[at]) at += 1
  const from = Math.max(0, at - 120)
  return `${fresh.slice(0, 60)}... kept ${kept.slice(from, at + 160)} but fresh ${fresh.slice(from, at + 160)}`
}

/** Who began to watch later has seen fewer changes, */
function withoutBegun(sentence: string): string {
  return sentence.replace(/\. The loss began [^;]*(?=\.$|\. Possible cause: )/, '')
}

/** and does not know of what shows only to who watched. */
const BY_WATCHING: ReadonlySet<string> = new Set(['SC-B9', 'SC-G6'])

function isByWatching({ findings }: Row): boolean {
  return findings.some(({ code }) => BY_WATCHING.has(code))
}

function withoutWatched<T extends { readonly code: string }>(findings: readonly T[]): readonly T[] {
  return findings.filter(({ code }) => !BY_WATCHING.has(code))
}

/** In their order, unless that may go by what was watched. */
function rowsOf(view: ClusterView, now: number, watched: ReadonlySet<string>): readonly string[] {
  const rows = view.rows('*')
  const ordered = watched.size === 0 ? rows : rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return ordered.map(row => {
    const { verdict, severity, findings } = row
    const words = watched.has(row.key) ? null : [withoutBegun(verdict), severity]
    return JSON.stringify({ ...row, since: null, findings: withoutWatched(findings), verdict: words, severity: null })
  })
}

function unplaced<T extends { readonly key: string }>(list: readonly T[]): readonly T[] {
  return list.map(each => ({ ...each, slot: 0 })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function withoutPlaces(view: ReturnType<ClusterView['serviceView']>, isWatched: boolean): unknown {
  if (view === undefined) return view
  return {
    ...view,
    verdict: isWatched ? null : [withoutBegun(view.verdict.sentence), view.verdict.severity],
    findings: withoutWatched(view.findings),
    changes: [],
    backends: unplaced(view.backends),
    endpoints: unplaced(view.endpoints),
  }
}

function watching(resource: Resource, now: number): Watch {
  return {
    resource,
    namespace: null,
    phase: 'watching',
    hasSynced: true,
    loaded: 0,
    expected: null,
    reason: null,
    failures: 0,
    blind: false,
    asOf: null,
    heard: now,
    progressed: now,
    stalledAfter: null,
    verified: now,
    silenceLimit: 75_000,
    nextAttempt: null,
  }
}
