import { readFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { ANONYMOUS, type KubeContext } from './kube-context.ts'

/** Where the kubelet mounts a pod's service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The cluster in which this process runs as a pod, by its service account; undefined elsewhere (client-go rest.InClusterConfig). */
export async function inClusterContext(
  env: Readonly<Record<string, string | undefined>>,
  folder = SERVICE_ACCOUNT,
): Promise<KubeContext | undefined> {
  const host = env['KUBERNETES_SERVICE_HOST']
  const port = env['KUBERNETES_SERVICE_PORT']
  const tokenFile = join(folder, 'token')
  if (!host || !port || (await readIfThere(tokenFile)) === undefined) return undefined
  return {
    slug: 'in-cluster',
    name: 'in-cluster',
    namespace: (await readIfThere(join(folder, 'namespace')))?.trim(),
    cluster: {
      server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
      caFile: join(folder, 'ca.crt'),
      caData: undefined,
      skipTlsVerify: false,
      tlsServerName: undefined,
      proxyUrl: undefined,
    },
    user: { ...ANONYMOUS, tokenFile },
    problem: null,
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return undefined
  }
}
