import { isRecord } from '@slicescope/model'

/** Looking into raw objects as users may have written them: what is not of the expected type counts as absent. */

/** The value at a path of members; undefined where the path ends early. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value
  for (const member of path) {
    if (!isRecord(here) || !Object.hasOwn(here, member)) return undefined
    here = here[member]
  }
  return here
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' && found !== '' ? found : undefined
}

export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path)
  return typeof found === 'number' ? found : undefined
}

export function booleanAt(value: unknown, ...path: readonly string[]): boolean | undefined {
  const found = at(value, ...path)
  return typeof found === 'boolean' ? found : undefined
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

export function recordAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  const found = at(value, ...path)
  return isRecord(found) ? found : {}
}

/** A map of strings such as labels. It has no prototype: a label named `constructor` is absent where there is none. */
export function textsAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  const texts: Record<string, string> = Object.create(null)
  for (const [key, text] of Object.entries(recordAt(value, ...path))) if (typeof text === 'string') texts[key] = text
  return texts
}
