/** Letters of a generated name: no vowels, no look-alikes; upstream apimachinery pkg/util/rand. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const SUFFIX_LENGTH = 5
const MAX_PREFIX = 63 - SUFFIX_LENGTH

/** A name of a generateName: the prefix (cut to fit 63 characters) and five random characters. */
export function generatedName(prefix: string, random: () => number): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)])
  return `${prefix.slice(0, MAX_PREFIX)}${suffix.join('')}`
}

/** A version 4 UUID. */
export function randomUid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
  digits[12] = '4'
  digits[16] = (8 + Math.floor(random() * 4)).toString(16)
  const text = digits.join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

/** metav1.Time: RFC 3339 in UTC, whole seconds. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
