import type { Clock } from '../clock.ts'
import type { ClusterEntry, UserEntry } from '../kubeconfig/entries.ts'
import { authProviderHeaders } from './auth-provider.ts'
import { type Credential, type Credentials, readPem } from './credential.ts'
import { ExecPlugin } from './exec-plugin.ts'
import { TokenFile } from './token-file.ts'

export interface CredentialsOptions {
  readonly user: UserEntry
  readonly cluster: ClusterEntry
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  /** Called with what a running plugin asks for, with the command to run; with null when it asks no more. */
  readonly onAsked?: ((asked: string | null) => void) | undefined
}

/**
 * Credentials of a kubeconfig's user. Where several kinds stand in it, they count as in client-go: token file, token,
 * basic auth, auth provider, exec plugin.
 */
export function createCredentials(options: CredentialsOptions): Credentials {
  const { user } = options
  const source = createSource(options)
  return {
    get: async () => {
      const [{ headers, certificate }, own] = await Promise.all([source.get(), readCertificate(user)])
      return { headers: { ...user.impersonate, ...headers }, certificate: certificate ?? own }
    },
    renew: refused => source.renew(refused),
    retry: () => source.retry(),
    close: () => source.close(),
  }
}

const NOTHING: Credential = { headers: {}, certificate: null }

function createSource(options: CredentialsOptions): Credentials {
  const { user, clock } = options
  if (user.tokenFile !== undefined) return new TokenFile(user.tokenFile, clock)
  if (user.token !== undefined) return fixed({ authorization: `Bearer ${user.token.trim()}` })
  if (user.username !== undefined) {
    const pair = Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')
    return fixed({ authorization: `Basic ${pair}` })
  }
  if (user.authProvider !== undefined) return authProviderHeaders(user.authProvider)
  if (user.exec !== undefined) return new ExecPlugin({ ...options, exec: user.exec })
  return fixed({})
}

function fixed(headers: Credential['headers']): Credentials {
  return { get: async () => ({ ...NOTHING, headers }), renew: async () => false, retry: () => {}, close: () => {} }
}

/** Files are read each time, so that a rotated certificate is used by the next connection. */
async function readCertificate(user: UserEntry): Promise<Credential['certificate']> {
  const cert = await readPem(user.certFile, user.certData, 'client certificate')
  const key = await readPem(user.keyFile, user.keyData, 'client key')
  return cert === undefined || key === undefined ? null : { cert, key }
}
