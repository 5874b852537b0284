import { isEqualKept, isRecord } from '@slicescope/model'
import { expectJournal, JournalError } from './journal-error.ts'

/**
 * What leads from one plain value to another:
 * - `[0, value]`: the other value
 * - `[1, members, removed]`: an object with these members patched and these removed; new members come last
 * - `[2, elements]`: a list of the same length with these elements patched
 * - `[3, start, count, elements]`: a list with `count` elements from `start` on replaced by these
 */
export type Patch =
  | readonly [0, unknown]
  | readonly [1, Readonly<Record<string, Patch>>, readonly string[]]
  | readonly [2, readonly (readonly [number, Patch])[]]
  | readonly [3, number, number, readonly unknown[]]

/** Returns the patch from `before` to `after`, both plain JSON; applied, it also gives the order of members. */
export function diffValues(before: unknown, after: unknown): Patch {
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after)
  if (isRecord(before) && isRecord(after)) return diffRecords(before, after)
  return [0, after]
}

/** @throws JournalError where the patch does not fit */
export function applyPatch(before: unknown, patch: unknown): unknown {
  expectJournal(Array.isArray(patch), 'a patch is not a list')
  const [kind, first, second, third]: readonly unknown[] = patch
  switch (kind) {
    case 0:
      return first
    case 1:
      return patchRecord(before, first, second)
    case 2:
      return patchElements(before, first)
    case 3:
      return splice(before, { start: first, count: second, elements: third })
    default:
      throw new JournalError('a patch has an unknown kind')
  }
}

function diffRecords(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Patch {
  const [was, is] = [membersOf(before), membersOf(after)]
  const removed = was.filter(name => !Object.hasOwn(after, name) || after[name] === undefined)
  const members: [string, Patch][] = []
  for (const name of is) {
    const isNew = !Object.hasOwn(before, name) || before[name] === undefined
    if (isNew) members.push([name, [0, after[name]]])
    else if (!isEqualKept(before[name], after[name])) members.push([name, diffValues(before[name], after[name])])
  }
  const stay = was.filter(name => !removed.includes(name))
  // The order of members is part of what was written.
  if (stay.some((name, at) => is[at] !== name)) return [0, after]
  return [1, Object.fromEntries(members), removed]
}

/** JSON has no undefined. */
function membersOf(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(record).filter(name => record[name] !== undefined)
}

function diffLists(before: readonly unknown[], after: readonly unknown[]): Patch {
  if (before.length === after.length) {
    const elements = after.flatMap((element, at) =>
      isEqualKept(before[at], element) ? [] : [[at, diffValues(before[at], element)] as const],
    )
    if (elements.length * 2 <= after.length || after.length < 3) return [2, elements]
  }
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && isEqualKept(before[start], after[start])) start += 1
  let end = 0
  while (end < most - start && isEqualKept(before.at(-1 - end), after.at(-1 - end))) end += 1
  return [3, start, before.length - start - end, after.slice(start, after.length - end)]
}

function patchRecord(before: unknown, members: unknown, removed: unknown): unknown {
  expectJournal(isRecord(before) && isRecord(members) && Array.isArray(removed), 'a patch of an object does not fit')
  const gone = new Set<unknown>(removed)
  const patched = new Map(Object.entries(before).filter(([name]) => !gone.has(name)))
  for (const [name, patch] of Object.entries(members)) patched.set(name, applyPatch(patched.get(name), patch))
  return Object.fromEntries(patched)
}

function patchElements(before: unknown, elements: unknown): unknown {
  expectJournal(Array.isArray(before) && Array.isArray(elements), 'a patch of a list does not fit')
  const patched: unknown[] = [...before]
  for (const element of elements) {
    const [at, patch]: readonly unknown[] = Array.isArray(element) ? element : []
    expectJournal(isIndex(at) && at < patched.length, 'a patch names an element that is not there')
    patched[at] = applyPatch(patched[at], patch)
  }
  return patched
}

interface Splice {
  readonly start: unknown
  readonly count: unknown
  readonly elements: unknown
}

function splice(before: unknown, { start, count, elements }: Splice): unknown {
  expectJournal(
    Array.isArray(before) && Array.isArray(elements) && isIndex(start) && isIndex(count),
    'a patch of a list does not fit',
  )
  expectJournal(start + count <= before.length, 'a patch of a list is longer than the list')
  return [...before.slice(0, start), ...elements, ...before.slice(start + count)]
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0
}
