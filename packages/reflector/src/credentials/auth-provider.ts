import { isRecord } from '@slicescope/model'
import type { RequestOptions } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import type { UnknownRecord } from '../kubeconfig/record.ts'
import type { Credentials } from './credential.ts'

/**
 * The auth providers built into client-node (oidc, and the old gcp and azure). It is loaded only here: its import
 * costs 0.7 s and 60 MB, and few kubeconfigs need it.
 */
export function authProviderHeaders(authProvider: UnknownRecord): Credentials {
  let loaded: Promise<KubeConfig> | null = null
  return {
    get: async () => {
      const config = await (loaded ??= loadProvider(authProvider))
      const options: RequestOptions = {}
      await config.applyToHTTPSOptions(options)
      return { headers: authorizationOf(options), certificate: null }
    },
    retry: () => {},
    close: () => {},
    renew: async () => {
      loaded = null
      return true
    },
  }
}

async function loadProvider(authProvider: UnknownRecord): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  // The address is never dialled: client-node only makes the header here.
  config.loadFromOptions({
    clusters: [{ name: 'cluster', server: 'https://unused.invalid', skipTLSVerify: false }],
    users: [{ name: 'user', authProvider }],
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  })
  return config
}

function authorizationOf({ headers }: RequestOptions): Record<string, string> {
  const authorization = isRecord(headers) ? headers['Authorization'] : undefined
  return typeof authorization === 'string' ? { authorization } : {}
}
