/**
 * The sum of the hashes of everything a topic holds, as two sums of 32 bits. Sums do not depend on order, so that
 * both ends can keep them by adding what comes and taking away what goes.
 */
export type Digest = readonly [number, number]

export const NO_DIGEST: Digest = [0, 0]

export function addDigests(a: Digest, b: Digest): Digest {
  return [(a[0] + b[0]) >>> 0, (a[1] + b[1]) >>> 0]
}

export function subtractDigests(a: Digest, b: Digest): Digest {
  return [(a[0] - b[0]) >>> 0, (a[1] - b[1]) >>> 0]
}

/** Of one thing: its wire form, hashed together with where it stands, for equal things in two places must not cancel out. */
export function digestOf(place: string, value: unknown): Digest {
  return hashText(`${place} ${JSON.stringify(value)}`)
}

/** 16 hexadecimal digits. */
export function formatDigest([high, low]: Digest): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

/** Two 32-bit multiply-and-xor hashes that feed each other. It tells accidents apart, not attackers: both ends are ours. */
function hashText(text: string): Digest {
  let a = 0x2f0b4a27
  let b = 0x61c88647
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 0x01000193) ^ (b >>> 13)
    b = Math.imul(b ^ unit, 0x5bd1e995) + a
  }
  return [mix(a ^ text.length), mix(b)]
}

/** Spreads every bit over all: sums of hashes are only as good as their low bits. */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
