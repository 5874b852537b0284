import { unreachable } from './asserts.ts'
import type { Interner } from './interner.ts'
import { isRecord } from './is-record.ts'

/**
 * The language of the allow-lists: what of an API object is kept. One declaration gives the type of the kept
 * object and its projection; whatever it does not name is dropped on arrival.
 */
export type Field =
  | TextField
  | NumberField
  | BooleanField
  | PortField
  | MapField
  | ListField
  | ObjectField
  | SharedField

interface TextField {
  readonly kind: 'text' | 'shared-text' | 'scattered-text' | 'cut-text'
}
interface NumberField {
  readonly kind: 'number'
}
interface BooleanField {
  readonly kind: 'boolean'
}
/** Kubernetes' IntOrString. */
interface PortField {
  readonly kind: 'port'
}
/** A map of strings such as labels; with `only`, just the named keys. Absent and null become an empty map. */
interface MapField {
  readonly kind: 'map'
  readonly only?: ReadonlySet<string>
}
/** Absent and null become an empty list; with `where`, only the elements that it names. */
interface ListField<E extends Field = Field> {
  readonly kind: 'list'
  readonly element: E
  readonly where?: (element: Readonly<Record<string, unknown>>) => boolean
}
interface ObjectField<M extends Members = Members, R extends string = string> {
  readonly kind: 'object'
  readonly members: M
  readonly required: readonly R[]
}
/** A part that many objects have in common (labels, containers): one copy of it is kept for all. */
interface SharedField<I extends Field = Field> {
  readonly kind: 'shared'
  readonly inner: I
}
interface Members {
  readonly [name: string]: Field
}

/** The type of what a Field keeps. Lists and maps are always there; all else may be absent, which has its own meaning in Kubernetes. */
export type Kept<F> = F extends TextField
  ? string
  : F extends NumberField
    ? number
    : F extends BooleanField
      ? boolean
      : F extends PortField
        ? string | number
        : F extends MapField
          ? Readonly<Record<string, string>>
          : F extends ListField<infer E>
            ? readonly Kept<E>[]
            : F extends SharedField<infer I>
              ? Kept<I>
              : F extends ObjectField<infer M, infer R>
                ? KeptObject<M, R>
                : never

type AlwaysThere<M extends Members, R extends string> = {
  [K in keyof M]: K extends R ? K : M[K] extends AlwaysField ? K : never
}[keyof M]
type AlwaysField = MapField | ListField | SharedField<MapField> | SharedField<ListField>
type KeptObject<M extends Members, R extends string> = {
  readonly [K in AlwaysThere<M, R>]: Kept<M[K]>
} & { readonly [K in Exclude<keyof M, AlwaysThere<M, R>>]?: Kept<M[K]> }

export const text: TextField = { kind: 'text' }
/** A text that many objects have in common: node names, zones, reasons. */
export const sharedText: TextField = { kind: 'shared-text' }
/** A text that many objects have in common, but not those that are alike: node names differ from pod to pod. */
export const scatteredText: TextField = { kind: 'scattered-text' }
/** A message for people, whose length nothing bounds: its beginning is kept. */
export const cutText: TextField = { kind: 'cut-text' }
export const number: NumberField = { kind: 'number' }
export const boolean: BooleanField = { kind: 'boolean' }
export const port: PortField = { kind: 'port' }
export const map: MapField = { kind: 'map' }

export function namedKeys(...keys: readonly string[]): MapField {
  return { kind: 'map', only: new Set(keys) }
}

export function list<E extends Field>(element: E): ListField<E> {
  return { kind: 'list', element }
}

/** Only the elements whose member has one of the values. */
export function listWhere<E extends Field>(element: E, member: string, values: readonly string[]): ListField<E> {
  const wanted = new Set(values)
  return { kind: 'list', element, where: raw => wanted.has(String(raw[member])) }
}

/** Only the elements that `isKept` names; it sees them as they arrive. */
export function listOf<E extends Field>(
  element: E,
  isKept: (raw: Readonly<Record<string, unknown>>) => boolean,
): ListField<E> {
  return { kind: 'list', element, where: isKept }
}

export function object<M extends Members, R extends keyof M & string = never>(
  members: M,
  required: readonly R[] = [],
): ObjectField<M, NoInfer<R>> {
  return { kind: 'object', members, required }
}

export function shared<I extends Field>(inner: I): SharedField<I> {
  return { kind: 'shared', inner }
}

/** Raised when what arrived is not what Kubernetes' API promises; names the path, never the content. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError'
}

const EMPTY_LIST: readonly never[] = Object.freeze([])
const EMPTY_MAP = Object.freeze(newMap())

/**
 * Keeps of `raw` what `field` names.
 * @throws ProjectionError when a named member has another type than the API promises.
 */
