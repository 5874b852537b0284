import type { CoverageOf } from '@slicescope/graph'
import type { Entry, Resource, WatchPhase, WatchState } from '@slicescope/model'
import { blindnessOf } from './blindness.ts'
import { type CoverageChange, coverageChanges } from './coverage-changes.ts'
import { knownAsOf } from './freshness.ts'
import { isFollowed } from './unchanged-before.ts'
import { coverageTable } from './watch-report.ts'
import { WatchTable } from './watch-table.ts'

/** What entries change of what is known by the watches. */
export interface WatchNews {
  readonly coverage: readonly CoverageChange[]
  /** Health goes stale or recovers: all of it is worded again, for stale health has a prefix. */
  readonly isStaleness: boolean
}

const CATCHING_UP: ReadonlySet<WatchPhase> = new Set<WatchPhase>(['listing', 'closed'])

/** What is known of the watches by the entries, and what that says of all that they bring. */
export class Watching {
  readonly #table: WatchTable
  #coverage: CoverageOf
  #blindness: string
  /** Since when all that changes are read from is known without a break, ms since the epoch; null where it is not. */
  followedSince: number | null

  constructor(watches: readonly WatchState[], startedAt: number) {
    this.#table = new WatchTable(watches.map(withoutTimes))
    this.#coverage = coverageTable(this.all())
    this.#blindness = blindnessOf(this.all())
    this.followedSince = isFollowed(this.all()) ? startedAt : null
  }

  all(): readonly WatchState[] {
    return this.#table.all()
  }

  /** As of the last entry. */
  coverage(resource: Resource, namespace: string): ReturnType<CoverageOf> {
    return this.#coverage(resource, namespace)
  }

  /** Takes over what a batch says of watches; null where it says nothing. */
  follow(batch: readonly Entry[], now: number): WatchNews | null {
    const before = this.all()
    const isNews = batch.map(entry => this.#table.follow(entry)).includes(true)
    if (!isNews) return null
    const was = this.#blindness
    this.#coverage = coverageTable(this.all())
    this.#blindness = blindnessOf(this.all())
    this.followedSince = isFollowed(this.all()) ? (this.followedSince ?? now) : null
    return { coverage: coverageChanges(before, this.all()), isStaleness: this.#blindness !== was }
  }

  /** What a resource brings now may have happened long ago: a gap is unknown. */
  isCatchingUp(resource: Resource): boolean {
    return this.all().some(watch => watch.resource === resource && CATCHING_UP.has(watch.phase))
  }

  /** As of when a namespace's health is known where the API server is out of reach, in ms; else null. */
  knownAsOf(namespace: string): number | null {
    return this.#blindness === '' ? null : knownAsOf(this.all(), namespace)
  }
}

/** The states that a view begins with may have their times beside them. */
function withoutTimes(watch: WatchState): WatchState {
  const { resource, namespace, phase, hasSynced, loaded, expected, reason, failures, blind, asOf } = watch
  const state = { resource, namespace, phase, hasSynced, loaded, expected, reason, failures, blind, asOf }
  const { leftOut, byNamespace } = watch
  return {
    ...state,
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(byNamespace === undefined ? {} : { byNamespace }),
  }
}
