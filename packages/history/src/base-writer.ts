import {
  type ClusterStore,
  type Entry,
  objectKey,
  type ObjectKey,
  type Resource,
  RESOURCE_NAMES,
} from '@slicescope/model'

/** Of objects and of lists in the memory: so many make a line. */
const A_LINE = 100

type Source = Pick<ClusterStore, 'listers' | 'resourceVersion' | 'keys'>

type Waiting = Set<ObjectKey>

/**
 * Writes all that answers are made from at the position where it is made, in steps: meanwhile it hears of every batch,
 * and writes what a batch changes as it was before.
 */
export class BaseWriter {
  readonly #source: Source
  readonly #waiting: ReadonlyMap<Resource, Waiting>
  readonly #memory: Iterator<MemoryPart>
  /** How many objects it holds. */
  readonly objects: number
  /** Objects that a batch changed, as they were. */
  #changed: string[] = []
  #bytes = 0

  /** `memory` is plain data that does not change while it is written. */
  constructor(source: Source, memory: object) {
    this.#source = source
    this.#memory = memoryParts(memory)
    this.#waiting = new Map(RESOURCE_NAMES.map(resource => [resource, new Set(source.keys(resource))]))
    this.objects = [...this.#waiting.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** UTF-16 units written so far. */
  get size(): number {
    return this.#bytes
  }

  follow(batch: readonly Entry[]): void {
    for (const entry of batch) {
      if (entry.type !== 'delta') continue
      const { delta } = entry
      const key = objectKey(delta.object)
      if (this.#waiting.get(delta.resource)?.delete(key) !== true) continue
      const before = delta.type === 'updated' ? delta.previous : delta.object
      this.#changed.push(this.#count(JSON.stringify([delta.resource, [['', before]]])))
    }
  }

  /** The next lines; none once all is written. */
  next(): readonly string[] {
    if (this.#changed.length > 0) {
      const changed = this.#changed
      this.#changed = []
      return changed
    }
    for (const [resource, waiting] of this.#waiting) {
      if (waiting.size > 0) return [this.#count(this.#objectsLine(resource, waiting))]
    }
    const part = this.#memory.next()
    return part.done === true ? [] : [this.#count(JSON.stringify(['', ...part.value]))]
  }

  #objectsLine(resource: Resource, waiting: Waiting): string {
    const { listers } = this.#source
    const keys: ObjectKey[] = []
    for (const key of waiting) {
      if (keys.length >= A_LINE) break
      keys.push(key)
      waiting.delete(key)
    }
    const objects = keys.map(key => [this.#source.resourceVersion(resource, key) ?? '', listers[resource].get(key)])
    return JSON.stringify([resource, objects])
  }

  #count(line: string): string {
    this.#bytes += line.length
    return line
  }
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
