import {
  type Asked,
  type Bucket,
  bucketOfNamespace,
  bucketOfService,
  CLUSTER_BUCKET,
  type JournalParts,
  placeOfLine,
  Replay,
} from '@slicescope/history'
import {
  type Entry,
  type Listers,
  type Resource,
  type ResourceDelta,
  type ResourceObjects,
  serviceKeyOfSlice,
} from '@slicescope/model'
import { ClusterView, type Memory, type Outcome, readMemory, readOutcome } from '@slicescope/view'
import type { PastOptions } from './past.ts'
import { PartListers } from './part-listers.ts'
import { Slices } from './slices.ts'

export type PartOptions = Omit<PastOptions, 'journal' | 'isNoted' | 'follows'> & {
  readonly parts: JournalParts
  readonly shared: Map<string, ResourceObjects[Resource]>
  /** The Service that is asked about; EVERY_SERVICE for what belongs to none. */
  readonly service: string
}

/** What of the journal is loaded. */
interface Loaded {
  readonly buckets: ReadonlySet<Bucket>
  readonly namespaces: readonly string[]
}

type Batch = readonly Entry<Outcome>[]

/** In place of a Service's key: what their rows tell, and what belongs to none of them. */
export const EVERY_SERVICE = '*'

/** A Service needs some ten buckets; from so many on all of the cluster is read. */
const MOST_BUCKETS = 400

/**
 * The answers about one Service as of a moment, from as little of the journal as they need: what is missing is noted while
 * they are made (PartListers), and is loaded by the next one.
 */
export class PartOfPast {
  readonly view: ClusterView
  readonly #options: PartOptions
  readonly #loaded: Loaded
  readonly #replay: Replay<Outcome, Memory>
  readonly #listers: PartListers
  /** Pods that its slices named. */
  readonly #named = new Set<string>()
  #number: number
  #time: number

  private constructor(
    options: PartOptions,
    loaded: Loaded & { readonly pods: ReadonlyMap<string, string | null> },
    replay: Replay<Outcome, Memory>,
  ) {
    const { base, origin, shownAs = 'past', clusterDomain, unverifiedTls, service } = options
    this.#options = options
    this.#loaded = loaded
    this.#replay = replay
    this.#number = base.number
    this.#time = base.time
    const { buckets, pods } = loaded
    this.#listers = new PartListers({ source: replay.store.listers, buckets, pods })
    this.#noteNamed()
    this.view = new ClusterView({
      listers: this.#listers.listers,
      watches: () => [],
      ages: () => replay.watchTimes,
      origin,
      moment: 'past',
      shownAs,
      unverifiedTls,
      startedAt: base.time,
      only: options.only ?? null,
      follows: new Set([service]),
      clusterDomain,
      memory: replay.memory(),
    })
  }

  /** As of the moment; null where the base was not written in parts. @throws JournalError where the journal is damaged */
  static async load(
    options: PartOptions,
    until: Asked,
    loaded: Loaded = firstGuess(options.service),
  ): Promise<PartOfPast | null> {
    const { parts, base, stretch, shared } = options
    const { buckets, namespaces } = loaded
    const read = await parts.readPart({ base, after: base.number, until, buckets: [...buckets], namespaces })
    if (read === null) return null
    const replay = new Replay<Outcome, Memory>({ readOutcome, readMemory, fieldSet: stretch.fieldSet, shared })
    const slices = new Slices()
    for (const line of read.base) {
      replay.readBaseLine(line)
      await slices.rest()
    }
    const pods = new Map(namespaces.map((namespace, at) => [namespace, read.pods[at] ?? null]))
    const part = new PartOfPast(options, { ...loaded, pods }, replay)
    await part.#move(read.lines, read.batches)
    return part
  }

  /** Whether it can be moved to what is asked. */
  isOf({ base, service }: Pick<PartOptions, 'base' | 'service'>): boolean {
    return this.#options.base.id === base.id && this.#options.service === service
  }

  /** Of the last entry that it includes. */
  get number(): number {
    return this.#number
  }

  /** When that was received, ms since the epoch. */
  get time(): number {
    return this.#time
  }

  get listers(): Listers {
    return this.#listers.listers
  }

