import {
  type ClusterStore,
  type Entry,
  objectKey,
  type ObjectKey,
  podLabelsKey,
  type Pod,
  type Resource,
  RESOURCE_NAMES,
  type ResourceObjects,
} from '@slicescope/model'
import { type Bucket, bucketOf, bucketOfService, CLUSTER_BUCKET } from './parts/bucket.ts'
import { filingsOf, posting } from './parts/filing.ts'

/** Of objects and of lists in the memory: so many make a line. */
const A_LINE = 100

type Source = Pick<ClusterStore, 'listers' | 'resourceVersion' | 'keys'>

type Waiting = Map<Resource, Set<ObjectKey>>

type Versioned = readonly [resourceVersion: string, object: ResourceObjects[Resource]]

/** What of a base belongs together. */
export interface BasePart {
  readonly bucket: Bucket
  readonly lines: readonly string[]
  /** How its objects are filed: see filing.ts. */
  readonly postings: readonly number[]
}

interface Remembered {
  /** Plain data that does not change while it is written. */
  readonly memory: object
  /** Of an element of a list in it: the Service that it is about; null for what is about none. */
  readonly serviceOf: (member: string, element: unknown) => ObjectKey | null
}

/**
 * Writes all that answers are made from at the position where it is made, in steps: meanwhile it hears of every batch,
 * and writes what a batch changes as it was before.
 */
export class BaseWriter {
  readonly #source: Source
  readonly #waiting = new Map<Bucket, Waiting>()
  readonly #memory: Iterator<BasePart>
  /** How many objects it holds. */
  readonly objects: number
  /** Objects that a batch changed, as they were. */
  #changed: BasePart[] = []
  #bytes = 0
  readonly #pods = new Map<string, Map<Bucket, { count: number; readonly sets: Set<string> }>>()

  constructor(source: Source, { memory, serviceOf }: Remembered) {
    this.#source = source
    this.#memory = memoryByBucket(memory, serviceOf)
    let objects = 0
    for (const resource of RESOURCE_NAMES) {
      for (const key of source.keys(resource)) {
        objects += 1
        this.#waitingIn(bucketOf(resource, key), resource).add(key)
      }
    }
    this.objects = objects
  }

  /** UTF-16 units written so far. */
  get size(): number {
    return this.#bytes
  }

