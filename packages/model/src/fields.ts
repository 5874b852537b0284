/**
 * The language of the allow-lists: what of an API object is stored, as data. One declaration gives the type of the stored
 * object, its projection (project.ts), and how it is packed (packing.ts); what it does not name is dropped on arrival.
 */
export type Field =
  | TextField
  | NumberField
  | BooleanField
  | PortField
  | MapField
  | NamesField
  | AnyList
  | AnyObject
  | AnyShared
  | AnyDerived

/** Tells the compiler what a Field stores; at run time it is not there. */
interface Stores<T> {
  readonly stores?: T
}

/** The type of what a Field stores. Lists and maps are always there; all else can be absent, which has its own meaning in Kubernetes. */
export type Kept<F> = F extends Stores<infer T> ? T : never

interface TextField extends Stores<string> {
  readonly kind: 'text' | 'time' | 'shared-text' | 'scattered-text' | 'cut-text'
}
interface NumberField extends Stores<number> {
  readonly kind: 'number'
}
interface BooleanField extends Stores<boolean> {
  readonly kind: 'boolean'
}
/** Kubernetes' IntOrString. */
interface PortField extends Stores<string | number> {
  readonly kind: 'port'
}
/** A map of strings such as labels; with `only`, just the named keys. Absent and null become an empty map. */
interface MapField extends Stores<Readonly<Record<string, string>>> {
  readonly kind: 'map'
  readonly only?: ReadonlySet<string>
}
/** The names of the members that the object at `under` has; what they hold is not looked at. */
interface NamesField extends Stores<readonly string[]> {
  readonly kind: 'names'
  readonly under: string
}
/** Absent and null become an empty list. */
export interface AnyList {
  readonly kind: 'list'
  readonly element: Field
  /** Of the elements that are objects only those that it describes. */
  readonly only?: Filter
  /** All elements that are objects but those that it describes. */
  readonly except?: Filter
  /** Only so many elements from the beginning, and of them only those that are what the API promises. */
  readonly lenient?: number
}
interface ListField<E> extends AnyList, Stores<readonly Kept<E>[]> {}

export interface AnyObject {
  readonly kind: 'object'
  readonly required: readonly string[]
  readonly entries: readonly ObjectEntry[]
}
export interface ObjectField<M extends Members, R extends string> extends AnyObject, Stores<KeptObject<M, R>> {}

/** A part that many objects have in common (labels, containers): one copy of it is stored for all. */
interface AnyShared {
  readonly kind: 'shared'
  readonly inner: Field
}
interface SharedField<I extends Field> extends AnyShared, Stores<Kept<I>> {
  readonly inner: I
}
/** Made of another member of the same object, which itself is not stored. */
export interface AnyDerived {
  readonly kind: 'derived'
  /** The name of that member. */
  readonly from: string
  readonly source: Field
  readonly inner: Field
  /** Undefined where nothing can be made of the source. A method, so that it can take what its own source gives. */
  by(source: unknown): unknown
  /** A source of which `by` makes this again. */
  back(made: unknown): unknown
}
interface DerivedField<I> extends AnyDerived, Stores<Kept<I>> {}

/**
 * The number of a member in the API's protobuf messages. Several where JSON inlines a message: those on the way to it. The
 * members of custom resources have none, for those are served as JSON alone.
 */
type ProtobufNumber = number | readonly number[]
type Member = Field | readonly [number: ProtobufNumber, field: Field]
interface Members {
  readonly [name: string]: Member
}
type FieldOf<M> = M extends readonly [unknown, infer F] ? F : M

interface ObjectEntry {
  readonly name: string
  /** The name of the member in the object that arrives. */
  readonly from: string
  /** Empty where there is none. */
  readonly number: readonly number[]
  readonly field: Field
  readonly isAlways: boolean
}

/** Each of the members has one of its values. */
type Filter = readonly { readonly member: string; readonly values: ReadonlySet<unknown> }[]
type FilterOf<T> = { readonly [K in keyof T]?: readonly string[] }

type AlwaysThere<M extends Members, R extends string> = {
  [K in keyof M]: K extends R ? K : FieldOf<M[K]> extends AlwaysField ? K : never
}[keyof M]
type AlwaysField = MapField | AnyList | SharedField<MapField> | { readonly kind: 'shared'; readonly inner: AnyList }
type KeptObject<M extends Members, R extends string> = {
  readonly [K in AlwaysThere<M, R>]: Kept<FieldOf<M[K]>>
} & { readonly [K in Exclude<keyof M, AlwaysThere<M, R>>]?: Kept<FieldOf<M[K]>> }

