import { isRecord } from '@slicescope/model'

/** A YAML or JSON object whose members are not yet known. */
export type UnknownRecord = Readonly<Record<string, unknown>>

/** The member as text; undefined when absent, null or empty, which kubeconfigs do not tell apart. */
export function textMember(record: UnknownRecord, name: string): string | undefined {
  const value = record[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw new TypeError(`${name} is not a string`)
  return value
}

/** The member as a list of texts; empty when absent or null. */
export function textsMember(record: UnknownRecord, name: string): readonly string[] {
  const value = record[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new TypeError(`${name} is not a list`)
  return value.map((element: unknown) => {
    if (typeof element !== 'string') throw new TypeError(`${name} has an item that is not a string`)
    return element
  })
}

/** The member as an object; undefined when absent or null. */
export function recordMember(record: UnknownRecord, name: string): UnknownRecord | undefined {
  const value = record[name]
  if (value === undefined || value === null) return undefined
  if (!isRecord(value)) throw new TypeError(`${name} is not a map`)
  return value
}

/** The member as a list of objects; empty when absent or null. */
export function recordsMember(record: UnknownRecord, name: string): readonly UnknownRecord[] {
  const value = record[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || !value.every(isRecord)) throw new TypeError(`${name} is not a list of maps`)
  return value
}
