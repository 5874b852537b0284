import { isRecord } from './is-record.ts'

/**
 * Whether two kept values are equal: plain JSON, compared by content. Shared parts compare by identity first. Libraries
 * such as dequal ask for equal constructors: a map without a prototype never equals one with, and a label named
 * `constructor` misleads them.
 */
export function isEqualKept(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && isEqualList(a, b)
  return isRecord(a) && isRecord(b) && isEqualRecord(a, b)
}

function isEqualList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((element, at) => isEqualKept(element, b[at]))
}

function isEqualRecord(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && isEqualKept(a[key], b[key]))
  )
}
