import { stringify } from 'yaml'

export interface KubeconfigOf {
  readonly url: string
  /** PEM */
  readonly ca: string
  readonly user: string
  readonly token: string
  readonly context?: string
}

export const DEMO_CONTEXT = 'slicescope-demo'

/** A kubeconfig with one context, as YAML. Holds the token: keep it to the owner. */
export function kubeconfig({ url, ca, user, token, context = DEMO_CONTEXT }: KubeconfigOf): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: context,
        cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user } }],
    'current-context': context,
  })
}
