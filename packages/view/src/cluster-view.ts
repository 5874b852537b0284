import { ClusterGraph, compareEndpoints, type CoverageOf, type Inputs, type Touched } from '@slicescope/graph'
import {
  type EndpointSlice,
  type Entry,
  type Listers,
  objectKey,
  type ResourceDelta,
  type Service,
} from '@slicescope/model'
import { type Answer, cannotTell } from './answer.ts'
import { type CoverageChange, coverageChanges } from './coverage-changes.ts'
import { Diagnoses, healthOf } from './diagnoses.ts'
import { dnsAnswer } from './dns-answer.ts'
import { freshnessOf, knownAsOf, nextSilence } from './freshness.ts'
import { HealthLog } from './health-log.ts'
import { OpenServices, type Picture } from './open-services.ts'
import { ALL_RIGHTS, maySee, permitChecklist, permitDiagnosed, permitRow, permitView, type Rights } from './rights.ts'
import { buildRow } from './row.ts'
import { RowTable } from './row-table.ts'
import type { DnsAnswer } from './schema/dns.ts'
import type { Freshness } from './schema/freshness.ts'
import type { Row } from './schema/row.ts'
import type { ServiceView } from './schema/service-view.ts'
import type { NodeTraffic, TrafficGroups } from './schema/traffic.ts'
import { buildServiceView } from './service-view.ts'
import { touchedServices } from './touched-services.ts'
import { nodeTraffic, trafficGroups } from './traffic-answer.ts'
import { coverageTable, isBlind, isRequired, tableKey, type Watch } from './watch-report.ts'

interface Options {
  readonly listers: Listers
  /** What is known of each watch now (ClusterStore.watches). */
  readonly watches: () => readonly Watch[]
  readonly demo: boolean
  /** When we began to watch, in ms since the epoch. */
  readonly startedAt: number
}

/** What may have changed since it was last asked for. A key whose row is gone now is among `rows` too. */
export interface Changed {
  readonly rows: ReadonlySet<string>
  /** Of the open ones. */
  readonly services: ReadonlySet<string>
  /** Whether any freshness may have changed, ages aside. */
  readonly watches: boolean
}

/** A topic of the stream, as far as its freshness goes. */
export type Scope = { readonly service: string } | { readonly namespace: string }

/**
 * All answers about one cluster, kept up to date by the entries of its sequencer. It knows no clock: `now` is in ms
 * since the epoch and never goes back. Keys are `namespace/name`.
 */
export class ClusterView {
  readonly #options: Options
  readonly #graph: ClusterGraph
  readonly #log = new HealthLog()
  readonly #diagnoses: Diagnoses
  readonly #open = new OpenServices()
  readonly #rows = new RowTable(key => this.#makeRow(key))
  #coverage: CoverageOf
  /** What the coverage was made from. */
  #covered: readonly Watch[]
  #watches: readonly Watch[]
  #blindness: Blindness
  #now: number
  #isLookedAt = false
  #changedRows = new Set<string>()
  #changedServices = new Set<string>()
  #changedWatches = false

  constructor(options: Options) {
    this.#options = options
    this.#now = options.startedAt
    this.#watches = options.watches()
    this.#blindness = describeBlindness(this.#watches, this.#now)
    this.#covered = this.#watches
    this.#coverage = coverageTable(this.#covered)
    const coverage: CoverageOf = (resource, namespace) => this.#coverage(resource, namespace)
    const { listers } = options
    this.#graph = new ClusterGraph({ listers, coverage })
    this.#diagnoses = new Diagnoses({ graph: key => this.#graph.graph(key), evidence: { listers, coverage } })
    for (const key of this.#graph.keys()) {
      this.#noteHealth(key, this.#now, false)
      this.#diagnoses.mark(key)
      this.#rows.invalidate(key)
    }
  }

