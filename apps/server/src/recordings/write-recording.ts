import { gapsOf, type History, NotRecorded, recordedOf, Slices, type Walked } from '@slicescope/answers'
import {
  ChunkWriter,
  type Gap,
  JournalError,
  type JournalStatus,
  type Observation,
  type RecordingHeader,
  writeHeader,
} from '@slicescope/history'
import { FIELD_SET } from '@slicescope/model'
import type { Memory, Outcome } from '@slicescope/view'
import { packMember } from './pack-member.ts'
import { type AskedFile, findScope, leftOutOf, type Scoped } from './recording-scope.ts'

/** Of whom it is, and who wrote it. */
type Identity = Pick<RecordingHeader, 'cluster' | 'origin' | 'tool'>

export interface RecordingFile {
  /** What it is to be saved as. */
  readonly name: string
  readonly header: RecordingHeader
  readonly members: readonly Uint8Array[]
  /** Those that it answers about; null: all that it holds. */
  readonly services: readonly string[] | null
}

/** The range has more than fits into a file. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

interface Bounds {
  /** UTF-16 units: a new chunk begins once what follows its base is longer than it, and than this. */
  readonly chunk: number
  /** UTF-16 units of all lines, and bytes of the file. */
  readonly unpacked: number
  readonly packed: number
  /** Entries between two places where a chunk of some Services can begin. */
  readonly every: number
}

export const BOUNDS: Bounds = { every: 1000, chunk: 1024 * 1024, unpacked: 256 * 2 ** 20, packed: 64 * 2 ** 20 }

/**
 * What is recorded between two moments, as a file that can be read back.
 * @throws TooLong, or the reason of `signal`
 */
export async function writeRecording(
  history: History,
  asked: AskedFile,
  { bounds = BOUNDS, ...identity }: Identity & { readonly bounds?: Bounds },
): Promise<RecordingFile | NotRecorded> {
  const status = await history.status()
  const range = rangeOf(status, asked)
  if (range instanceof NotRecorded) return range
  const writer = new FileWriter(history, { bounds, signal: asked.signal })
  const scoped = await findScope(history, { ...asked, ...range, every: bounds.every })
  if (scoped instanceof NotRecorded) return scoped
  const followed = scoped.known === null ? {} : { follows: () => false }
  const walked = await history.walkStretches({ ...range, ...followed }, each => writer.writeStretch(each, scoped))
  if (walked !== null) return walked
  const { tool, cluster, origin } = identity
  const header: RecordingHeader = {
    tool,
    cluster,
    origin,
    from: toTime(range.from),
    to: toTime(range.to),
    fieldSet: status.stretches.at(-1)?.fieldSet ?? FIELD_SET,
    scope: asked.scope,
    services: scoped.services === null ? null : [...scoped.services],
    resources: writer.resources,
    gaps: gapsOf(status)
      .filter(gap => gap.from < range.to && gap.to > range.from)
      .map(gap => ({ from: toTime(gap.from), to: toTime(gap.to) })),
    leftOut: [...leftOutOf(asked.scope)],
    chunks: writer.members.length,
  }
  const first = await packMember('header', [writeHeader(header)])
  return { name: fileName(header), header, members: [first, ...writer.members], services: scoped.services }
}

/** What of the range is recorded. */
function rangeOf(status: JournalStatus, asked: Gap): Gap | NotRecorded {
  const recorded = recordedOf(status)
  if (recorded === null) return new NotRecorded('nothing', null)
  const from = Math.max(asked.from, recorded.from)
  const to = Math.min(asked.to, recorded.to)
  // Of what kubectl printed there is one moment.
  if (from < to || (from === to && recorded.from === recorded.to)) return { from, to }
  return new NotRecorded(asked.from >= recorded.to ? 'future' : 'before', recorded)
}

class FileWriter {
  readonly members: Uint8Array[] = []
  #resources: RecordingHeader['resources'] | null = null
  readonly #history: History
  readonly #bounds: Bounds
  readonly #signal: AbortSignal | undefined
  #unpacked = 0
  #packed = 0

  constructor(
    history: History,
    { bounds, signal }: { readonly bounds: Bounds; readonly signal: AbortSignal | undefined },
  ) {
    this.#history = history
    this.#bounds = bounds
    this.#signal = signal
  }

