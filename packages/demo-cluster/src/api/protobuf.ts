/**
 * Just enough of protobuf for the few objects that typed clients, kubectl among them, will not send as JSON: access
 * reviews (`kubectl auth can-i`) and namespaces (`kubectl create namespace`). Field numbers are upstream's
 * generated.proto files'; what is not named is dropped.
 */
type Schema = { readonly [fieldNumber: number]: readonly [name: string, type: Schema | 'string' | 'strings' | 'map'] }

const METADATA: Schema = {
  1: ['name', 'string'],
  2: ['generateName', 'string'],
  11: ['labels', 'map'],
  12: ['annotations', 'map'],
}

const RESOURCE_ATTRIBUTES: Schema = {
  1: ['namespace', 'string'],
  2: ['verb', 'string'],
  3: ['group', 'string'],
  4: ['version', 'string'],
  5: ['resource', 'string'],
  6: ['subresource', 'string'],
  7: ['name', 'string'],
}
const PATH_ATTRIBUTES: Schema = { 1: ['path', 'string'], 2: ['verb', 'string'] }
const ACCESS: Schema = { 1: ['resourceAttributes', RESOURCE_ATTRIBUTES], 2: ['nonResourceAttributes', PATH_ATTRIBUTES] }

const KINDS: Readonly<Record<string, Schema>> = {
  Namespace: { 1: ['metadata', METADATA] },
  SelfSubjectAccessReview: { 1: ['metadata', METADATA], 2: ['spec', ACCESS] },
  SubjectAccessReview: {
    1: ['metadata', METADATA],
    2: ['spec', { ...ACCESS, 3: ['user', 'string'], 4: ['groups', 'strings'] }],
  },
  SelfSubjectRulesReview: { 1: ['metadata', METADATA], 2: ['spec', { 1: ['namespace', 'string'] }] },
}

const MAGIC = Buffer.from('k8s\0')
const TYPE_META: Schema = { 1: ['apiVersion', 'string'], 2: ['kind', 'string'] }

/** The object of an `application/vnd.kubernetes.protobuf` body as JSON; undefined for kinds that are not read here. */
export function protobufToJson(body: Buffer): string | undefined {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const envelope = fieldsOf(body.subarray(MAGIC.length))
  const type = decode(envelope.find(field => field.number === 1)?.bytes ?? EMPTY, TYPE_META)
  const raw = envelope.find(field => field.number === 2)?.bytes ?? EMPTY
  const schema = KINDS[String(type['kind'])]
  return schema === undefined ? undefined : JSON.stringify({ ...type, ...decode(raw, schema) })
}

const EMPTY = Buffer.alloc(0)

function decode(bytes: Buffer, schema: Schema): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {}
  for (const field of fieldsOf(bytes)) {
    const known = schema[field.number]
    if (known === undefined) continue
    const [name, type] = known
    object[name] = merge(object[name], field.bytes, type)
  }
  return object
}

function merge(present: unknown, bytes: Buffer, type: Schema | 'string' | 'strings' | 'map'): unknown {
  if (type === 'string') return bytes.toString()
  if (type === 'strings') return [...(Array.isArray(present) ? present : []), bytes.toString()]
  if (type !== 'map') return decode(bytes, type)
  const { key, value } = decode(bytes, { 1: ['key', 'string'], 2: ['value', 'string'] })
  return { ...(typeof present === 'object' ? present : {}), [String(key)]: value ?? '' }
}

interface Field {
  readonly number: number
  /** Of strings and messages; of numbers nothing. */
  readonly bytes: Buffer
}

/** Wire types 1 and 5 (fixed width) do not occur in these objects; a body with them ends there. */
function fieldsOf(bytes: Buffer): readonly Field[] {
  const fields: Field[] = []
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
    if (tag % 8 === 0) {
      varint()
      fields.push({ number, bytes: EMPTY })
    } else if (tag % 8 === 2) {
      const length = varint()
      fields.push({ number, bytes: bytes.subarray(at, at + length) })
      at += length
    } else break
  }
  return fields
}
