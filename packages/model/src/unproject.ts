import { must, unreachable } from './asserts.ts'
import type { AnyObject, Field } from './fields.ts'
import { isRecord } from './is-record.ts'

/** An object as the API writes it in JSON. */
export type ApiObject = Readonly<Record<string, unknown>>

/**
 * The inverse of `project`: gives what the API would write of an object that `field` describes, so that `project` makes
 * the same of it again. Empty lists and maps are left out, as the API leaves them out.
 */
export function unproject(field: AnyObject, kept: unknown): ApiObject {
  const stored = isRecord(kept) ? kept : {}
  return Object.fromEntries(
    field.entries.flatMap(({ name, from, field: member, isAlways }) => {
      const value = stored[name]
      return value === undefined || (isAlways && isEmpty(value)) ? [] : [[from, unprojectField(member, value)]]
    }),
  )
}

function unprojectField(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case 'text':
    case 'time':
    case 'shared-text':
    case 'scattered-text':
    case 'cut-text':
    case 'number':
    case 'boolean':
    case 'port':
    case 'map':
      return value
    case 'names':
      return { [field.under]: Object.fromEntries(elementsOf(value).map(name => [String(name), {}])) }
    case 'list':
      return elementsOf(value).map(element => unprojectField(field.element, element))
    case 'object':
      return unproject(field, value)
    case 'shared':
      return unprojectField(field.inner, value)
    case 'derived':
      return unprojectField(field.source, field.back(value))
    default:
      return unreachable(field)
  }
}

function elementsOf(value: unknown): readonly unknown[] {
  return must(Array.isArray(value) ? value : undefined)
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
