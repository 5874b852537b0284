/** Any JSON object whose shape is not known here. */
export type Json = { readonly [field: string]: unknown }

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A private copy, frozen to its leaves: what the storage hands out cannot be edited by mistake. */
export function frozenCopy<T>(value: T): T {
  return freeze(structuredClone(value))
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}

/** Equal as JSON: the order of keys does not matter, an absent key equals an undefined one. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, i) => isEqualJson(one, b[i]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every(key => isEqualJson(a[key], b[key]))
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
