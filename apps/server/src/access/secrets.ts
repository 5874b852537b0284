import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Secrets are kept and compared by their hash: hashes are of equal length, and how far two agree tells nothing. */
export type SecretHash = Buffer

/** As text that is safe in a path and a cookie, and too long to guess. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

export function hashSecret(secret: string): SecretHash {
  return createHash('sha256').update(secret).digest()
}

/** Takes as long whatever they are. */
export function isSameSecret(a: SecretHash, b: SecretHash): boolean {
  return timingSafeEqual(a, b)
}
