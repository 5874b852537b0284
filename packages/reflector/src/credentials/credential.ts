import { readFile } from 'node:fs/promises'
import type { SecureContextOptions } from 'node:tls'

/** What proves to the API server who asks. */
export interface Credential {
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** A client certificate, PEM; connections made with another one are not used again. */
  readonly certificate: Pick<SecureContextOptions, 'cert' | 'key'> | null
}

/** Where Credentials come from; one for each cluster and user. */
export interface Credentials {
  /** Rejects with an Error whose message is a sentence for people. */
  get(): Promise<Credential>
  /** The API server refused (401) what `get` gave: forget it. Resolves to whether the next `get` may give another. */
  renew(refused: Credential): Promise<boolean>
  /** A person asks to try again: what was put off is no longer. */
  retry(): void
  /** Ends the program that runs to get them, if one does. */
  close(): void
}

/** Whether both prove the same, impersonation aside. */
export function isSameProof(a: Credential, b: Credential): boolean {
  return a.headers['authorization'] === b.headers['authorization'] && a.certificate?.cert === b.certificate?.cert
}

/** PEM from inline base64 or from a file; inline data win, as in client-go (rest/config.go). */
export async function readPem(
  file: string | undefined,
  data: string | undefined,
  what: string,
): Promise<string | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8')
  if (file === undefined) return undefined
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new Error(`The ${what} ${file} cannot be read: make it readable, or correct the kubeconfig.`, {
      cause: error,
    })
  }
}
