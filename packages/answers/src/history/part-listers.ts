import { type Bucket, bucketOf, JournalError, movedPods } from '@slicescope/history'
import {
  forEachResource,
  type Labels,
  type Lister,
  type Listers,
  type Resource,
  type ResourceIndexes,
  type ResourceListers,
  type ResourceObjects,
  RESOURCES,
} from '@slicescope/model'

/** The pods of a namespace where the base was taken, by buckets. */
interface PodsOfBucket {
  readonly bucket: Bucket
  readonly count: number
  /** Values of the pods' index `labels`. */
  readonly sets: readonly string[]
}

interface Options {
  /** Of what is loaded. */
  readonly source: Listers
  readonly buckets: ReadonlySet<Bucket>
  /** By namespace; null for one without pods. */
  readonly pods: ReadonlyMap<string, string | null>
}

/**
 * Listers over a part of a cluster. They answer from what is loaded, and note what else an answer may need: buckets,
 * pods of namespaces, and filings (`resource index value`), of which the journal knows in which buckets they may be.
 */
export class PartListers {
  readonly listers: Listers
  readonly buckets = new Set<Bucket>()
  readonly namespaces = new Set<string>()
  readonly filings = new Set<string>()
  /** More is asked for than a part can tell. */
  isWhole = false
  readonly #options: Options
  readonly #pods = new Map<string, readonly PodsOfBucket[]>()

  constructor(options: Options) {
    const { source } = options
    this.#options = options
    const all: ResourceListers = source
    const partOf = <R extends Resource>(resource: R): Lister<ResourceObjects[R], ResourceIndexes[R]> =>
      this.#lister<ResourceObjects[R], ResourceIndexes[R]>(resource, all[resource])
    this.listers = {
      ...forEachResource(partOf),
      podLabels: {
        inNamespace: namespace => this.#labelSets(namespace),
        namespaces: () => {
          this.isWhole = true
          return source.podLabels.namespaces()
        },
      },
    }
  }

  /** It is not known whether all of these are loaded. */
  noteObject(resource: Resource, key: string): void {
    const bucket = bucketOf(resource, key)
    if (!this.#options.buckets.has(bucket)) this.buckets.add(bucket)
  }

  noteFiling(resource: Resource, index: string, value: string): void {
    this.filings.add(`${resource} ${index} ${value}`)
  }

  #lister<T, I extends string>(resource: Resource, source: Lister<T, I>): Lister<T, I> {
    const noteAll = () => {
      // What has no namespace is always loaded.
      if (RESOURCES[resource].namespaced) this.isWhole = true
    }
    return {
      get size() {
        noteAll()
        return source.size
      },
      get: key => {
        this.noteObject(resource, key)
        return source.get(key)
      },
      list: () => {
        noteAll()
        return source.list()
      },
      byIndex: (index, value) => {
        this.noteFiling(resource, index, value)
        return source.byIndex(index, value)
      },
      countByIndex: (index, value) => {
        if (resource === 'pods' && index === 'namespace')
          return this.#countPods(value) + source.countByIndex(index, value)
        this.noteFiling(resource, index, value)
        return source.countByIndex(index, value)
      },
      indexValues: index => {
        noteAll()
        return source.indexValues(index)
      },
    }
  }

  /** Of those that are not loaded: where pods have come or gone they have to be. */
  #countPods(namespace: string): number {
    return this.#others(namespace).reduce((sum, { count }) => sum + count, 0)
  }

  #labelSets(namespace: string): Iterable<{ readonly key: string; readonly labels: Labels }> {
    const loaded = [...this.#options.source.podLabels.inNamespace(namespace)]
    const known = new Set(loaded.map(({ key }) => key))
    const others = new Set(this.#others(namespace).flatMap(({ sets }) => sets))
    return [...loaded, ...[...others].filter(key => !known.has(key)).map(key => ({ key, labels: labelsOf(key) }))]
  }

  #others(namespace: string): readonly PodsOfBucket[] {
    this.filings.add(movedPods(namespace))
    const known = this.#pods.get(namespace)
    if (known !== undefined) return known
    const text = this.#options.pods.get(namespace)
    if (text === undefined) this.namespaces.add(namespace)
    const others = readPods(text ?? '[]').filter(({ bucket }) => !this.#options.buckets.has(bucket))
    this.#pods.set(namespace, others)
    return others
  }
}

/** As BaseWriter wrote it. */
function readPods(text: string): readonly PodsOfBucket[] {
  const read: unknown = JSON.parse(text)
  if (!Array.isArray(read)) throw new JournalError('the pods of a namespace are not a list')
  return read.map(each => {
    const [bucket, count, sets]: readonly unknown[] = Array.isArray(each) ? each : []
    if (!Array.isArray(sets)) throw new JournalError('the pods of a namespace have no label sets')
    return { bucket: Number(bucket), count: Number(count), sets: sets.map(String) }
  })
}

/** See podLabelsKey. */
function labelsOf(key: string): Labels {
  const read: unknown = JSON.parse(key.slice(key.indexOf('/') + 1))
  const pairs: readonly unknown[] = Array.isArray(read) ? read : []
  return Object.fromEntries(pairs.map(pair => (Array.isArray(pair) ? [String(pair[0]), String(pair[1])] : ['', ''])))
}
