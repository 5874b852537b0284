import type { Api } from '../api.ts'
import type { Json, KubeObject } from '../kube-types.ts'

export type SliceOptions = {
  readonly namespace: string
  readonly name: string
  readonly service: string
  readonly addressType?: 'IPv4' | 'IPv6' | 'FQDN'
  readonly ports?: readonly Json[] | null
  readonly endpoints?: readonly Json[] | null
  readonly labels?: Readonly<Record<string, string>>
}

/** Makes an EndpointSlice by hand: no controller owns it. */
export function makeSlice(api: Api, options: SliceOptions): Promise<KubeObject> {
  const { namespace, name, service, addressType = 'IPv4', endpoints = [], labels = {} } = options
  const { ports = [{ name: 'http', port: 8080, protocol: 'TCP' }] } = options
  return api.post(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    metadata: { name, labels: { 'kubernetes.io/service-name': service, ...labels } },
    addressType,
    ports,
    endpoints,
  })
}
