import { pack, unpackBytes } from './packed-text.ts'

/** Whole numbers below 2^48, which do not pack, for a column of bytes: low halves, high halves, and a sum that tells of damage. */
export function bytesOfNumbers(numbers: Float64Array): Uint8Array {
  const bytes = new Uint8Array(6 * numbers.length + 4)
  const low = new Uint32Array(bytes.buffer, 0, numbers.length + 1)
  const high = new Uint16Array(bytes.buffer, 4 * numbers.length + 4, numbers.length)
  for (const [at, each] of numbers.entries()) {
    low[at + 1] = each
    high[at] = each / 2 ** 32
  }
  low[0] = sumOf(low, high)
  return bytes
}

/** @throws Error where the bytes are not those that were written */
export function numbersOfBytes(bytes: unknown): Float64Array {
  const { buffer, byteLength } = copyOf(bytes)
  const length = Math.max(0, Math.floor((byteLength - 4) / 6))
  const low = new Uint32Array(buffer, 0, length + 1)
  const high = new Uint16Array(buffer, 4 * length + 4, length)
  if (low[0] !== sumOf(low, high)) throw new Error('a part of the history is damaged')
  const numbers = new Float64Array(length)
  for (let at = 0; at < length; at += 1) numbers[at] = (high[at] ?? 0) * 2 ** 32 + (low[at + 1] ?? 0)
  return numbers
}

/** Numbers that come in pairs and grow evenly pack well as what each pair adds to the one before. */
export function packPairs(pairs: readonly number[]): Uint8Array {
  const steps = Float64Array.from(pairs, (each, at) => each - (pairs[at - 2] ?? 0))
  return pack(new Uint8Array(steps.buffer))
}

/** @throws Error where the bytes are not those that were written */
export function unpackPairs(bytes: unknown): Float64Array {
  const unpacked = unpackBytes(bytes)
  const { buffer, byteOffset, length } = unpacked.byteOffset % 8 === 0 ? unpacked : copyOf(unpacked)
  const pairs = new Float64Array(buffer, byteOffset, length / 8)
  for (let at = 2; at < pairs.length; at += 1) pairs[at] = (pairs[at] ?? 0) + (pairs[at - 2] ?? 0)
  return pairs
}

/** Of all but the first, which is the sum. */
function sumOf(low: Uint32Array, high: Uint16Array): number {
  let sum = high.length
  for (let at = 0; at < high.length; at += 1) sum = Math.imul(sum ^ (low[at + 1] ?? 0) ^ (high[at] ?? 0), 0x01000193)
  return sum >>> 0
}

/** Bytes may begin anywhere in memory; numbers may not. */
function copyOf(bytes: unknown): Uint8Array<ArrayBuffer> {
  if (!(bytes instanceof Uint8Array)) throw new Error('a part of the history holds no bytes')
  const copy = new Uint8Array(bytes.length)
  copy.set(bytes)
  return copy
}
