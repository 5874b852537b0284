import {
  type Asked,
  type BaseInfo,
  type Chunk,
  type Gap,
  isBefore,
  type JournalStatus,
  type JournalStore,
  type Observation,
  type Stretch,
} from '@slicescope/history'
import { must } from '@slicescope/model'
import type { Packing } from '../packing.ts'

/** UTF-16 units of lines that are packed as one. */
const PACKED_AT = 64 * 1024

interface Packed extends Omit<Chunk, 'lines'> {
  readonly bytes: Promise<Uint8Array>
  size: number
}

interface Open extends Pick<Chunk, 'stretch' | 'first' | 'from'> {
  readonly lines: string[]
  last: number
  to: number
  size: number
}

interface HeldBase extends BaseInfo {
  readonly parts: Promise<Uint8Array>[]
  /** Not packed yet: many small parts take several times as much as one. */
  readonly lines: string[]
  /** Of `lines`, in UTF-16 units. */
  waiting: number
  size: number
  isFinished: boolean
}

interface HeldStretch extends Omit<Stretch, 'from' | 'to'> {
  from: number
  to: number
}

/** A journal in memory, for the demo, for files and for tests. What is full is packed. */
export class MemoryJournal implements JournalStore {
  /** What fits into memory is small. */
  readonly parts = null
  readonly rows = null
  readonly #stretches: HeldStretch[] = []
  readonly #bases: HeldBase[] = []
  readonly #chunks: Packed[] = []
  readonly #gaps: Gap[] = []
  readonly #observations = { row: new Map<string, Observation[]>(), change: new Map<string, Observation[]>() }
  #open: Open | null = null
  #observed = 0
  #ids = 0
  #droppedTo: number | null = null
  readonly #packing: Pick<Packing, 'pack' | 'unpack'>

  constructor(packing: Pick<Packing, 'pack' | 'unpack'>) {
    this.#packing = packing
  }

