import { isRecord, type Told } from '@slicescope/model'
import type { UnknownRecord } from '../kubeconfig/record.ts'
import { readStatus, UnreadableError } from './api-error.ts'
import type { Decoder, OddObject, Page, WatchDecoder, WatchEvent } from './decoder.ts'
import { LineSplitter } from './line-splitter.ts'

/** What is held of the objects that arrive. */
interface Keeper<T> {
  /** Throws for what is no such object. */
  readonly keep: (raw: unknown) => T
  /** Whether anything is held of it at all; of all where this is left out. */
  readonly isWanted?: ((raw: UnknownRecord) => boolean) | undefined
}

interface CompleteKeeper<T> extends Keeper<T> {
  readonly isWanted: (raw: UnknownRecord) => boolean
}

/** Decodes application/json. */
export function createJsonDecoder<T>({ keep, isWanted = () => true }: Keeper<T>): Decoder<T> {
  const keeper = { keep: (raw: unknown) => understood(() => keep(raw)), isWanted }
  return {
    accept: 'application/json',
    readPage: body => readPage(body, keeper),
    openWatch: () => new JsonWatchDecoder(keeper),
  }
}

function readPage<T>(body: Uint8Array, { keep, isWanted }: CompleteKeeper<T>): Page<T> {
  const list = parse(understood(() => utf8.decode(body)))
  const metadata = recordOf(list, 'metadata')
  const items = list['items'] ?? []
  if (!Array.isArray(items)) throw new UnreadableError('items of a list is not a list')
  const kept = items.filter(raw => !isRecord(raw) || isWanted(raw)).map(raw => keepOrName(raw, keep))
  const odd = kept.flatMap(each => ('odd' in each ? [each.odd] : []))
  const remaining = metadata['remainingItemCount']
  const token = metadata['continue']
  return {
    items: kept.flatMap(each => ('object' in each ? [each] : [])),
    ...(odd.length === 0 ? {} : { odd }),
    ...(items.length === 0 ? { isEmpty: true } : {}),
    resourceVersion: versionOf(metadata),
    continueToken: typeof token === 'string' ? token : '',
    remaining: typeof remaining === 'number' ? remaining : null,
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

class JsonWatchDecoder<T> implements WatchDecoder<T> {
  readonly #keeper: CompleteKeeper<T>
  readonly #lines = new LineSplitter()

  constructor(keeper: CompleteKeeper<T>) {
    this.#keeper = keeper
  }

  push(chunk: Uint8Array): readonly WatchEvent<T>[] {
    return understood(() => this.#lines.push(chunk)).map(line => readEvent(line, this.#keeper))
  }

  end(): void {
    if (this.#lines.isInsideLine) throw new UnreadableError('the watch ended inside an event')
  }
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end'

function readEvent<T>(line: string, keeper: CompleteKeeper<T>): WatchEvent<T> {
  const event = parse(line)
  const object = recordOf(event, 'object')
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
      return readChange('set', object, keeper)
    case 'DELETED':
      return readChange('delete', object, keeper)
    case 'BOOKMARK':
      return readBookmark(recordOf(object, 'metadata'))
    case 'ERROR':
      return { type: 'error', status: readStatus(object, null, null) }
    default:
      throw new UnreadableError('an event has a type that is not known')
  }
}

function readChange<T>(
  type: 'set' | 'delete',
  object: UnknownRecord,
  { keep, isWanted }: CompleteKeeper<T>,
): WatchEvent<T> {
  const resourceVersion = versionOf(recordOf(object, 'metadata'))
  if (!isWanted(object)) return { type: 'unwanted', resourceVersion }
  const kept = keepOrName(object, keep)
  if ('object' in kept) return { type, object: kept.object, resourceVersion }
  return { type: 'odd', object: kept.odd, isDeleted: type === 'delete', resourceVersion }
}

/** What is kept of an object, or its name where it cannot be kept. Throws for what has no name. */
function keepOrName<T>(raw: unknown, keep: (raw: unknown) => T): Told<T> | { readonly odd: OddObject } {
  try {
    return { object: keep(raw), ...itemVersion(raw) }
  } catch (error) {
    const key = isRecord(raw) && isRecord(raw['metadata']) ? keyOf(raw['metadata']) : undefined
    if (key === undefined || !(error instanceof UnreadableError)) throw error
    return { odd: { key, why: error.message } }
  }
}

/** An item of a list tells it too; nothing hangs on it there. */
function itemVersion(raw: unknown): { readonly resourceVersion?: string } {
  const version = isRecord(raw) && isRecord(raw['metadata']) ? raw['metadata']['resourceVersion'] : undefined
  return typeof version === 'string' && version !== '' ? { resourceVersion: version } : {}
}

function keyOf({ name, namespace }: UnknownRecord): string | undefined {
  if (typeof name !== 'string' || name === '') return undefined
  return typeof namespace === 'string' && namespace !== '' ? `${namespace}/${name}` : name
}

function readBookmark(metadata: UnknownRecord): WatchEvent<never> {
  const annotations = metadata['annotations']
  const endsInitialEvents = isRecord(annotations) && annotations[INITIAL_EVENTS_END] === 'true'
  return { type: 'bookmark', resourceVersion: versionOf(metadata), endsInitialEvents }
}

function parse(text: string): UnknownRecord {
  const value: unknown = understood(() => JSON.parse(text))
  if (!isRecord(value)) throw new UnreadableError('the response is not an object')
  return value
}

/** Messages of the parsers quote what came, which may be anything: they stay in the cause. */
function understood<V>(read: () => V): V {
  try {
    return read()
  } catch (error) {
    const why = error instanceof SyntaxError ? 'the response is not JSON' : messageOf(error)
    throw error instanceof UnreadableError ? error : new UnreadableError(why, { cause: error })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'what came cannot be understood'
}

function recordOf(record: UnknownRecord, name: string): UnknownRecord {
  const value = record[name]
  if (!isRecord(value)) throw new UnreadableError(`${name} is missing`)
  return value
}

function versionOf(metadata: UnknownRecord): string {
  const version = metadata['resourceVersion']
  if (typeof version !== 'string' || version === '') throw new UnreadableError('resourceVersion is missing')
  return version
}
