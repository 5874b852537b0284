import type { Labels } from '@slicescope/model'
import { differInDigits, editDistance, isNearText } from '../words/near-text.ts'

/** How one pair of a selector misses a label set. */
export type PairMiss = { readonly key: string; readonly value: string } & (
  | { readonly kind: 'value' | 'case' | 'number' | 'other-value'; readonly found: string }
  /** The same value under a key that may be meant for it. */
  | { readonly kind: 'key'; readonly foundKey: string; readonly found: string }
  | { readonly kind: 'absent' }
)

/** The pairs that a label set does not have, in the selector's order; none when it matches. */
export function missesOf(selector: Labels, labels: Labels): readonly PairMiss[] {
  return Object.entries(selector).flatMap(([key, value]) => {
    const found = Object.hasOwn(labels, key) ? labels[key] : undefined
    if (found === value) return []
    return [found === undefined ? missOfKey({ key, value }, labels) : missOfValue({ key, value }, found, labels)]
  })
}

interface Pair {
  readonly key: string
  readonly value: string
}

function missOfValue(pair: Pair, found: string, labels: Labels): PairMiss {
  const { value } = pair
  if (value.toLowerCase() === found.toLowerCase()) return { ...pair, kind: 'case', found }
  const isNumber = differInDigits(value, found)
  if (!isNumber && isNearText(value, found)) return { ...pair, kind: 'value', found }
  // The key that is meant may stand beside one of that name with a value of its own.
  const underOther = missOfKey(pair, labels)
  if (underOther.kind === 'key') return underOther
  return { ...pair, kind: isNumber ? 'number' : 'other-value', found }
}

function missOfKey(pair: Pair, labels: Labels): PairMiss {
  const same = Object.entries(labels).find(([foundKey, found]) => found === pair.value && isNearKey(pair.key, foundKey))
  return same === undefined ? { ...pair, kind: 'absent' } : { ...pair, kind: 'key', foundKey: same[0], found: same[1] }
}

/** Keys under which people file the name of an application. */
const APP_KEYS: ReadonlySet<string> = new Set(['app', 'k8s-app', 'name', 'app.kubernetes.io/name'])

/** Whether the key files the name of an application: a pair of it says which pods are meant at all. */
export function isAppKey(key: string): boolean {
  return APP_KEYS.has(key)
}

function isNearKey(a: string, b: string): boolean {
  if (a === b) return false
  return isNearText(a, b) || isSameMeaning(a, b)
}

/** Whether two keys say the same by convention: one of them with its prefix, or both naming the application. */
export function isSameMeaning(a: string, b: string): boolean {
  return withoutPrefix(a) === withoutPrefix(b) || (APP_KEYS.has(a) && APP_KEYS.has(b))
}

function withoutPrefix(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

/** Whether the pair was likely meant for what was found. */
function isNearMiss(miss: PairMiss): boolean {
  return miss.kind === 'value' || miss.kind === 'case' || miss.kind === 'key' || miss.kind === 'number'
}

/** For choosing the nearest: fewer edits first, numbers last. */
export function edits(miss: PairMiss): number {
  if (miss.kind === 'case') return 0
  if (miss.kind === 'key') return 1
  return miss.kind === 'value' ? editDistance(miss.value, miss.found) : 3
}

/** ``app: `wbe` in the selector, `web` on the pods``. */
export function missText(miss: PairMiss): string {
  if (miss.kind === 'absent') return `${miss.key}, which they lack`
  if (miss.kind !== 'key') return `${miss.key}: \`${miss.value}\` in the selector, \`${miss.found}\` on the pods`
  return `the key of \`${miss.value}\`: \`${miss.key}\` in the selector, \`${miss.foundKey}\` on the pods`
}

/** Two pairs may be misspelt at once, three are another selector. */
const MOST_TYPOS = 2

/** Whether the misses look like typos. A number that alone differs, beside pairs that match, tells versions apart. */
export function isTypo(misses: readonly PairMiss[], selector: Labels): boolean {
  return misses.length <= MOST_TYPOS && misses.every(isNearMiss) && !areTooMany(misses, selector)
}

/** Whether all that misses is the name of the application, and the pods have the Service's own name there. */
export function isNamedAfter(misses: readonly PairMiss[], service: string): boolean {
  const [miss, ...others] = misses
  return miss?.kind === 'other-value' && others.length === 0 && isAppKey(miss.key) && miss.found === service
}

/** Whether some pairs miss, not by a typo, and enough of the others match to tell which pods are meant. */
export function areTooMany(misses: readonly PairMiss[], selector: Labels): boolean {
  const all = Object.keys(selector)
  if (misses.length === 0 || misses.length === all.length) return false
  if (!misses.every(miss => miss.kind === 'number' || !isNearMiss(miss))) return false
  const missed = new Set(misses.map(({ key }) => key))
  const apps = all.filter(isAppKey)
  // A pair that names the application says which pods are meant: without any such these may be another's.
  if (apps.length > 0 && apps.every(key => missed.has(key))) return false
  return misses.length === 1 || apps.length > 0 || misses.length * 2 <= all.length
}