  async status(): Promise<JournalStatus> {
    return {
      stretches: this.#stretches.filter(({ id }) => this.#hasBase(id)).map(stretch => ({ ...stretch })),
      gaps: [...this.#gaps],
      bytes: this.#bytes(),
      droppedTo: this.#droppedTo,
    }
  }

  async begin(stretch: Omit<Stretch, 'id' | 'to'>): Promise<number> {
    this.#close()
    this.#stretches.push({ ...stretch, id: this.#nextId(), to: stretch.from })
    return this.#ids
  }

  async beginBase(base: Omit<BaseInfo, 'id'>): Promise<number> {
    this.#bases.push({ ...base, id: this.#nextId(), parts: [], lines: [], waiting: 0, size: 0, isFinished: false })
    return this.#ids
  }

  async addToBase(id: number, { lines }: { readonly lines: readonly string[] }): Promise<void> {
    const base = this.#base(id)
    for (const line of lines) {
      base.lines.push(line)
      base.waiting += line.length
    }
    if (base.waiting >= PACKED_AT) await this.#packBase(base)
  }

  async finishBase(id: number): Promise<void> {
    const base = this.#base(id)
    if (base.lines.length > 0) await this.#packBase(base)
    base.isFinished = true
  }

  async append(chunk: Chunk, observations: readonly Observation[]): Promise<void> {
    const size = chunk.lines.reduce((sum, line) => sum + line.length, 0)
    if (this.#open?.stretch !== chunk.stretch) this.#close()
    if (this.#open === null) this.#open = { ...chunk, lines: [...chunk.lines], size }
    else {
      this.#open.lines.push(...chunk.lines)
      this.#open.last = chunk.last
      this.#open.to = chunk.to
      this.#open.size += size
    }
    if (this.#open.size >= PACKED_AT) this.#close()
    for (const observation of observations) this.#observe(observation)
    await this.noteAlive(chunk.stretch, chunk.to)
  }

  async noteAlive(id: number, time: number): Promise<void> {
    const stretch = must(
      this.#stretches.find(each => each.id === id),
      'a stretch',
    )
    stretch.to = Math.max(stretch.to, time)
  }

  async noteGap(gap: Gap): Promise<void> {
    this.#gaps.push(gap)
  }

  async findBase(asked: Asked): Promise<BaseInfo | null> {
    const base = this.#bases.findLast(each => each.isFinished && this.#isOf(each, asked) && isBefore(each, asked))
    if (base === undefined) return null
    const { id, stretch, number, time } = base
    return { id, stretch, number, time }
  }

  async readBase(id: number, onLines: (lines: readonly string[]) => Promise<void>): Promise<void> {
    for (const part of this.#base(id).parts) await onLines((await this.#packing.unpack(await part)).split('\n'))
  }

  async readChunks(stretch: number, after: number, until: Asked): Promise<readonly Chunk[]> {
    const isWanted = (chunk: Omit<Chunk, 'lines'>) =>
      chunk.stretch === stretch && chunk.last > after && isBefore({ number: chunk.first, time: chunk.from }, until)
    const packed = this.#chunks.find(isWanted)
    if (packed !== undefined) {
      const lines = (await this.#packing.unpack(await packed.bytes)).split('\n')
      return [{ ...packed, lines }]
    }
    const open = this.#open
    return open !== null && isWanted(open) ? [{ ...open, lines: [...open.lines] }] : []
  }

  async observations(
    kind: Observation['kind'],
    service: string | null,
    { from, to }: Gap,
  ): Promise<readonly Observation[]> {
    const own = this.#observations[kind]
    const lists = service === null ? [...own.values()] : [own.get(service) ?? []]
    const within = lists.flatMap(list => {
      const first = list.findLastIndex(({ at }) => at <= from)
      return list.slice(Math.max(0, first)).filter(({ at }) => at <= to)
    })
    return within.toSorted((a, b) => a.at - b.at)
  }

  async trim({ before, bytes }: { readonly before: number; readonly bytes: number }): Promise<void> {
    for (let next = this.#second(); next !== undefined; next = this.#second()) {
      if (next.time > before && this.#bytes() <= bytes) return
      this.#dropBefore(next)
    }
  }

  async close(): Promise<void> {}

  #second(): HeldBase | undefined {
    return this.#bases.filter(({ isFinished }) => isFinished)[1]
  }

  #dropBefore({ id, time, stretch, number }: HeldBase): void {
    const kept = this.#bases.findIndex(base => base.id === id)
    this.#bases.splice(0, kept)
    const isKept = (chunk: Packed) => chunk.stretch > stretch || (chunk.stretch === stretch && chunk.last > number)
    this.#chunks.splice(0, this.#chunks.length, ...this.#chunks.filter(isKept))
    this.#stretches.splice(0, this.#stretches.length, ...this.#stretches.filter(each => each.id >= stretch))
    this.#gaps.splice(0, this.#gaps.length, ...this.#gaps.filter(({ to }) => to > time))
    for (const own of Object.values(this.#observations)) this.#dropObservations(own, time)
    this.#droppedTo = time
    const [first] = this.#stretches
    if (first !== undefined) first.from = Math.max(first.from, time)
  }

  /** What a Service was at that time still holds after it. */
  #dropObservations(own: Map<string, Observation[]>, time: number): void {
    for (const [service, list] of own) {
      const first = Math.max(
        0,
        list.findLastIndex(({ at }) => at <= time),
      )
      for (const { text } of list.splice(0, first)) this.#observed -= text.length
      if (list.length === 1 && list[0]?.text === 'null') own.delete(service)
    }
  }

  /** Times that were asked about by position go by the run that counted. */
  #isOf({ stretch }: BaseInfo, asked: Asked): boolean {
    if ('time' in asked) return true
    return this.#stretches.some(({ id, epoch }) => id === stretch && epoch === asked.epoch)
  }

  #hasBase(stretch: number): boolean {
    return this.#bases.some(base => base.isFinished && base.stretch === stretch)
  }

  #observe(observation: Observation): void {
    const own = this.#observations[observation.kind]
    const list = own.get(observation.service) ?? []
    list.push(observation)
    own.set(observation.service, list)
    this.#observed += observation.text.length
  }

  #close(): void {
    if (this.#open === null) return
    const { lines, size, ...chunk } = this.#open
    const bytes = this.#packing.pack(lines.join('\n'))
    const packed: Packed = { ...chunk, bytes, size }
    bytes.then(
      ({ length }) => (packed.size = length),
      () => {},
    )
    this.#chunks.push(packed)
    this.#open = null
  }

  async #packBase(base: HeldBase): Promise<void> {
    const part = this.#packing.pack(base.lines.splice(0).join('\n'))
    base.waiting = 0
    base.parts.push(part)
    base.size += (await part).length
  }

  #bytes(): number {
    const parts = [...this.#bases, ...this.#chunks].reduce((sum, { size }) => sum + size, 0)
    return parts + (this.#open?.size ?? 0) + this.#observed
  }

  #base(id: number): HeldBase {
    return must(
      this.#bases.find(base => base.id === id),
      'a base',
    )
  }

  #nextId(): number {
    this.#ids += 1
    return this.#ids
  }
}
