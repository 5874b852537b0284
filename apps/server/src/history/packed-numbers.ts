import { pack, unpackBytes } from './packed-text.ts'

/** Numbers that do not pack, for a column of bytes. Their sum goes first: it is what tells that they are damaged. */
export function bytesOfNumbers(numbers: Float64Array): Uint8Array {
  const withSum = new Float64Array(numbers.length + 1)
  withSum[0] = sumOf(numbers)
  withSum.set(numbers, 1)
  return new Uint8Array(withSum.buffer)
}

/** @throws Error where the bytes are not those that were written */
export function numbersOfBytes(bytes: unknown): Float64Array {
  const withSum = readNumbers(bytes)
  const numbers = withSum.subarray(1)
  if (withSum[0] !== sumOf(numbers)) throw new Error('a part of the history is damaged')
  return numbers
}

/** Numbers that come in pairs and grow evenly pack well as what each pair adds to the one before. */
export function packPairs(pairs: readonly number[]): Uint8Array {
  const steps = Float64Array.from(pairs, (each, at) => each - (pairs[at - 2] ?? 0))
  return pack(new Uint8Array(steps.buffer))
}

/** @throws Error where the bytes are not those that were written */
export function unpackPairs(bytes: unknown): Float64Array {
  const pairs = readNumbers(unpackBytes(bytes))
  for (let at = 2; at < pairs.length; at += 1) pairs[at] = (pairs[at] ?? 0) + (pairs[at - 2] ?? 0)
  return pairs
}

/** Whole numbers up to 2^53 lose nothing in a sum of so few that stays below it; what is above still differs. */
function sumOf(numbers: Float64Array): number {
  let sum = numbers.length
  for (const each of numbers) sum = (sum + each) % Number.MAX_SAFE_INTEGER
  return sum
}

/** Of an own copy, for bytes may begin anywhere in memory. */
function readNumbers(bytes: unknown): Float64Array {
  if (!(bytes instanceof Uint8Array)) throw new Error('a part of the history holds no bytes')
  return new Float64Array(Uint8Array.from(bytes).buffer)
}
