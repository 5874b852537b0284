import { once } from 'node:events'
import { request } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { ApiTarget } from '@slicescope/control-plane'
import { type Field, type Resource, RESOURCES, unreachable } from '@slicescope/model'

type Json = Readonly<Record<string, unknown>>

/** The values of a message, by field number: numbers of varints, bytes of all else. */
type Message = ReadonlyMap<number, readonly (number | Buffer)[]>

/**
 * All objects of a resource as the API server writes them in protobuf, read by the field numbers of the resource's
 * definition alone, in the shape that JSON has.
 */
export async function listProtobuf(target: ApiTarget, resource: Resource): Promise<readonly unknown[]> {
  const { group, version, fields } = RESOURCES[resource]
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const headers = {
    authorization: `Bearer ${target.token}`,
    accept: 'application/vnd.kubernetes.protobuf',
    'accept-encoding': 'identity',
  }
  const outgoing = request(new URL(`${path}/${resource}`, target.baseUrl), { ca: target.ca, headers }).end()
  const [incoming] = await once(outgoing, 'response')
  const body = await buffer(incoming)
  if (body.subarray(0, 4).toString() !== 'k8s\0') throw new Error(`${resource}: no protobuf but ${body.toString()}`)
  const list = bytesOf(messageOf(body.subarray(4)), 2)
  return (messageOf(list).get(2) ?? []).map(item => read(fields, [item]))
}

function messageOf(bytes: Buffer): Message {
  const values = new Map<number, (number | Buffer)[]>()
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return Number(BigInt.asIntN(64, value))
    }
  }
  const take = (length: number) => bytes.subarray(at, (at += length))
  while (at < bytes.length) {
    const key = varint()
    const number = key >>> 3
    const value = (key & 7) === 0 ? varint() : take(varint())
    values.set(number, [...(values.get(number) ?? []), value])
  }
  return values
}

function bytesOf(message: Message, number: number): Buffer {
  const value = message.get(number)?.at(-1)
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
}

function numberOf(message: Message, number: number): number {
  return Number(message.get(number)?.at(-1) ?? 0)
}

/** `values`: of one field number; a message has one of them, a list any number. */
function read(field: Field, values: readonly (number | Buffer)[]): unknown {
  const last = values.at(-1) ?? 0
  const bytes = Buffer.isBuffer(last) ? last : Buffer.alloc(0)
  switch (field.kind) {
    case 'number':
      return last
    case 'boolean':
      return last === 1
    case 'port':
      return readPort(messageOf(bytes))
    case 'time':
      return readTime(messageOf(bytes))
    case 'names':
      return JSON.parse(bytesOf(messageOf(bytes), 1).toString())
    case 'map':
      return Object.fromEntries(values.map(readPair))
    case 'list':
      return values.map(value => read(field.element, [value]))
    case 'shared':
      return read(field.inner, values)
    case 'derived':
      return read(field.source, values)
    case 'object':
      return readObject(field, messageOf(bytes))
    case 'text':
    case 'shared-text':
    case 'scattered-text':
    case 'cut-text':
      return bytes.toString()
    default:
      return unreachable(field)
  }
}

function readPort(message: Message): string | number {
  return numberOf(message, 1) === 0 ? numberOf(message, 2) : bytesOf(message, 3).toString()
}

function readTime(message: Message): string | null {
  const seconds = numberOf(message, 1)
  const micros = numberOf(message, 2) / 1000
  const time = new Date(seconds * 1000).toISOString().slice(0, 19)
  return message.size === 0 ? null : `${time}${micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`}Z`
}

function readPair(value: number | Buffer): readonly [string, string] {
  const pair = messageOf(Buffer.isBuffer(value) ? value : Buffer.alloc(0))
  return [bytesOf(pair, 1).toString(), bytesOf(pair, 2).toString()]
}

function readObject(field: Field & { readonly kind: 'object' }, message: Message): Json {
  const members = field.entries.flatMap(entry => {
    const inner = entry.number.slice(0, -1).reduce((outer, number) => messageOf(bytesOf(outer, number)), message)
    const values = inner.get(entry.number.at(-1) ?? 0)
    return values === undefined ? [] : [[entry.from, read(entry.field, values)] as const]
  })
  return Object.fromEntries(members)
}

/** Without what is empty: protobuf writes zero values that JSON leaves out. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, inner]) => [name, withoutEmpty(inner)] as const)
  return Object.fromEntries(members.filter(([, inner]) => !isEmpty(inner)))
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === 0 || value === false
}
