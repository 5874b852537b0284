import { unreachable } from './asserts.ts'
import { type AnyDerived, type AnyList, type AnyObject, type Field, type Kept, ofStored } from './fields.ts'
import { Interner } from './interner.ts'
import { isRecord } from './is-record.ts'

/** Raised when what arrived is not what Kubernetes' API promises; names the path, never the content. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError'
}

/** Where in the object, seen from where it is raised, and what is wrong there. */
class Mismatch extends Error {
  readonly path: string
  readonly problem: string

  constructor(path: string, problem: string) {
    super(problem)
    this.path = path
    this.problem = problem
  }
}

const EMPTY_LIST: readonly never[] = Object.freeze([])
const EMPTY_MAP = Object.freeze(newMap())

/**
 * Reads of `raw`, an object of the API as JSON, what `field` names. The only function that sees raw objects.
 * @throws ProjectionError when a named member has another type than the API promises.
 */
export function project<F extends Field>(field: F, raw: unknown, interner: Interner): Kept<F> {
  // projectField follows the same declaration that Kept follows; the compiler cannot see that they agree, the tests do.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return projectChecked(field, raw, interner) as Kept<F>
}

/** Returns what reads an object that `project` gave back from JSON, with the same checks. */
export function restorerOf<F extends Field>(field: F): (stored: unknown, interner: Interner) => Kept<F> {
  const declaration = ofStored(field)
  // What is stored is what Kept describes, and ofStored reads it as it stands; the tests see that they agree.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return (stored, interner) => projectChecked(declaration, stored, interner) as Kept<F>
}

function projectChecked(field: Field, raw: unknown, interner: Interner): unknown {
  try {
    return projectField(field, raw, interner)
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    throw new ProjectionError(`${error.path || 'the object'} ${error.problem}`, { cause: error })
  }
}

/** Of what is only looked at; it names no shared part, so this stays empty. */
const NOTHING = new Interner()

/** Reads what is looked at and not stored; undefined where it is not what the API promises. */
export function glimpse<F extends Field>(field: F, raw: unknown): Kept<F> | undefined {
  try {
    return project(field, raw, NOTHING)
  } catch (error) {
    if (error instanceof ProjectionError) return undefined
    throw error
  }
}

function projectField(field: Field, raw: unknown, interner: Interner): unknown {
  switch (field.kind) {
    case 'text':
    case 'time':
      return expectType(raw, 'string')
    case 'shared-text':
    case 'scattered-text':
      return interner.text(expectType(raw, 'string'))
    case 'cut-text':
      return cut(expectType(raw, 'string'))
    case 'number':
      return expectType(raw, 'number')
    case 'boolean':
      return expectType(raw, 'boolean')
    case 'port':
      return typeof raw === 'number' ? expectType(raw, 'number') : interner.text(expectType(raw, 'string'))
    case 'map':
      return projectMap(field.only, raw, interner)
    case 'names':
      return projectNames(field.under, raw)
    case 'list':
      return projectList(field, raw, interner)
    case 'object':
      return projectObject(field, raw, interner)
    case 'shared':
      // Of an object that is read again with a change, most is as it was.
      return interner.isShared(raw) ? raw : interner.object(Object(projectField(field.inner, raw, interner)))
    case 'derived':
      return projectDerived(field, raw, interner)
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

function expectType<N extends keyof Primitives>(raw: unknown, name: N): Primitives[N] {
  if (!isType(raw, name)) throw new Mismatch('', `is not a ${name}`)
  return raw
}

/** JSON can hold 1e999, which is no number when it is written as JSON again. */
function isType<N extends keyof Primitives>(raw: unknown, name: N): raw is Primitives[N] {
  return typeof raw === name && raw !== Infinity && raw !== -Infinity
}

function projectMap(
  only: ReadonlySet<string> | undefined,
  raw: unknown,
  interner: Interner,
): Readonly<Record<string, string>> {
  if (raw === undefined || raw === null) return EMPTY_MAP
  if (!isRecord(raw)) throw new Mismatch('', 'is not a map')
  const kept = newMap()
  const keys = only === undefined ? Object.keys(raw).toSorted() : Object.keys(raw).filter(key => only.has(key))
  if (keys.length === 0) return EMPTY_MAP
  for (const key of keys) {
    const value = raw[key]
    if (!isType(value, 'string')) throw new Mismatch('[]', 'is not a string')
    kept[interner.text(key)] = interner.text(value)
  }
  return kept
}

/** No prototype: a label named __proto__ or constructor is a label where there is one, and absent where there is none. */
function newMap(): Record<string, string> {
  return Object.create(null)
}

function projectNames(under: string, raw: unknown): readonly string[] {
  if (!isRecord(raw)) throw new Mismatch('', 'is not an object')
  const inner = raw[under]
  if (!isRecord(inner)) throw new Mismatch(`.${under}`, 'is not an object')
  return Object.keys(inner)
}

function projectList(field: AnyList, raw: unknown, interner: Interner): readonly unknown[] {
  if (raw === undefined || raw === null) return EMPTY_LIST
  if (!Array.isArray(raw)) throw new Mismatch('', 'is not a list')
  const elements = wantedOf(field, raw)
  if (elements.length === 0) return EMPTY_LIST
  if (field.lenient !== undefined) return elements.flatMap(each => promised(field.element, each, interner))
  try {
    return elements.map(element => projectField(field.element, element, interner))
  } catch (error) {
    throw within('[]', error)
  }
}

function wantedOf({ only, except, lenient }: AnyList, elements: readonly unknown[]): readonly unknown[] {
  if (only !== undefined) return elements.filter(raw => isRecord(raw) && isDescribedBy(only, raw))
  if (except !== undefined) return elements.filter(raw => isRecord(raw) && !isDescribedBy(except, raw))
  return lenient === undefined ? elements : elements.slice(0, lenient)
}

function isDescribedBy(filter: NonNullable<AnyList['only']>, raw: Readonly<Record<string, unknown>>): boolean {
  return filter.every(({ member, values }) => values.has(raw[member]))
}

/** None where it is not what the API promises. */
function promised(field: Field, raw: unknown, interner: Interner): readonly unknown[] {
  try {
    return [projectField(field, raw, interner)]
  } catch (error) {
    if (error instanceof Mismatch) return []
    throw error
  }
}

function projectObject(field: AnyObject, raw: unknown, interner: Interner): Readonly<Record<string, unknown>> {
  if (!isRecord(raw)) throw new Mismatch('', 'is not an object')
  const kept: Record<string, unknown> = {}
  let at = ''
  try {
    for (const { name, from, field: member, isAlways } of field.entries) {
      const value = raw[from]
      if ((value === undefined || value === null) && !isAlways) continue
      at = name
      const projected = projectField(member, value, interner)
      if (projected !== undefined) kept[name] = projected
    }
  } catch (error) {
    throw within(`.${at}`, error)
  }
  for (const name of field.required) {
    if (kept[name] === undefined) throw new Mismatch(`.${name}`, 'is missing')
  }
  return kept
}

function within(place: string, error: unknown): unknown {
  return error instanceof Mismatch ? new Mismatch(`${place}${error.path}`, error.problem) : error
}

/** Where what it is made of is not what the API promises, the object counts without it. */
function projectDerived(field: AnyDerived, raw: unknown, interner: Interner): unknown {
  try {
    return projectField(field.inner, field.by(projectField(field.source, raw, interner)), interner)
  } catch (error) {
    if (error instanceof Mismatch) return undefined
    throw error
  }
}
