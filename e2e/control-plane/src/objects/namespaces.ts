import type { Api } from '../api.ts'
import type { KubeObject } from '../kube-types.ts'

export function makeNamespace(api: Api, name: string): Promise<KubeObject> {
  return api.post('/api/v1/namespaces', { metadata: { name } })
}
