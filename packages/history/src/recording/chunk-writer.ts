import {
  type ClusterStore,
  type Entry,
  objectKey,
  type ObjectKey,
  type Resource,
  type ResourceDelta,
  RESOURCE_NAMES,
  type Steps,
} from '@slicescope/model'
import { memoryParts } from '../base-writer.ts'
import type { Observation } from '../journal-store.ts'
import { diffValues } from '../value-patch.ts'
import { toFileObject, typeOf } from './file-object.ts'
import { formatLineTime } from './line-time.ts'

/** Where a chunk begins: after which entry, and when. */
export interface ChunkHead {
  readonly epoch: string
  readonly fieldSet: number
  readonly number: number
  /** ms since the epoch */
  readonly time: number
}

/** What of a cluster goes into the file. */
export interface Kept {
  readonly object: (resource: Resource, key: ObjectKey) => boolean
  readonly service: (key: ObjectKey) => boolean
}

interface Base<O> {
  readonly store: Pick<ClusterStore, 'listers' | 'resourceVersion' | 'keys'>
  /** What the view remembers, as plain data. */
  readonly memory: object
  readonly watchTimes: readonly object[]
  readonly serviceOf: (outcome: O) => string
  readonly kept: Kept
}

interface Place {
  readonly seq: number
  readonly at: string
}

/** Writes a chunk of a recording: all that answers are made from at one position, and the entries after it. */
export class ChunkWriter<O> {
  readonly #base: Base<O>
  readonly #lines: string[] = []
  /** Of objects that the entries told of, the resourceVersion that is written last. */
  readonly #told = new Map<string, string>()
  readonly #outcomes = new Map<string, O>()
  #last: Place
  #size = 0

  constructor(head: ChunkHead, base: Base<O>) {
    this.#base = base
    this.#last = { seq: head.number, at: formatLineTime(head.time) }
    this.#mark({ kind: 'Chunk', epoch: head.epoch, fieldSet: head.fieldSet })
  }

  /** To be run to its end before anything is written; the store does not change meanwhile. */
  *writeBase(): Steps<void> {
    for (const resource of RESOURCE_NAMES) yield* this.#writeObjects(resource)
    for (const [member, value] of memoryParts(this.#base.memory)) {
      this.#state({ kind: 'Memory', member, value })
      yield
    }
    this.noteTimes(this.#base.watchTimes)
    this.#mark({ kind: 'Base' })
  }

  /** UTF-16 units so far. */
  get size(): number {
    return this.#size
  }

  /** Batches of which all was left out are left out, too, unless they are needed: something came due with them. */
  write(batch: readonly Entry<O>[], isNeeded: boolean): void {
    const before = this.#lines.length
    for (const entry of batch)
      if (entry.type !== 'batch' || isNeeded || this.#lines.length > before) this.#writeEntry(entry)
  }

  /** The times of watches are no entries. */
  noteTimes(watches: readonly object[]): void {
    this.#state({ kind: 'WatchTimes', watches })
  }

  /** The lines; nothing else has happened up to `number` and `time`. */
  finish(number: number, time: number, observations: readonly Observation[]): readonly string[] {
    this.#last = { seq: number, at: formatLineTime(time) }
    for (const { kind, service, at, text } of observations) {
      if (!this.#base.kept.service(service)) continue
      const value: unknown = JSON.parse(text)
      this.#mark({ kind: kind === 'row' ? 'Row' : 'Change', service, since: formatLineTime(at), value })
    }
    this.#mark({ kind: 'End' })
    return this.#lines
  }

  *#writeObjects(resource: Resource): Steps<void> {
    const { store, kept } = this.#base
    for (const key of store.keys(resource)) {
      const object = kept.object(resource, key) ? store.listers[resource].get(key) : undefined
      if (object === undefined) continue
      const version = store.resourceVersion(resource, key) ?? ''
      this.#line({ type: 'ADDED', object: toFileObject(resource, object, version), ...this.#last })
      yield
    }
  }

  #writeEntry(entry: Entry<O>): void {
    const { number, time } = entry
    this.#last = { seq: number, at: formatLineTime(time) }
    switch (entry.type) {
      case 'delta':
        this.#writeDelta(entry.delta)
        return
      case 'watch':
        this.#state({ kind: 'Watch', ...entry.watch })
        return
      case 'unwatched':
        this.#state({ kind: 'Unwatched', resource: entry.resource, namespace: entry.namespace })
        return
      case 'lease':
        this.#state({ kind: 'Lease', lease: entry.lease, answer: entry.answer })
        return
      case 'time':
        this.#state({ kind: 'Time' })
        return
      case 'clock':
        this.#state({ kind: 'ClockStep', stepped: entry.stepped })
        return
      case 'gap':
        this.#line({ type: 'GAP', object: { from: entry.from, to: entry.to }, ...this.#last })
        return
      case 'outcome':
        this.#writeOutcome(entry.outcome)
        return
      case 'batch':
        this.#mark({ kind: 'Batch' })
        return
      default:
        return entry satisfies never
    }
  }

  #writeDelta(delta: ResourceDelta): void {
    const { resource, object, resourceVersion, type } = delta
    const key = objectKey(object)
    if (!this.#base.kept.object(resource, key)) return
    const place = `${resource} ${key}`
    const before = this.#told.get(place)
    if (type === 'deleted') this.#told.delete(place)
    else this.#told.set(place, resourceVersion)
    const is = toFileObject(resource, object, resourceVersion)
    if (type !== 'updated' || before === undefined) {
      this.#line({ type: TYPES[type], object: is, ...this.#last })
      return
    }
    const { name, namespace } = { namespace: undefined, ...object.metadata }
    const patch = diffValues(toFileObject(resource, delta.previous, before), is)
    const named = { ...typeOf(resource), metadata: { name, namespace } }
    this.#line({ type: 'PATCHED', object: named, patch, ...this.#last })
  }

  #writeOutcome(outcome: O): void {
    const service = this.#base.serviceOf(outcome)
    if (!this.#base.kept.service(service)) return
    const before = this.#outcomes.get(service)
    this.#outcomes.set(service, outcome)
    const patch = before === undefined ? [0, outcome] : diffValues(before, outcome)
    this.#mark({ kind: 'Outcome', service, patch })
  }

  #mark(object: object): void {
    this.#line({ type: 'MARK', object, ...this.#last })
  }

  #state(object: object): void {
    this.#line({ type: 'STATE', object, ...this.#last })
  }

  #line(line: object): void {
    const text = JSON.stringify(line)
    this.#size += text.length + 1
    this.#lines.push(text)
  }
}

const TYPES = { added: 'ADDED', updated: 'MODIFIED', deleted: 'DELETED' } as const