  /** For every batch of ClusterStore.subscribe, at once and in order. Costs what the change costs. */
  apply(batch: readonly Entry[]): void {
    const time = batch.at(-1)?.time ?? this.#now
    this.#now = Math.max(this.#now, time)
    this.#isLookedAt = false
    const changes = batch.some(({ type }) => type === 'watch') ? this.#followWatches() : []
    const deltas = batch.flatMap((entry): readonly ResourceDelta[] => (entry.type === 'delta' ? [entry.delta] : []))
    this.#touch(this.#graph.apply(deltas), time)
    for (const { resource, namespace } of changes) this.#touch(this.#graph.coverageChanged(resource, namespace), time)
    this.#markForDiagnosis(deltas, time)
    if (changes.length > 0) for (const key of this.#graph.keys()) this.#diagnoses.mark(key)
  }

  /**
   * Works out why Services are as they are, those that are open first, until none waits or `isOver`. Answers whether
   * some still wait.
   */
  diagnose(now: number, isOver: () => boolean): boolean {
    this.#advance(now)
    for (let key = this.#nextToDiagnose(now); key !== undefined; key = this.#nextToDiagnose(now)) {
      this.#runDiagnosis(key, now)
      if (isOver()) return this.#nextToDiagnose(now) !== undefined
    }
    return false
  }

  /** Whether takeChanged would answer anything. */
  hasChanged(): boolean {
    return this.#changedRows.size > 0 || this.#changedServices.size > 0 || this.#changedWatches
  }

  /** Clears what it answers. With `now` it also counts what time alone has changed. */
  takeChanged(now: number = this.#now): Changed {
    this.#advance(now)
    const changed = { rows: this.#changedRows, services: this.#changedServices, watches: this.#changedWatches }
    this.#changedRows = new Set()
    this.#changedServices = new Set()
    this.#changedWatches = false
    return changed
  }

  /** Services were listed completely once, or are refused, wherever they are followed. Before that nothing may be said not to exist. */
  hasServices(): boolean {
    const watches = this.#options.watches().filter(({ resource }) => resource === 'services')
    return watches.length > 0 && watches.every(({ hasSynced, phase }) => hasSynced || phase === 'forbidden')
  }

  /** Of one namespace, or of all ('*'), what is broken first. */
  rows(namespace: string, now: number, rights: Rights = ALL_RIGHTS): readonly Row[] {
    this.#advance(now)
    const all = this.#rows.sorted()
    const inScope = namespace === '*' ? all : all.filter(row => row.namespace === namespace)
    return rights === ALL_RIGHTS ? inScope : inScope.flatMap(row => this.#permitRow(row, rights) ?? [])
  }

  row(key: string, now: number, rights: Rights = ALL_RIGHTS): Row | undefined {
    this.#advance(now)
    const row = this.#rows.get(key)
    return row === undefined || rights === ALL_RIGHTS ? row : this.#permitRow(row, rights)
  }

  /** Keeps the graph and the places of a Service from now on, whether it exists yet or not. Counted: open twice, close twice. */
  open(key: string): void {
    this.#graph.open(key)
    this.#open.open(key)
    this.#picture(key)
  }

  close(key: string): void {
    if (!this.#open.has(key)) return
    this.#graph.close(key)
    this.#open.close(key)
  }

  /** Undefined for a Service that does not exist, unless it was deleted while open: then as it was last shown. */
  serviceView(key: string, now: number, rights: Rights = ALL_RIGHTS): ServiceView | undefined {
    this.#advance(now)
    // An answer for one is worth the wait: its findings are as fresh as its counts.
    if (this.#diagnoses.isMarked(key)) this.#runDiagnosis(key, now)
    const picture = this.#picture(key)
    if (picture === null || !maySee(rights, namespaceOf(key))) return undefined
    const { graph, slots, since, deletedAt } = picture
    const diagnosed = permitDiagnosed(this.#diagnoses.get(key), graph, rights)
    const inputs = { listers: this.#options.listers, coverage: this.#coverage }
    const checks = permitChecklist(diagnosed?.checks ?? [], rights)
    const legacyEndpoints = rights.mayRead('endpoints', namespaceOf(key)) ? compareEndpoints(graph, inputs) : null
    const asOf = deletedAt === null ? this.#knownAsOf(graph.service.namespace) : null
    const freshness = this.freshness({ service: key }, now)
    return permitView(
      buildServiceView({
        graph,
        slots,
        since,
        freshness,
        asOf,
        deletedAt,
        diagnosed,
        legacyEndpoints,
        checklist: checks,
      }),
      rights,
    )
  }

  /** From this node, who answers? `version` is the cluster's. */
  nodeTraffic(key: string, node: string, { version, rights = ALL_RIGHTS }: Asking): Answer<NodeTraffic> {
    if (!rights.mayRead('nodes', null)) return cannotTell('Nodes', 'forbidden')
    return this.#ask(key, { rights, needs: ['nodes'] }, found => {
      const traffic = nodeTraffic({ ...found, version }, node)
      return traffic === undefined ? { type: 'no-node' } : { type: 'answer', value: traffic }
    })
  }

  /** From every node. */
  trafficGroups(key: string, { version, rights = ALL_RIGHTS }: Asking): Answer<TrafficGroups> {
    if (!rights.mayRead('nodes', null)) return cannotTell('Nodes', 'forbidden')
    return this.#ask(key, { rights, needs: ['nodes'] }, found => ({
      type: 'answer',
      value: trafficGroups({ ...found, version }),
    }))
  }

  /** The names of a Service under this domain, and what each resolves to. */
  dns(key: string, clusterDomain: string, rights: Rights = ALL_RIGHTS): Answer<DnsAnswer> {
    return this.#ask(key, { rights, needs: [] }, found => ({
      type: 'answer',
      value: dnsAnswer({ ...found, clusterDomain }),
    }))
  }

  freshness(scope: Scope, now: number): Freshness {
    this.#advance(now)
    const namespace = 'service' in scope ? namespaceOf(scope.service) : scope.namespace
    return freshnessOf(this.#options.watches(), { namespace, now, demo: this.#options.demo })
  }

  /** When time alone will next change an answer, in ms since the epoch; null if never. Moves on as watches are heard. */
  nextChangeAt(): number | null {
    const times = [nextSilence(this.#options.watches(), this.#now), this.#diagnoses.nextDue()].flatMap(
      time => time ?? [],
    )
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Asks of a Service that the reader may see, where slices and what else it needs are known. */
  #ask<T>(key: string, { rights, needs }: Needing, answer: (found: Found) => Answer<T>): Answer<T> {
    const { listers } = this.#options
    const service = listers.services.get(key)
    if (service === undefined || !maySee(rights, namespaceOf(key))) return { type: 'absent' }
    for (const resource of ['endpointslices', ...needs] as const) {
      const known = this.#coverage(resource, namespaceOf(key))
      if (known !== 'known') return cannotTell(resource === 'nodes' ? 'Nodes' : 'EndpointSlices', known)
    }
    const inputs = { listers, coverage: this.#coverage }
    return answer({ service, slices: listers.endpointslices.byIndex('service', key), inputs })
  }

  #followWatches(): readonly CoverageChange[] {
    const changes = coverageChanges(this.#covered, this.#options.watches())
    this.#covered = this.#options.watches()
    this.#coverage = coverageTable(this.#covered)
    this.#touchWatches()
    return changes
  }

  /** Looks at the watches as they are now; their times move without an entry. */
  #advance(now: number): void {
    if (this.#isLookedAt && now <= this.#now) return
    this.#isLookedAt = true
    this.#now = Math.max(this.#now, now)
    this.#watches = this.#options.watches()
    const blindness = describeBlindness(this.#watches, this.#now)
    const was = this.#blindness
    this.#blindness = blindness
    if (blindness.ofAll !== was.ofAll) this.#touchWatches()
    // Stale health is worded in the past tense, so all rows are worded anew when it goes stale and when it recovers.
    if (blindness.ofHealth !== was.ofHealth) for (const key of this.#graph.keys()) this.#touchRow(key)
  }

  #touchWatches(): void {
    this.#changedWatches = true
    for (const key of this.#open.keys()) this.#changedServices.add(key)
  }

  #touchRow(key: string): void {
    this.#changedRows.add(key)
    this.#rows.invalidate(key)
  }

  #touch({ summaries, graphs }: Touched, time: number): void {
    for (const key of summaries) {
      this.#touchRow(key)
      this.#noteHealth(key, time, true)
    }
    for (const key of graphs) this.#changedServices.add(key)
  }

  #noteHealth(key: string, time: number, seenComing: boolean): void {
    const summary = this.#graph.summary(key)
    if (summary !== undefined) {
      const health = healthOf(summary, this.#diagnoses.get(key))
      this.#log.note({ ...summary, health }, time, seenComing)
      this.#diagnoses.noteReady(key, summary.counts?.ready ?? null, time)
      return
    }
    this.#log.forget(key)
    this.#diagnoses.forget(key)
    this.#open.markDeleted(key, time)
  }

  #makeRow(key: string): Row | undefined {
    const summary = this.#graph.summary(key)
    if (summary === undefined) return undefined
    const asOf = this.#knownAsOf(summary.namespace)
    const diagnosed = this.#diagnoses.get(key)
    return buildRow({ summary, absent: this.#graph.absent(key), since: this.#log.since(key), asOf, diagnosed })
  }

  #markForDiagnosis(deltas: readonly ResourceDelta[], time: number): void {
    const sources = { graph: this.#graph, listers: this.#options.listers }
    for (const delta of deltas) {
      const { keys, near } = touchedServices(delta, sources)
      if (delta.resource === 'endpoints' && this.#open.has(objectKey(delta.object)))
        this.#changedServices.add(objectKey(delta.object))
      for (const key of keys) {
        if (near) this.#diagnoses.noteChange(key, time)
        else this.#diagnoses.mark(key)
      }
    }
  }

  #nextToDiagnose(now: number): string | undefined {
    return this.#diagnoses.next(now, this.#open.keys())
  }

  #runDiagnosis(key: string, now: number): void {
    if (!this.#diagnoses.run(key, now)) return
    this.#noteHealth(key, now, true)
    this.#touchRow(key)
    if (this.#open.has(key)) this.#changedServices.add(key)
  }

  /** As its own reader sees it: what it may not know is not in its words either. */
  #permitRow(row: Row, rights: Rights): Row | undefined {
    const permitted = permitRow(row, rights)
    const summary = this.#graph.summary(row.key)
    const graph = this.#graph.graph(row.key)
    if (permitted === undefined || summary === undefined || graph === undefined) return undefined
    const diagnosed = permitDiagnosed(this.#diagnoses.get(row.key), graph, rights)
    const { absent, since } = permitted
    return buildRow({ summary, absent, since, asOf: this.#knownAsOf(summary.namespace), diagnosed })
  }

  #knownAsOf(namespace: string): number | null {
    return this.#blindness.ofHealth === '' ? null : knownAsOf(this.#watches, namespace, this.#now)
  }

  /** As it is now; of a Service that is gone, what was shown last. */
  #picture(key: string): Picture | null {
    const graph = this.#graph.graph(key)
    return graph === undefined ? this.#open.lastPicture(key) : this.#open.show(key, graph, this.#log.since(key))
  }
}

function namespaceOf(key: string): string {
  return key.slice(0, key.indexOf('/'))
}

interface Asking {
  /** The cluster's, as `v1.37.2`; null where it is not known. */
  readonly version: string | null
  readonly rights?: Rights
}

interface Needing {
  readonly rights: Rights
  /** Beside Services and slices. */
  readonly needs: readonly 'nodes'[]
}

interface Found {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly inputs: Inputs
}

/** Which watches are blind and as of when their data is, as text to compare: all of them, and those that health is made from. */
interface Blindness {
  readonly ofAll: string
  readonly ofHealth: string
}

function describeBlindness(watches: readonly Watch[], now: number): Blindness {
  const blind = watches.filter(watch => isBlind(watch, now))
  return { ofAll: describe(blind), ofHealth: describe(blind.filter(({ resource }) => isRequired(resource))) }
}

function describe(watches: readonly Watch[]): string {
  return watches
    .map(({ resource, namespace, heard, verified }) => `${tableKey(resource, namespace)}=${heard ?? verified}`)
    .join()
}
