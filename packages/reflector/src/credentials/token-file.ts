import { readFile } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import type { Credential, Credentials } from './credential.ts'

/** The kubelet rotates service account tokens well before they end; client-go too reads them once a minute. */
const REREAD_MS = 60_000

/** A bearer token in a file that another program keeps fresh. */
export class TokenFile implements Credentials {
  readonly #path: string
  readonly #clock: Clock
  #token: { readonly text: string; readonly readAt: number } | null = null

  constructor(path: string, clock: Clock) {
    this.#path = path
    this.#clock = clock
  }

  async get(): Promise<Credential> {
    const now = this.#clock.elapsed()
    if (this.#token === null || now - this.#token.readAt >= REREAD_MS) {
      this.#token = { text: await this.#read(), readAt: now }
    }
    return { headers: { authorization: `Bearer ${this.#token.text}` }, certificate: null }
  }

  async renew(refused: Credential): Promise<boolean> {
    this.#token = { text: await this.#read(), readAt: this.#clock.elapsed() }
    return `Bearer ${this.#token.text}` !== refused.headers['authorization']
  }

  retry(): void {}

  close(): void {}

  async #read(): Promise<string> {
    try {
      return (await readFile(this.#path, 'utf8')).trim()
    } catch (error) {
      if (this.#token !== null) return this.#token.text
      throw new Error(`The token file ${this.#path} cannot be read: make it readable, or correct the kubeconfig.`, {
        cause: error,
      })
    }
  }
}
