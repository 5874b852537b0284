import { createSecret, hashSecret } from './secrets.ts'

/** Far more than one person's browsers; scripts that open the launch link again and again must not fill the memory. */
const MAX_SESSIONS = 1000

/** Who got in, until this process ends. */
export class Sessions {
  /** Hashes, oldest first: looking one up tells nothing of the others. */
  readonly #hashes = new Set<string>()

  /** The token that stands for a new session. */
  open(): string {
    const token = createSecret()
    this.#hashes.add(keyOf(token))
    const [oldest] = this.#hashes
    if (this.#hashes.size > MAX_SESSIONS && oldest !== undefined) this.#hashes.delete(oldest)
    return token
  }

  has(token: string): boolean {
    return this.#hashes.has(keyOf(token))
  }
}

function keyOf(token: string): string {
  return hashSecret(token).toString('hex')
}
