import { isRecord } from '@slicescope/model'

/** Any JSON object whose shape is not known here. */
export type Json = { readonly [field: string]: unknown }

/**
 * Returns a private copy, frozen to its leaves: what the storage hands out cannot be edited by mistake. Parts that equal
 * those of `previous`, a frozen copy made earlier, are its parts and no copies: versions of one object share memory.
 */
export function frozenCopy<T>(value: T, previous?: unknown): T
export function frozenCopy(value: unknown, previous?: unknown): unknown {
  if (typeof value !== 'object' || value === null || value === previous) return value
  if (Array.isArray(value)) return frozenList(value, Array.isArray(previous) ? previous : undefined)
  return frozenRecord(Object.entries(value), isRecord(previous) ? previous : undefined)
}

function frozenList(list: readonly unknown[], previous: readonly unknown[] | undefined): readonly unknown[] {
  const items = list.map((item, at) => frozenCopy(item, previous?.[at]))
  const isSame = items.length === previous?.length && items.every((item, at) => item === previous[at])
  return isSame ? previous : Object.freeze(items)
}

function frozenRecord(entries: readonly (readonly [string, unknown])[], previous: Json | undefined): Json {
  const fields = entries.map(([key, value]) => [key, frozenCopy(value, previous?.[key])] as const)
  if (
    previous !== undefined &&
    fields.length === Object.keys(previous).length &&
    fields.every(([key, value]) => Object.hasOwn(previous, key) && value === previous[key])
  )
    return previous
  return Object.freeze(Object.fromEntries(fields))
}

/** Whether an API server sees no difference: the order of keys does not matter, an absent key equals an undefined one. */
export function isEquivalent(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, i) => isEquivalent(one, b[i]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every(key => isEquivalent(a[key], b[key]))
}

/**
 * The target with an RFC 7386 merge patch applied; shares what did not change. That the result still has the target's
 * type is the caller's claim.
 */
export function mergePatch<T>(target: T, patch: unknown): T
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}
