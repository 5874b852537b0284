import type { Observation, ReadBatch, ReadChunk } from '@slicescope/history'
import type { MemoryJournal } from '../history/memory-journal.ts'

/** Lines that are packed together. */
const AT_ONCE = 200

interface Stretch {
  readonly id: number
  readonly epoch: string
  /** Of its last entry. */
  last: number
  to: number
}

/** Fills a journal with the chunks of a recording, in order. Where one is missing another stretch begins. */
export class JournalFiller {
  readonly #journal: MemoryJournal
  readonly #observed = new Map<string, Observation>()
  #stretch: Stretch | null = null
  #chunks = 0

  constructor(journal: MemoryJournal) {
    this.#journal = journal
  }

  /** How many were added. */
  get chunks(): number {
    return this.#chunks
  }

  /** Why a chunk cannot follow those before it; null where it can. */
  refuses({ time, to }: ReadChunk): string | null {
    const isLater = time >= (this.#stretch?.to ?? -Infinity) && to >= time
    return isLater ? null : 'it begins before the one before it ends'
  }

  async add(chunk: ReadChunk): Promise<void> {
    this.#chunks += 1
    const stretch = await this.#stretchOf(chunk)
    const { number, time, base, batches } = chunk
    const id = await this.#journal.beginBase({ stretch: stretch.id, number, time })
    for (let at = 0; at < base.length; at += AT_ONCE)
      await this.#journal.addToBase(id, { lines: base.slice(at, at + AT_ONCE) })
    await this.#journal.finishBase(id)
    for (let at = 0; at < batches.length; at += AT_ONCE) await this.#append(stretch, batches.slice(at, at + AT_ONCE))
    await this.#observe(stretch, chunk)
    for (const gap of chunk.gaps) await this.#journal.noteGap(gap)
    stretch.last = chunk.last
    stretch.to = chunk.to
    await this.#journal.noteAlive(stretch.id, chunk.to)
  }

  async #stretchOf({ epoch, fieldSet, number, time }: ReadChunk): Promise<Stretch> {
    const before = this.#stretch
    if (before !== null && before.epoch === epoch && before.last === number && before.to === time) return before
    const id = await this.#journal.begin({ epoch, from: time, fieldSet })
    this.#stretch = { id, epoch, last: number, to: time }
    return this.#stretch
  }

  /** Times of watches have no numbers: they go along with the batch before them. */
  async #append(stretch: Stretch, batches: readonly (ReadBatch | string)[]): Promise<void> {
    const [first] = batches.filter(batch => typeof batch !== 'string')
    const last = batches.findLast(batch => typeof batch !== 'string')
    if (first === undefined || last === undefined) return
    const lines = batches.map(batch => (typeof batch === 'string' ? batch : batch.line))
    await this.#journal.append(
      { stretch: stretch.id, first: first.first, last: last.last, from: first.time, to: last.time, lines },
      [],
    )
    stretch.last = last.last
    stretch.to = last.time
  }

  /** A chunk says again how Services were when it began. */
  async #observe(stretch: Stretch, { observations, last, to }: ReadChunk): Promise<void> {
    const fresh = observations.filter(observation => {
      const place = `${observation.kind} ${observation.service}`
      const before = this.#observed.get(place)
      if (before !== undefined && isSameOrOlder(observation, before)) return false
      this.#observed.set(place, observation)
      return true
    })
    if (fresh.length === 0) return
    await this.#journal.append({ stretch: stretch.id, first: last + 1, last, from: to, to, lines: [] }, fresh)
  }
}

function isSameOrOlder(a: Observation, b: Observation): boolean {
  return a.at < b.at || (a.at === b.at && a.text === b.text)
}
