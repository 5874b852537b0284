import { unreachable } from './asserts.ts'
import type { AnyList, AnyObject, Field } from './fields.ts'
import { Interner } from './interner.ts'
import { isRecord } from './is-record.ts'
import { project, ProjectionError } from './project.ts'

/** What stands in the place of a value that is not shown. */
export const BLACKED_OUT = '█████'

/** An object of the API with every value outside its allow-list blacked out. */
export interface Redacted {
  readonly object: Readonly<Record<string, unknown>>
  /** The paths of what is blacked out, each once, as `spec.containers[].env`. */
  readonly hidden: readonly string[]
}

/** They say what an object is and how new it is, and nothing of what it holds. */
const ALWAYS_SHOWN: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata.resourceVersion',
  'metadata.generation',
])

/** Names of members stay, so that a reader sees that something is there. Fails closed: what is not as promised is hidden. */
export function redact(fields: AnyObject, raw: unknown): Redacted {
  const hidden = new Set<string>()
  const object = isRecord(raw) ? showObject(fields, raw, { path: '', hidden }) : {}
  return { object, hidden: [...hidden] }
}

interface Context {
  readonly path: string
  readonly hidden: Set<string>
}

function hide({ path, hidden }: Context): string {
  hidden.add(path)
  return BLACKED_OUT
}

function at({ path, hidden }: Context, name: string): Context {
  return { path: path === '' ? name : `${path}.${name}`, hidden }
}

function show(field: Field, raw: unknown, context: Context): unknown {
  if (raw === null || raw === undefined) return raw
  switch (field.kind) {
    case 'object':
      return isRecord(raw) ? showObject(field, raw, context) : hide(context)
    case 'list':
      return Array.isArray(raw) ? showList(field, raw, context) : hide(context)
    case 'map':
      return isRecord(raw) ? showMap(field.only, raw, context) : hide(context)
    case 'shared':
      return show(field.inner, raw, context)
    case 'names':
    case 'derived':
      return hide(context)
    case 'text':
    case 'time':
    case 'shared-text':
    case 'scattered-text':
    case 'cut-text':
    case 'number':
    case 'boolean':
    case 'port':
      return showScalar(field, raw, context)
    default:
      return unreachable(field)
  }
}

/** As it is stored: a long message is cut. */
function showScalar(field: Field, raw: unknown, context: Context): unknown {
  try {
    return project(field, raw, new Interner())
  } catch (error) {
    if (error instanceof ProjectionError) return hide(context)
    throw error
  }
}

function showObject(field: AnyObject, raw: Readonly<Record<string, unknown>>, context: Context) {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(raw)) {
    const inner = at(context, name)
    const entry = field.entries.find(each => each.from === name && each.field.kind !== 'derived')
    if (ALWAYS_SHOWN.has(inner.path) && typeof value !== 'object') set(shown, name, value)
    else set(shown, name, entry === undefined ? hide(inner) : show(entry.field, value, inner))
  }
  return shown
}

function showMap(only: ReadonlySet<string> | undefined, raw: Readonly<Record<string, unknown>>, context: Context) {
  const shown: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(raw)) {
    const isShown = typeof value === 'string' && (only === undefined || only.has(key))
    set(shown, key, isShown ? value : hide(at(context, key)))
  }
  return shown
}

/** A key may be called __proto__. */
function set(shown: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(shown, name, { value, enumerable: true, configurable: true, writable: true })
}

function showList({ element, only, except, lenient }: AnyList, raw: readonly unknown[], context: Context) {
  const inner = { ...context, path: `${context.path}[]` }
  return raw.map((each, index) => {
    const isListed =
      (only === undefined || isDescribed(only, each)) &&
      (except === undefined || !isDescribed(except, each)) &&
      (lenient === undefined || index < lenient)
    return isListed ? show(element, each, inner) : hide(inner)
  })
}

function isDescribed(filter: NonNullable<AnyList['only']>, each: unknown): boolean {
  return isRecord(each) && filter.every(({ member, values }) => values.has(each[member]))
}
