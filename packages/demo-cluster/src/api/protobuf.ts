import { type FieldType, SCHEMAS, type Schema } from './protobuf-schemas.ts'

const MAGIC = Buffer.from('k8s\0')

/** The object of an `application/vnd.kubernetes.protobuf` body as JSON; undefined for kinds that are not read here. */
export function protobufToJson(body: Buffer): string | undefined {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const envelope = partsOf(body.subarray(MAGIC.length))
  const bytesOf = (number: number) => envelope.find(part => part.number === number)?.bytes ?? EMPTY
  const [apiVersion, kind] = [1, 2].map(number => textIn(bytesOf(1), number))
  const schema = kind === undefined ? undefined : SCHEMAS[kind]
  return schema === undefined ? undefined : JSON.stringify({ apiVersion, kind, ...decode(bytesOf(2), schema) })
}

const EMPTY = Buffer.alloc(0)

type Decoded = Readonly<Record<string, unknown>>

function decode(bytes: Buffer, schema: Schema): Decoded {
  const object: Record<string, unknown> = {}
  for (const part of partsOf(bytes)) {
    const field = schema[part.number]
    if (field === undefined) continue
    const { name, type, isList, isInline } = field
    const value = read(part, type)
    const present = object[name]
    if (value === undefined) continue
    if (isInline) Object.assign(object, value)
    else if (isList) object[name] = [...(Array.isArray(present) ? present : []), value]
    else if (type === 'map' || type === 'quantities') object[name] = Object.assign(present ?? {}, value)
    else object[name] = value
  }
  return object
}

/** undefined for what JSON leaves out. */
function read({ bytes, value }: Omit<Part, 'number'>, type: FieldType): unknown {
  switch (type) {
    case 'string':
      return bytes.length === 0 ? undefined : bytes.toString()
    case 'int':
      return value === 0 ? undefined : value
    case 'count':
      return value
    case 'bool':
      return value === 0 ? undefined : true
    case 'int-or-string':
      return readIntOrString(bytes)
    case 'map':
      return { [textIn(bytes, 1) ?? '']: textIn(bytes, 2) ?? '' }
    case 'quantities':
      return { [textIn(bytes, 1) ?? '']: textIn(partIn(bytes, 2)?.bytes ?? EMPTY, 1) ?? '0' }
    default:
      return decode(bytes, type)
  }
}

/** util/intstr: 1 says which, 2 is the number, 3 the text. */
function readIntOrString(bytes: Buffer): number | string {
  return partIn(bytes, 1)?.value === 1 ? (textIn(bytes, 3) ?? '') : (partIn(bytes, 2)?.value ?? 0)
}

function partIn(bytes: Buffer, number: number): Part | undefined {
  return partsOf(bytes).find(part => part.number === number)
}

function textIn(bytes: Buffer, number: number): string | undefined {
  return partIn(bytes, number)?.bytes.toString()
}

interface Part {
  readonly number: number
  /** Of strings and messages. */
  readonly bytes: Buffer
  /** Of numbers. */
  readonly value: number
}

/** Wire types 1 and 5 (fixed width) do not occur in these objects; a body with them ends there. */
function partsOf(bytes: Buffer): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  const varint = () => {
    let value = 0
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = bytes[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    return value
  }
  while (at < bytes.length) {
    const tag = varint()
    const number = Math.floor(tag / 8)
    if (tag % 8 === 0) parts.push({ number, bytes: EMPTY, value: varint() })
    else if (tag % 8 === 2) {
      const length = varint()
      parts.push({ number, bytes: bytes.subarray(at, at + length), value: 0 })
      at += length
    } else break
  }
  return parts
}
