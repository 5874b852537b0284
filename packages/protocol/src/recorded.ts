import type { ClusterInfo } from './messages.ts'
import { decodeMessage, ProtocolError } from './decode.ts'
import type { Message } from './messages.ts'

/** Rises when an older page cannot read what is written. */
export const RECORDED_VERSION = 1

/** The first line of a recorded stream: what it is of. Times are RFC 3339. */
export interface RecordedHeader {
  readonly recorded: number
  readonly cluster: ClusterInfo
  readonly service: { readonly namespace: string; readonly name: string }
  readonly from: string
  readonly to: string
  /** What of it is not known. */
  readonly gaps: readonly { readonly from: string; readonly to: string }[]
  /** Of Slicescope. */
  readonly tool: string
}

/** A message of the stream and when the server would have sent it, ms since the epoch. */
export interface DatedMessage {
  readonly at: number
  readonly message: Message
}

/** A stream of one Service as it was: the header, and every message by its time. */
export interface RecordedStream {
  readonly header: RecordedHeader
  readonly messages: readonly DatedMessage[]
}

/** One line, without its end; `event` is one of encodeMessage's kind, as `encodeEvent` writes it. */
export function recordedLine(at: number, event: string): string {
  const name = /^event: (.*)$/m.exec(event)?.[1] ?? ''
  const data = /^data: (.*)$/m.exec(event)?.[1] ?? ''
  return `{"at":${at},"event":${JSON.stringify(name)},"data":${data}}`
}

/**
 * Reads what recordedLine and JSON.stringify of a header wrote, a line each.
 * @throws ProtocolError for anything else
 */
export function readRecorded(text: string): RecordedStream {
  const [first = '', ...rest] = text.split('\n').filter(line => line !== '')
  const header: unknown = parse(first)
  if (!isHeader(header)) throw new ProtocolError('This file is no recording of Slicescope.')
  if (header.recorded !== RECORDED_VERSION)
    throw new ProtocolError(`This recording has version ${header.recorded}: open it with Slicescope ${header.tool}.`)
  return { header, messages: rest.map(toDated) }
}

function toDated(line: string): DatedMessage {
  const value: unknown = parse(line)
  if (!isLine(value)) throw new ProtocolError(`This recording has a line that cannot be read: ${line.slice(0, 80)}`)
  const message = decodeMessage(value.event, JSON.stringify(value.data))
  if (message === undefined)
    throw new ProtocolError(`This recording has an unknown message: ${value.event.slice(0, 80)}`)
  return { at: value.at, message }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ProtocolError('This recording is cut or damaged.', { cause: error })
  }
}

function isLine(value: unknown): value is { readonly at: number; readonly event: string; readonly data: unknown } {
  return hasAll(value, { at: 'number', event: 'string', data: 'object' })
}

function isHeader(value: unknown): value is RecordedHeader {
  return (
    hasAll(value, { recorded: 'number', cluster: 'object', service: 'object', from: 'string', to: 'string' }) &&
    hasAll(Object(value).service, { namespace: 'string', name: 'string' }) &&
    hasAll(Object(value).cluster, { slug: 'string', context: 'string' }) &&
    Array.isArray(Object(value).gaps)
  )
}

function hasAll(value: unknown, types: Readonly<Record<string, string>>): boolean {
  if (typeof value !== 'object' || value === null) return false
  const members = new Map(Object.entries(value))
  return Object.entries(types).every(([name, type]) => typeof members.get(name) === type && members.get(name) !== null)
}
