import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type UserName, USER_NAMES, userName } from './users.ts'

export type Kubeconfig = {
  readonly server: string
  /** Certificate authority in PEM. */
  readonly ca: string
  readonly user: string
  readonly token: string
  readonly namespace?: string
}

/** Name of the cluster in each kubeconfig; the context is named `user@cluster`. */
export const CLUSTER_NAME = 'control-plane'

/** Writes a kubeconfig with one cluster, one user and one context, readable by its owner only. */
export async function writeKubeconfig(path: string, { server, ca, user, token, namespace }: Kubeconfig): Promise<void> {
  const context = `${user}@${CLUSTER_NAME}`
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [
      { name: CLUSTER_NAME, cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [
      { name: context, context: { cluster: CLUSTER_NAME, user, ...(namespace === undefined ? {} : { namespace }) } },
    ],
  }
  await writeFile(path, stringify(config), { mode: 0o600 })
}

/** Where the kubeconfig of each user stands in the folder of a control plane. */
export function kubeconfigPaths(folder: string): Readonly<Record<UserName, string>> {
  const paths = USER_NAMES.map(user => [user, join(folder, `${userName(user)}.kubeconfig`)] as const)
  return Object.fromEntries(paths) as Record<UserName, string>
}
