import { createSecret, hashSecret, isSameSecret, type SecretHash } from './secrets.ts'

/**
 * What a secret is worth:
 * - `standing`: set by the operator, opens and authorizes as often as wanted
 * - `fresh`: made here and not used yet, opens once
 * - `spent`: made here and used, or replaced by a newer one
 */
export type SecretWorth = 'standing' | 'fresh' | 'spent' | 'unknown'

/** The secrets by which people get in. */
export class LaunchSecrets {
  readonly standing: string | null
  readonly #standingHash: SecretHash | null
  #fresh: SecretHash | null = null
  #spent: readonly SecretHash[] = []

  constructor(standing: string | null) {
    this.standing = standing
    this.#standingHash = standing === null ? null : hashSecret(standing)
  }

  /** A new one that opens once. Ones that were not used till now open no more. */
  issue(): string {
    this.#spendFresh()
    const secret = createSecret()
    this.#fresh = hashSecret(secret)
    return secret
  }

  judge(secret: string): SecretWorth {
    const hash = hashSecret(secret)
    if (this.#standingHash !== null && isSameSecret(hash, this.#standingHash)) return 'standing'
    if (this.#fresh !== null && isSameSecret(hash, this.#fresh)) return 'fresh'
    return this.#spent.some(spent => isSameSecret(hash, spent)) ? 'spent' : 'unknown'
  }

  /** Judges it and uses it up. */
  use(secret: string): SecretWorth {
    const worth = this.judge(secret)
    if (worth === 'fresh') this.#spendFresh()
    return worth
  }

  #spendFresh(): void {
    if (this.#fresh !== null) this.#spent = [...this.#spent, this.#fresh]
    this.#fresh = null
  }
}