export const text: TextField = { kind: 'text' }
/** RFC 3339. */
export const time: TextField = { kind: 'time' }
/** A text that many objects have in common: node names, zones, reasons. */
export const sharedText: TextField = { kind: 'shared-text' }
/** A text that many objects have in common, but not those that are alike: node names differ from pod to pod. */
export const scatteredText: TextField = { kind: 'scattered-text' }
/** A message for people, whose length nothing bounds: its beginning is stored. */
export const cutText: TextField = { kind: 'cut-text' }
export const number: NumberField = { kind: 'number' }
export const boolean: BooleanField = { kind: 'boolean' }
export const port: PortField = { kind: 'port' }
export const map: MapField = { kind: 'map' }

export function namedKeys(...keys: readonly string[]): MapField {
  return { kind: 'map', only: new Set(keys) }
}

export function names(under: string): NamesField {
  return { kind: 'names', under }
}

export function list<E extends Field>(element: E): ListField<E> {
  return { kind: 'list', element }
}

/** Only the elements that have, of each named member, one of its values. */
export function listOnly<E extends AnyObject>(element: E, only: FilterOf<Kept<E>>): ListField<E> {
  return { kind: 'list', element, only: toFilter(only) }
}

/** All elements but those that have, of each named member, one of its values. */
export function listExcept<E extends AnyObject>(element: E, except: FilterOf<Kept<E>>): ListField<E> {
  return { kind: 'list', element, except: toFilter(except) }
}

/** Of the first `most` elements those that are what the API promises. */
export function lenientList<E extends Field>(element: E, most: number): ListField<E> {
  return { kind: 'list', element, lenient: most }
}

export function object<M extends Members, R extends keyof M & string = never>(
  members: M,
  required: readonly R[] = [],
): ObjectField<M, NoInfer<R>> {
  return { kind: 'object', required, entries: Object.entries<Member>(members).map(toEntry) }
}

export function shared<I extends Field>(inner: I): SharedField<I> {
  return { kind: 'shared', inner }
}

/**
 * `gives` is stored: what the transform `by` makes of `source`, the member `from` of the same object. `back` is its
 * inverse, a source of which `by` makes the same again.
 */
export function derived<S extends Field, I extends Field>({
  from,
  source,
  gives,
  by,
  back,
}: {
  readonly from: string
  readonly source: S
  readonly gives: I
  readonly by: (source: Kept<S>) => Kept<NoInfer<I>> | undefined
  readonly back: (made: Kept<NoInfer<I>>) => Kept<NoInfer<S>>
}): DerivedField<I> {
  return { kind: 'derived', from, source, inner: gives, by, back }
}

/**
 * The same declaration for what is stored already: what is made of another member is read under its own name, names as a
 * list, and no element is filtered out again.
 */
export function ofStored(field: Field): Field {
  if (field.kind === 'names') return { kind: 'list', element: text }
  if (field.kind === 'list') return { kind: 'list', element: ofStored(field.element) }
  if (field.kind === 'object') return ofStoredObject(field)
  if (field.kind === 'shared') return { kind: 'shared', inner: ofStored(field.inner) }
  return field.kind === 'derived' ? ofStored(field.inner) : field
}

function ofStoredObject(field: AnyObject): AnyObject {
  return {
    ...field,
    entries: field.entries.map(entry => ({ ...entry, from: entry.name, field: ofStored(entry.field) })),
  }
}

function toFilter(filter: { readonly [member: string]: readonly string[] | undefined }): Filter {
  return Object.entries(filter).map(([member, values]) => ({ member, values: new Set(values) }))
}

function toEntry([name, member]: readonly [string, Member]): ObjectEntry {
  const [numbers, field] = 'kind' in member ? [[], member] : member
  const isAlways =
    field.kind === 'map' ||
    field.kind === 'list' ||
    (field.kind === 'shared' && (field.inner.kind === 'map' || field.inner.kind === 'list'))
  const from = field.kind === 'derived' ? field.from : name
  return { name, from, number: [numbers].flat(), field, isAlways }
}
