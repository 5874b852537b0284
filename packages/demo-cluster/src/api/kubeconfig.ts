import { stringify } from 'yaml'

export interface KubeconfigOf {
  readonly url: string
  /** PEM */
  readonly ca: string
  readonly user: string
  readonly token: string
}

export const DEMO_CONTEXT = 'slicescope-demo'

/** A kubeconfig with one context, as YAML. Holds the token: keep it to the owner. */
export function kubeconfig({ url, ca, user, token }: KubeconfigOf): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: DEMO_CONTEXT,
        cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: DEMO_CONTEXT, context: { cluster: DEMO_CONTEXT, user } }],
    'current-context': DEMO_CONTEXT,
  })
}
