import { assert, unreachable } from './asserts.ts'
import { isEqualKept } from './equality.ts'
import type { Field, Kept } from './fields.ts'
import { Recent } from './recent.ts'
import { WeakTable } from './weak-table.ts'
import { isRecord } from './is-record.ts'

/** How a Store holds its objects: `unpack` gives what `pack` was given, equal but not the same. */
export interface Packing<T, H> {
  /** `resourceVersion`: '' where it is unknown. */
  pack(object: T, resourceVersion: string): H
  unpack(held: H): T
  /** Whether all kept fields are equal. */
  isSame(a: H, b: H): boolean
  /** Replaces the one by the other's. */
  takeVersion(held: H, from: H): void
  versionOf(held: H): string
}

/** A resourceVersion: mostly a number, which takes no room of its own. */
type Version = string | number

interface Whole<T> {
  readonly object: T
  version: Version
}

/** Objects of which there are few are held as they are. */
export function unpacked<T>(): Packing<T, Whole<T>> {
  return {
    pack: (object, resourceVersion) => ({ object, version: toVersion(resourceVersion) }),
    unpack: ({ object }) => object,
    isSame: (a, b) => isEqualKept(a.object, b.object),
    takeVersion: (held, { version }) => {
      held.version = version
    },
    versionOf: ({ version }) => String(version),
  }
}

function toVersion(resourceVersion: string): Version {
  const number = Number(resourceVersion)
  return Number.isSafeInteger(number) && String(number) === resourceVersion ? number : resourceVersion
}

/**
 * An object as its plan, its resourceVersion and the values that are its own: names, times, addresses, and the parts
 * that are kept once anyway. What else it is - which members it has, texts of few values, numbers - stands in the plan,
 * one copy for all objects that are alike in that.
 */
export type Packed = [plan: Plan, version: Version, ...own: unknown[]]

type Plan =
  | { readonly kind: 'fixed'; readonly value: unknown }
  /** The value at this place of Packed. */
  | { readonly kind: 'own'; readonly at: number }
  | { readonly kind: 'list'; readonly elements: readonly Plan[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, Plan])[] }

/** Packs by the declaration that also says what is kept, so that no field can be forgotten here. */
export function packingOf<F extends Field>(field: F): Packing<Kept<F>, Packed> {
  const plans = new WeakTable<Plan>()
  const recent = new Recent<Packed, unknown>(MOST_RECENT)
  return {
    pack: (object: unknown, resourceVersion) => {
      const parts: Parts = { alike: [], own: [] }
      part(field, object, parts)
      const plan = plans.get(JSON.stringify(parts.alike), () => planOf(field, object, { own: VERSION_AT }))
      // A copy has no more room than it needs; a list with a spread has.
      const packed = [plan, toVersion(resourceVersion), ...parts.own].slice()
      assert(isPackedBy(plan, packed), 'a plan does not stand first')
      return packed
    },
    // The plan was made of what Kept describes; the compiler cannot see that, the tests do.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    unpack: packed => recent.get(packed, () => build(packed[0], packed)) as Kept<F>,
    isSame: (a, b) => a.length === b.length && a.every((value, at) => at === VERSION_AT || isEqualKept(value, b[at])),
    takeVersion: (packed, from) => {
      packed[VERSION_AT] = from[VERSION_AT]
    },
    versionOf: packed => String(packed[VERSION_AT]),
  }
}

const VERSION_AT = 1

/** About 1 kB each. A Service is judged from all its pods at each change of one of them. */
const MOST_RECENT = 2000

function isPackedBy(plan: Plan, values: unknown[]): values is Packed {
  return values[0] === plan
}

interface Parts {
  /** Whether each part is there, and what it is where it is not the object's own, in the order of the declaration. */
  readonly alike: unknown[]
  readonly own: unknown[]
}

const ABSENT = null
const THERE = true

function part(field: Field, value: unknown, parts: Parts): void {
  const { alike, own } = parts
  if (value === undefined) alike.push(ABSENT)
  else if (isOwn(field, value)) {
    alike.push(THERE)
    // An address stands in podIP and in podIPs: one text will do, the one that the index by address files it under.
    if (value === own.at(-1)) own[own.length - 1] = value
    own.push(value)
  } else if (field.kind === 'list') {
    const elements = toList(value)
    alike.push(elements.length)
    for (const element of elements) part(field.element, element, parts)
  } else if (field.kind === 'object') {
    const object = toRecord(value)
    alike.push(THERE)
    for (const { name, field: member } of field.entries) part(member, object[name], parts)
  } else alike.push(value)
}

function planOf(field: Field, value: unknown, count: { own: number }): Plan {
  if (isOwn(field, value)) return { kind: 'own', at: (count.own += 1) }
  if (field.kind === 'list') {
    const elements = toList(value).map(element => planOf(field.element, element, count))
    return elements.every(isFixed) ? { kind: 'fixed', value } : { kind: 'list', elements }
  }
  if (field.kind === 'object') {
    const object = toRecord(value)
    const members = field.entries.flatMap(({ name, field: member }) =>
      object[name] === undefined ? [] : [[name, planOf(member, object[name], count)] as const],
    )
    return members.every(([, plan]) => isFixed(plan)) ? { kind: 'fixed', value } : { kind: 'object', members }
  }
  return { kind: 'fixed', value }
}

/** A part that is kept once anyway is held by reference, unless it is empty, as it mostly is where it may be. */
function isOwn({ kind }: Field, value: unknown): boolean {
  switch (kind) {
    case 'text':
    case 'time':
    case 'cut-text':
    case 'scattered-text':
    case 'map':
    case 'names':
    case 'derived':
      return true
    case 'shared':
      return !Array.isArray(value) || value.length > 0
    case 'shared-text':
    case 'number':
    case 'boolean':
    case 'port':
    case 'list':
    case 'object':
      return false
    default:
      return unreachable(kind)
  }
}

function isFixed({ kind }: Plan): boolean {
  return kind === 'fixed'
}

function toList(value: unknown): readonly unknown[] {
  assert(Array.isArray(value), 'a kept list is none')
  return value
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  assert(isRecord(value), 'a kept object is none')
  return value
}

function build(plan: Plan, packed: Packed): unknown {
  switch (plan.kind) {
    case 'fixed':
      return plan.value
    case 'own':
      return packed[plan.at]
    case 'list':
      return plan.elements.map(element => build(element, packed))
    case 'object': {
      const object: Record<string, unknown> = {}
      for (const [name, member] of plan.members) object[name] = build(member, packed)
      return object
    }
    default:
      return unreachable(plan)
  }
}
