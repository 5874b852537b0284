import { compareEndpoints, type ServiceGraph } from '@slicescope/graph'
import {
  type Entry,
  isUnreadable,
  type LeaseKey,
  type ResourceDelta,
  type Steps,
  type WatchState,
} from '@slicescope/model'
import { clusterOverview } from './cluster-overview.ts'
import { freshnessOf } from './freshness.ts'
import { rowInGap, type UnseenTime, viewInGap } from './in-gap.ts'
import type { Memory } from './memory.ts'
import type { Changed } from './news.ts'
import type { Outcome } from './outcome.ts'
import { onlyServices } from './only-services.ts'
import { Questions } from './questions.ts'
import {
  ALL_RIGHTS,
  hiddenFrom,
  maySee,
  permitChecklist,
  permitDiagnosed,
  permitGraph,
  permitInputs,
  permitObserved,
  permitRow,
  type QuestionInputs,
  type Rights,
} from './rights.ts'
import { buildRow, compareRows } from './row.ts'
import type { ChangeView } from './schema/change.ts'
import type { FacetKind, Facets } from './schema/facets.ts'
import type { Freshness } from './schema/freshness.ts'
import type { ClusterOverview } from './schema/overview.ts'
import type { Row } from './schema/row.ts'
import type { SearchAnswer } from './schema/search.ts'
import type { ServiceView } from './schema/service-view.ts'
import type { Moment, Origin } from './schema/words.ts'
import { listFacets } from './search/facets.ts'
import { searchCluster } from './search/search-cluster.ts'
import { buildServiceView, toChange } from './service-view.ts'
import { canReadChanges } from './unchanged-before.ts'
import { Upkeep } from './upkeep.ts'
import type { UpkeepOptions } from './upkeep-options.ts'
import { tableKey, type Watch } from './watch-report.ts'

export interface ViewOptions extends UpkeepOptions {
  readonly origin: Origin
  /** How answers are marked, where that is not `moment`: the end of a recording is its now. */
  readonly shownAs?: Moment
  /** True: the API server's identity is not verified. */
  readonly unverifiedTls?: boolean
  /** Of a recording: the Services that it answers about. Others are in it as evidence, and incomplete. */
  readonly only?: ReadonlySet<string> | null
}

/** A topic of the stream, as far as its freshness goes. */
export type Scope = { readonly service: string } | { readonly namespace: string }

/**
 * All answers about one cluster, as a reader may see them, by the entries of its sequencer. It knows no clock: answers
 * are as of the last entry, and reading changes nothing. Keys are `namespace/name`.
 */
export class ClusterView {
  /** Who answers from where, and names: worked out when asked. */
  readonly questions: Questions
  readonly #options: ViewOptions
  readonly #upkeep: Upkeep
  #gap: UnseenTime | null = null
  #shownRows: readonly Row[] | null = null