  /** As they were watched at the beginning. */
  get resources(): RecordingHeader['resources'] {
    return this.#resources ?? []
  }

  async writeStretch(walked: Walked, kept: Scoped): Promise<void> {
    const { past, stretch, from, to } = walked
    this.#resources ??= past.view
      .watches()
      .map(({ resource, namespace, phase, hasSynced }) => ({ resource, namespace, phase, hasSynced }))
    let open = await this.#begin(walked, kept, from)
    let { watchTimes } = past
    await past.moveTo({ time: to }, async (batch, isDue) => {
      this.#signal?.throwIfAborted()
      if (past.watchTimes !== watchTimes) {
        ;({ watchTimes } = past)
        open.chunk.noteTimes(watchTimes)
      }
      open.chunk.write(batch, kept.known?.get(stretch.id)?.isDue(past.number) ?? isDue)
      const { size } = open.chunk
      if (this.#unpacked + size > this.#bounds.unpacked) throw tooLong()
      if (size - open.base <= Math.max(open.base, this.#bounds.chunk) || !canBegin(walked, kept)) return
      await this.#finish(open, { number: past.number, time: past.time })
      open = await this.#begin(walked, kept, past.time)
    })
    await this.#finish(open, { number: past.number, time: to })
  }

  async #begin(walked: Walked, kept: Scoped, time: number): Promise<OpenChunk> {
    const { past, stretch } = walked
    const { epoch, fieldSet } = stretch
    const memory = memoryAt(walked, kept)
    if (memory === null) throw new JournalError('the beginning of the range was deleted meanwhile')
    const chunk = new ChunkWriter<Outcome>(
      { epoch, fieldSet, number: past.number, time },
      {
        store: past.store,
        memory,
        watchTimes: past.watchTimes,
        serviceOf: ({ service }) => service,
        kept,
      },
    )
    const slices = new Slices()
    for (const _ of chunk.writeBase()) {
      if (this.#unpacked + chunk.size > this.#bounds.unpacked) throw tooLong()
      await slices.rest()
    }
    return { chunk, services: kept.services, time, base: chunk.size }
  }

  async #finish(
    { chunk, services, time }: OpenChunk,
    end: { readonly number: number; readonly time: number },
  ): Promise<void> {
    const range = { from: time, to: end.time }
    const observations: Observation[] = []
    for (const kind of ['row', 'change'] as const)
      for (const service of services ?? [null])
        observations.push(...(await this.#history.observations(kind, service, range)))
    const lines = chunk.finish(end.number, end.time, observations)
    this.#unpacked += chunk.size
    const member = await packMember('chunk', lines)
    this.#packed += member.length
    if (this.#unpacked > this.#bounds.unpacked || this.#packed > this.#bounds.packed) throw tooLong()
    this.members.push(member)
  }
}

/** What a view remembers where the past is now; null where no chunk can begin. */
function memoryAt({ past, stretch }: Walked, { known }: Scoped): Memory | null {
  return known === null ? past.view.memory() : (known.get(stretch.id)?.memoryAt(past.number) ?? null)
}

function canBegin({ past, stretch }: Walked, { known }: Scoped): boolean {
  return known === null || known.get(stretch.id)?.memoryAt(past.number) !== null
}

interface OpenChunk {
  readonly chunk: ChunkWriter<Outcome>
  /** Those that it is about; null: all. */
  readonly services: readonly string[] | null
  readonly time: number
  /** UTF-16 units of its base. */
  readonly base: number
}

function tooLong(): TooLong {
  return new TooLong('The range holds more than fits into one recording (256 MB, or 64 MB compressed).')
}

/** `checkout-20261130T0312Z.slicescope.gz` */
function fileName({ scope, cluster, from }: RecordingHeader): string {
  const what = scope.type === 'all' ? cluster.slug : scope.type === 'namespace' ? scope.namespace : scope.name
  const when = from.slice(0, 16).replaceAll(/[-:]/g, '')
  return `${what.replaceAll(/[^\w.-]/g, '_')}-${when}Z.slicescope.gz`
}

function toTime(ms: number): string {
  return new Date(ms).toISOString()
}