  /** The pods of each namespace by buckets, once all else is written: `[[bucket, how many, their label sets], ...]`. */
  get podsOfNamespaces(): readonly (readonly [namespace: string, text: string])[] {
    return [...this.#pods].map(([namespace, buckets]) => [
      namespace,
      JSON.stringify([...buckets].map(([bucket, { count, sets }]) => [bucket, count, [...sets]])),
    ])
  }

  follow(batch: readonly Entry[]): void {
    for (const entry of batch) {
      if (entry.type !== 'delta') continue
      const { delta } = entry
      const { resource } = delta
      const key = objectKey(delta.object)
      const bucket = bucketOf(resource, key)
      if (this.#waiting.get(bucket)?.get(resource)?.delete(key) !== true) continue
      const before = delta.type === 'updated' ? delta.previous : delta.object
      this.#changed.push(this.#part(bucket, [this.#objectsLine(resource, bucket, [['', before]])]))
    }
  }

  /** What comes next; null once all is written. */
  next(): BasePart | null {
    const changed = this.#changed.shift()
    if (changed !== undefined) return changed
    for (const [bucket, waiting] of this.#waiting) {
      const lines = this.#objectLines(bucket, waiting)
      if (lines.length > 0) return this.#part(bucket, lines)
      this.#waiting.delete(bucket)
    }
    const part = this.#memory.next()
    if (part.done === true) return null
    const { bucket, lines } = part.value
    return this.#part(
      bucket,
      lines.map(line => ({ line, postings: [] })),
    )
  }

  #waitingIn(bucket: Bucket, resource: Resource): Set<ObjectKey> {
    const waiting: Waiting = this.#waiting.get(bucket) ?? new Map()
    this.#waiting.set(bucket, waiting)
    const keys = waiting.get(resource) ?? new Set()
    waiting.set(resource, keys)
    return keys
  }

  /** Of so many objects. */
  #objectLines(bucket: Bucket, waiting: Waiting): readonly FiledLine[] {
    const lines: FiledLine[] = []
    let left = A_LINE
    for (const [resource, keys] of waiting) {
      const objects = this.#take(resource, keys, left)
      left -= objects.length
      // Those that have no namespace are read again and again: what is known already is known by its line.
      if (bucket === CLUSTER_BUCKET) lines.push(...objects.map(each => this.#objectsLine(resource, bucket, [each])))
      else if (objects.length > 0) lines.push(this.#objectsLine(resource, bucket, objects))
      if (left === 0) break
    }
    return lines
  }

  #take(resource: Resource, keys: Set<ObjectKey>, most: number): readonly Versioned[] {
    const { listers } = this.#source
    const taken: Versioned[] = []
    for (const key of keys) {
      if (taken.length >= most) break
      keys.delete(key)
      const object = listers[resource].get(key)
      if (object !== undefined) taken.push([this.#source.resourceVersion(resource, key) ?? '', object])
    }
    return taken
  }

  #objectsLine(resource: Resource, bucket: Bucket, objects: readonly Versioned[]): FiledLine {
    const postings = objects.flatMap(([, object]) =>
      filingsOf<Resource>(resource, object).map(filed => posting(filed, bucket)),
    )
    if (resource === 'pods') for (const [, object] of objects) this.#notePod(bucket, object)
    return { line: JSON.stringify([resource, objects]), postings }
  }

  #notePod(bucket: Bucket, pod: ResourceObjects[Resource]): void {
    if (!isPod(pod)) return
    const { namespace } = pod.metadata
    const buckets = this.#pods.get(namespace) ?? new Map<Bucket, { count: number; readonly sets: Set<string> }>()
    this.#pods.set(namespace, buckets)
    const known = buckets.get(bucket) ?? { count: 0, sets: new Set<string>() }
    buckets.set(bucket, known)
    known.count += 1
    known.sets.add(podLabelsKey(pod))
  }

  #part(bucket: Bucket, filed: readonly FiledLine[]): BasePart {
    for (const { line } of filed) this.#bytes += line.length
    return { bucket, lines: filed.map(({ line }) => line), postings: filed.flatMap(({ postings }) => postings) }
  }
}

interface FiledLine {
  readonly line: string
  readonly postings: readonly number[]
}

function isPod(object: ResourceObjects[Resource]): object is Pod {
  return 'labels' in object.metadata && 'namespace' in object.metadata
}

function* memoryByBucket(memory: object, serviceOf: Remembered['serviceOf']): Generator<BasePart> {
  const byBucket = new Map<Bucket, string[]>()
  const add = (bucket: Bucket, part: MemoryPart) => {
    const lines = byBucket.get(bucket) ?? []
    byBucket.set(bucket, lines)
    lines.push(JSON.stringify(['', ...part]))
  }
  for (const [member, value] of Object.entries(memory)) {
    if (!Array.isArray(value)) {
      add(CLUSTER_BUCKET, [member, value])
      continue
    }
    add(CLUSTER_BUCKET, [member, []])
    const elements: readonly unknown[] = value
    const own = Map.groupBy(elements, element => {
      const service = serviceOf(member, element)
      return service === null ? CLUSTER_BUCKET : bucketOfService(service)
    })
    for (const [bucket, list] of own) for (const part of memoryParts({ [member]: list })) add(bucket, part)
  }
  for (const [bucket, lines] of byBucket) yield { bucket, lines, postings: [] }
}

type MemoryPart = readonly [member: string, value: unknown]

/** Each member with its value; lists in parts that go behind each other. */
export function* memoryParts(memory: object): Generator<MemoryPart> {
  for (const [member, value] of Object.entries(memory)) {
    if (!Array.isArray(value)) yield [member, value]
    else if (value.length === 0) yield [member, []]
    else for (let at = 0; at < value.length; at += A_LINE) yield [member, value.slice(at, at + A_LINE)]
  }
}