export function project<F extends Field>(field: F, raw: unknown, interner: Interner): Kept<F> {
  // projectField follows the same declaration that Kept follows; the compiler cannot see that they agree, the tests do.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return projectField(field, raw, { interner, path: '' }) as Kept<F>
}

interface Context {
  readonly interner: Interner
  readonly path: string
}

function projectField(field: Field, raw: unknown, context: Context): unknown {
  switch (field.kind) {
    case 'text':
      return expectType(raw, 'string', context)
    case 'shared-text':
    case 'scattered-text':
      return context.interner.text(expectType(raw, 'string', context))
    case 'cut-text':
      return cut(expectType(raw, 'string', context))
    case 'number':
      return expectType(raw, 'number', context)
    case 'boolean':
      return expectType(raw, 'boolean', context)
    case 'port':
      return typeof raw === 'number'
        ? expectType(raw, 'number', context)
        : context.interner.text(expectType(raw, 'string', context))
    case 'map':
      return projectMap(field, raw, context)
    case 'list':
      return projectList(field, raw, context)
    case 'object':
      return projectObject(field, raw, context)
    case 'shared':
      return context.interner.object(Object(projectField(field.inner, raw, context)))
    default:
      return unreachable(field)
  }
}

/** Scheduler, quota and probe messages say what is wrong within this. */
const MAX_MESSAGE = 240

/** Never between the halves of a character. Joined again, for a slice alone would hold all of the message in memory. */
function cut(message: string): string {
  if (message.length <= MAX_MESSAGE) return message
  const last = message.charCodeAt(MAX_MESSAGE - 1)
  const beginning = message.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_MESSAGE - 1 : MAX_MESSAGE)
  return beginning.split('').join('')
}

interface Primitives {
  string: string
  number: number
  boolean: boolean
}

function expectType<N extends keyof Primitives>(raw: unknown, name: N, context: Context): Primitives[N] {
  if (!isType(raw, name)) throw new ProjectionError(`${context.path || 'the object'} is not a ${name}`)
  return raw
}

/** JSON can hold 1e999, which is no number when it is written as JSON again. */
function isType<N extends keyof Primitives>(raw: unknown, name: N): raw is Primitives[N] {
  return typeof raw === name && raw !== Infinity && raw !== -Infinity
}

function projectMap(field: MapField, raw: unknown, context: Context): Readonly<Record<string, string>> {
  if (raw === undefined || raw === null) return EMPTY_MAP
  if (!isRecord(raw)) throw new ProjectionError(`${context.path} is not a map`)
  const kept = newMap()
  const keys =
    field.only === undefined ? Object.keys(raw).toSorted() : Object.keys(raw).filter(key => field.only?.has(key))
  if (keys.length === 0) return EMPTY_MAP
  for (const key of keys) {
    const value = expectType(raw[key], 'string', { ...context, path: `${context.path}[]` })
    kept[context.interner.text(key)] = context.interner.text(value)
  }
  return kept
}

/** No prototype: a label named __proto__ or constructor is a label where there is one, and absent where there is none. */
function newMap(): Record<string, string> {
  return Object.create(null)
}

function projectList(field: ListField, raw: unknown, context: Context): readonly unknown[] {
  if (raw === undefined || raw === null) return EMPTY_LIST
  if (!Array.isArray(raw)) throw new ProjectionError(`${context.path} is not a list`)
  const elements: readonly unknown[] = raw
  const { where } = field
  const wanted = where === undefined ? elements : elements.filter(element => isRecord(element) && where(element))
  if (wanted.length === 0) return EMPTY_LIST
  const inner = { ...context, path: `${context.path}[]` }
  return wanted.map(element => projectField(field.element, element, inner))
}

function projectObject(field: ObjectField, raw: unknown, context: Context): Readonly<Record<string, unknown>> {
  if (!isRecord(raw)) throw new ProjectionError(`${context.path || 'the object'} is not an object`)
  const kept: Record<string, unknown> = {}
  for (const name in field.members) {
    const member = field.members[name]
    if (member === undefined) continue
    const value = raw[name]
    if ((value === undefined || value === null) && !isAlways(member)) continue
    kept[name] = projectField(member, value, { interner: context.interner, path: `${context.path}.${name}` })
  }
  for (const name of field.required) {
    if (kept[name] === undefined) throw new ProjectionError(`${context.path}.${name} is missing`)
  }
  return kept
}

function isAlways(field: Field): boolean {
  return field.kind === 'map' || field.kind === 'list' || (field.kind === 'shared' && isAlways(field.inner))
}