  constructor(options: ViewOptions) {
    this.#options = options
    this.#upkeep = new Upkeep(options)
    this.questions = new Questions(this.#upkeep.inputs, options.clusterDomain)
  }

  /** For every batch of ClusterStore.subscribe, at once and in order. Costs what the change costs. */
  apply(batch: readonly Entry<Outcome>[]): void {
    this.#upkeep.apply(batch)
  }

  /**
   * Works out why Services are as they are by `now`, those that are open first, until none waits or `isOver`. Answers
   * whether some still wait. What comes of it are `outcomes`.
   */
  diagnose(now: number, isOver: () => boolean): boolean {
    return this.#upkeep.diagnose(now, isOver)
  }

  /** The same of those that are open, to the end. */
  settleOpen(now: number): void {
    this.#upkeep.settleOpen(now)
  }

  /** What the diagnosis of a Service comes to by `now`, computed again; null where there is none. */
  outcomeAt(key: string, now: number): Outcome | null {
    return this.#upkeep.outcomeAt(key, now)
  }

  /** What was worked out and is not shown yet: for ClusterStore.conclude, before anything else is written. */
  outcomes(): readonly Outcome[] {
    return this.#upkeep.outcomes()
  }

  /**
   * Works out all answers about a Service and keeps none, for listers that note what is read. Answers when time alone may
   * change what that is, ms since the epoch; Infinity if never.
   */
  *rehearse(key: string, now: number): Steps<number> {
    this.questions.events(key)
    yield
    return yield* this.#upkeep.rehearse(key, now)
  }

  /** The Services of which what a Delta tells of is a part, or which it explains. To be asked after `apply`. */
  servicesOf(delta: ResourceDelta): readonly string[] {
    return this.#upkeep.servicesOf(delta)
  }

  /** Leases that a verdict hangs on now: they are read one by one, a few a minute (ClusterStore.noteLease). */
  leases(): readonly LeaseKey[] {
    return this.#upkeep.leases()
  }

  /** All that it knows beside its listers and watches: another one goes on from there. */
  memory(): Memory {
    return this.#upkeep.memory()
  }

  /** Whether takeChanged would answer anything. */
  hasChanged(): boolean {
    return this.#upkeep.hasChanged()
  }

  /** Clears what it answers. */
  takeChanged(): Changed {
    return this.#upkeep.takeChanged()
  }

  /** The Services whose rows may have changed since the last call, whether or not `takeChanged` was called; null the first time: all. */
  takeTouchedRows(): ReadonlySet<string> | null {
    return this.#upkeep.takeTouchedRows()
  }

  /** From now on these are the rows, in any order, for a reader who may see all: they were recorded. */
  showRows(rows: Iterable<Row>): void {
    this.#shownRows = [...rows].toSorted(compareRows)
  }

  /** From now on answers are of a moment at which nothing was seen; null: they are of the last entry again. */
  enterGap(gap: UnseenTime | null): void {
    this.#gap = gap
  }

  /** What is known of each watch by the entries. */
  watches(): readonly WatchState[] {
    return this.#upkeep.watches()
  }

  /** Services were listed completely once, or are refused, wherever they are followed. Before that nothing may be said not to exist. */
  hasServices(): boolean {
    const watches = this.#upkeep.watches().filter(({ resource }) => resource === 'services')
    // What was listed once stays, whatever is refused since.
    if (watches.some(({ namespace, hasSynced }) => namespace === null && hasSynced)) return true
    // Namespaces are asked about one by one: with the first of them there is something to show, and others come all the time.
    const isByNamespace = watches.some(({ phase, byNamespace }) => phase === 'forbidden' && byNamespace !== undefined)
    if (isByNamespace && watches.some(({ namespace, hasSynced }) => namespace !== null && hasSynced)) return true
    const isLooking = watches.some(({ byNamespace }) => byNamespace?.isLooking)
    return !isLooking && watches.length > 0 && watches.every(({ hasSynced, phase }) => hasSynced || isUnreadable(phase))
  }

  /** Of one namespace, or of all ('*'), what is broken first. */
  rows(namespace: string, rights: Rights = ALL_RIGHTS): readonly Row[] {
    const { only = null } = this.#options
    const every = this.#shownRows ?? this.#upkeep.rows()
    const all = only === null ? every : every.filter(({ key }) => only.has(key))
    const inScope = namespace === '*' ? all : all.filter(row => row.namespace === namespace)
    const permitted = rights === ALL_RIGHTS ? inScope : inScope.flatMap(row => this.#permitRow(row, rights) ?? [])
    const gap = this.#gap
    return gap === null ? permitted : permitted.map(row => rowInGap(row, gap)).toSorted(compareRows)
  }

  /** What a query finds among what the reader may see. */
  search(query: string, rights: Rights = ALL_RIGHTS): SearchAnswer {
    return searchCluster(query, this.#listedInputs(rights))
  }

  /** Nodes or workloads with the Services behind which they stand, of what the reader may see. */
  facets(asked: { readonly by: FacetKind; readonly name?: string | undefined }, rights: Rights = ALL_RIGHTS): Facets {
    return listFacets(asked, this.#listedInputs(rights))
  }

  /** What is common to the Services that the reader may see. */
  overview(rights: Rights = ALL_RIGHTS): ClusterOverview {
    const { listers, coverage } = permitInputs(this.#upkeep.inputs, rights)
    const nodes = coverage('nodes', '') === 'known' ? listers.nodes.list() : null
    return clusterOverview({ rows: this.rows('*', rights), nodes })
  }

  row(key: string, rights: Rights = ALL_RIGHTS): Row | undefined {
    const row = this.#answersAbout(key) ? this.#upkeep.row(key) : undefined
    const permitted = row === undefined || rights === ALL_RIGHTS ? row : this.#permitRow(row, rights)
    return permitted === undefined || this.#gap === null ? permitted : rowInGap(permitted, this.#gap)
  }

  /** Keeps the graph and the places of a Service from now on, whether it exists yet or not. Counted: open twice, close twice. */
  open(key: string): void {
    this.#upkeep.open(key)
  }

  close(key: string): void {
    this.#upkeep.close(key)
  }

  /** By `now`, diagnosed to the end. Undefined for a Service that does not exist, unless it was deleted while open: then as it was last shown. */
  serviceView(key: string, now: number, rights: Rights = ALL_RIGHTS): ServiceView | undefined {
    if (!this.#answersAbout(key)) return undefined
    const upkeep = this.#upkeep
    const picture = upkeep.picture(key)
    const atEnd = picture?.atEnd ?? null
    const known = atEnd === null ? upkeep.diagnosedNow(key, now) : atEnd.diagnosed
    const namespace = namespaceOf(key)
    if (picture === null || !maySee(rights, namespace)) return undefined
    const { deletedAt } = picture
    const graph = permitGraph(this.#seenGraph(picture.graph, deletedAt, rights), rights)
    const diagnosed = permitDiagnosed(known, graph, rights)
    const inputs = permitInputs(upkeep.inputs, rights)
    const view = buildServiceView({
      ...picture,
      graph,
      freshness: this.freshness({ service: key }),
      zoneOf: node => zoneOfNode(node, inputs.listers.nodes),
      followed: canReadChanges(inputs.coverage, namespace) ? upkeep.followedSince : null,
      judged: {
        asOf: deletedAt === null ? upkeep.knownAsOf(namespace) : null,
        deletedAt,
        observed: permitObserved(atEnd?.observed ?? upkeep.observed(key), rights),
        diagnosed,
        hidden: rights === ALL_RIGHTS ? null : hiddenFrom(rights, namespace),
        // As in its row: what time changes has an entry, and what was found since the last one was so from there on.
        now: upkeep.now,
      },
      legacyEndpoints: rights.mayRead('endpoints', namespace) ? compareEndpoints(graph, upkeep.inputs) : null,
      checklist: permitChecklist(upkeep.checklist(picture.graph), rights),
      traffic: upkeep.summaries.traffic(graph, { inputs, wanted: diagnosed?.wanted.wanted ?? null }),
      dns: upkeep.summaries.dns(graph, inputs),
    })
    return this.#gap === null ? view : viewInGap(view, this.#gap)
  }

  /** What happened to a Service in the hour before `now`, the newest first; of everything that is read. */
  changes(key: string, now: number): readonly ChangeView[] {
    return this.#upkeep.changes(key, now).map(change => toChange(change, false))
  }

  /** The Services to which something happened after a time, ms since the epoch, as far as it is remembered: for an hour. */
  changedSince(time: number): readonly string[] {
    return this.#upkeep.changedSince(time)
  }

  freshness(scope: Scope): Freshness {
    const namespace = 'service' in scope ? namespaceOf(scope.service) : scope.namespace
    return freshnessOf(this.#watches(), {
      namespace,
      origin: this.#options.origin,
      moment: this.#options.shownAs ?? this.#options.moment ?? 'now',
      unverifiedTls: this.#options.unverifiedTls ?? false,
      clockStep: this.#upkeep.clockStep,
    })
  }

  /** When time alone may next change an answer, in ms since the epoch; null if never: ClusterStore.noteTime, then. */
  nextChangeAt(): number | null {
    return this.#upkeep.nextChangeAt()
  }

  /** Of what the reader may see, what lists and hits are made of. */
  #listedInputs(rights: Rights): QuestionInputs {
    return onlyServices(permitInputs(this.#upkeep.inputs, rights), this.#options.only ?? null)
  }

  #answersAbout(key: string): boolean {
    return this.#options.only?.has(key) ?? true
  }

  /** One that was deleted stays as it was judged last. */
  #seenGraph(graph: ServiceGraph, deletedAt: number | null, rights: Rights): ServiceGraph {
    const { key, namespace } = graph.summary
    const hidden = rights === ALL_RIGHTS || deletedAt !== null ? null : hiddenFrom(rights, namespace)
    return hidden === null ? graph : (this.#upkeep.graph.graphFor(key, hidden) ?? graph)
  }

  /** As the entries tell, with their times as they are now. */
  #watches(): readonly Watch[] {
    const { watches, ages = watches } = this.#options
    const times = new Map(ages().map(watch => [tableKey(watch.resource, watch.namespace), watch]))
    return this.#upkeep.watches().map(state => {
      const {
        heard = null,
        progressed = null,
        stalledAfter = null,
        verified = null,
        silenceLimit = Infinity,
        nextAttempt = null,
      } = times.get(tableKey(state.resource, state.namespace)) ?? {}
      return { ...state, heard, progressed, stalledAfter, verified, silenceLimit, nextAttempt }
    })
  }

  /** As its own reader sees it: what it may not know is not in its words either. */
  #permitRow(row: Row, rights: Rights): Row | undefined {
    const permitted = permitRow(row, rights)
    const hidden = hiddenFrom(rights, row.namespace)
    const { graph } = this.#upkeep
    const summary = hidden === null ? graph.summary(row.key) : graph.summaryFor(row.key, hidden)
    if (permitted === undefined || summary === undefined) return undefined
    const diagnosed = permitDiagnosed(this.#upkeep.diagnosed(row.key), { summary }, rights)
    const { absent } = permitted
    const since = this.#upkeep.since(row.key)
    const asOf = this.#upkeep.knownAsOf(summary.namespace)
    const { now } = this.#upkeep
    const observed = permitObserved(this.#upkeep.observed(row.key), rights)
    return buildRow({ summary, absent, asOf, deletedAt: null, observed, diagnosed, hidden, now }, since)
  }
}

/** Null where Nodes cannot be read, too. */
function zoneOfNode(name: string, nodes: QuestionInputs['listers']['nodes']): string | null {
  return nodes.get(name)?.metadata.labels['topology.kubernetes.io/zone'] ?? null
}

function namespaceOf(key: string): string {
  return key.slice(0, key.indexOf('/'))
}