  /** Includes what was received by then, of what is loaded. */
  async moveTo(until: Asked): Promise<void> {
    const { parts, base } = this.#options
    const { buckets } = this.#loaded
    const read = await parts.readPart({ base, after: this.#number, until, buckets: [...buckets], namespaces: [] })
    if (read !== null) await this.#move(read.lines, read.batches)
  }

  /** What the answers given so far would have needed beside what is loaded; null if nothing. 'all': too much. */
  async missing(until: Asked): Promise<Loaded | 'all' | null> {
    const { buckets: missed, namespaces, filings, isWhole } = this.#listers
    if (isWhole) return 'all'
    const { parts, base } = this.#options
    const located = await parts.locate({ base, until }, [...filings])
    const buckets = new Set([...this.#loaded.buckets, ...missed, ...located.flat()])
    if (buckets.size > MOST_BUCKETS) return 'all'
    if (buckets.size === this.#loaded.buckets.size && namespaces.size === 0) return null
    return { buckets, namespaces: [...this.#loaded.namespaces, ...namespaces] }
  }

  async #move(lines: readonly string[], batches: Float64Array): Promise<void> {
    const slices = new Slices()
    let at = 0
    let entries: Batch = []
    for (const line of lines) {
      const place = placeOfLine(line)
      if (place === null) {
        this.#replay.readLine(line)
        continue
      }
      // Of a batch that is in several buckets there are several lines.
      if (entries.length > 0 && (batches[at] ?? 0) >= place.number) {
        entries = [...entries, ...this.#replay.readLine(line)]
        continue
      }
      at = this.#apply(entries, batches, at)
      at = this.#passTime(batches, at, place.number)
      await slices.rest()
      entries = this.#replay.readLine(line)
    }
    at = this.#apply(entries, batches, at)
    at = this.#passTime(batches, at, Infinity)
    this.#passTo(batches, batches.length - 2)
  }

  /** `at`: where its batch is; answers where the next one is. */
  #apply(entries: Batch, batches: Float64Array, at: number): number {
    if (entries.length === 0) return at
    const batch = entries.filter(({ type }) => type !== 'batch').toSorted((a, b) => a.number - b.number)
    this.#applyBatch([...batch, this.#end(batches[at] ?? 0, batches[at + 1] ?? 0)])
    return at + 2
  }

  #applyBatch(batch: Batch): void {
    const last = batch.at(-1)
    if (last === undefined) return
    this.#number = last.number
    this.#time = last.time
    if (batch.some(entry => entry.type === 'delta' && this.#isOwnSlice(entry.delta))) this.#noteNamed()
    this.view.apply(batch)
  }

  /** Time passes with every batch, whatever it is about. Answers where the first batch is that ends at a number or later. */
  #passTime(batches: Float64Array, from: number, number: number): number {
    let at = from
    let due = this.view.nextChangeAt() ?? Infinity
    while (at < batches.length && (batches[at] ?? 0) < number) {
      if ((batches[at + 1] ?? 0) >= due) {
        this.#passTo(batches, at)
        due = this.view.nextChangeAt() ?? Infinity
      }
      at += 2
    }
    return at
  }

  #passTo(batches: Float64Array, at: number): void {
    const [number, time] = [batches[at], batches[at + 1]]
    if (number === undefined || time === undefined || number <= this.#number) return
    this.#applyBatch([this.#end(number, time)])
  }

  #end(number: number, time: number): Entry<Outcome> {
    return { type: 'batch', number, time, fieldSet: this.#options.stretch.fieldSet }
  }

  #isOwnSlice(delta: ResourceDelta): boolean {
    return delta.resource === 'endpointslices' && serviceKeyOfSlice(delta.object) === this.#options.service
  }

  /** What happens to a pod that its slices name is news of it, wherever the pod is. */
  #noteNamed(): void {
    const { listers } = this.#replay.store
    for (const { endpoints } of listers.endpointslices.byIndex('service', this.#options.service)) {
      for (const { targetRef } of endpoints) {
        const { uid = '', namespace = '', name = '' } = targetRef ?? {}
        if (this.#named.has(`${uid} ${namespace}/${name}`)) continue
        this.#named.add(`${uid} ${namespace}/${name}`)
        if (uid !== '') this.#listers.noteFiling('pods', 'uid', uid)
        if (name !== '') this.#listers.noteObject('pods', `${namespace}/${name}`)
      }
    }
  }
}

function firstGuess(service: string): Loaded {
  if (service === EVERY_SERVICE) return { buckets: new Set([CLUSTER_BUCKET]), namespaces: [] }
  const namespace = service.slice(0, service.indexOf('/'))
  const buckets = new Set([CLUSTER_BUCKET, bucketOfService(service), bucketOfNamespace(namespace)])
  return { buckets, namespaces: [namespace] }
}
