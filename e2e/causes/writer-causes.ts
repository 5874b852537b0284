import { type Json, makeDeployment, makeNamespace, makeService } from '@slicescope/control-plane'
import { type Cause, SERVICE, type Site } from './cause.ts'
import { makeStillPod } from './still-pods.ts'

const MANAGER = 'endpointslice.kubernetes.io/managed-by'

interface Foreign {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly endpoints: readonly Json[]
  /** Owned by the Service, as its writer has it. */
  readonly isOwned?: boolean
}

/** A slice of the Service as another controller writes it. */
export async function writeSlice(
  { api, namespace }: Pick<Site, 'api' | 'namespace'>,
  service: string,
  { name, labels, annotations = {}, endpoints, isOwned = false }: Foreign,
): Promise<void> {
  const { metadata } = await api.get<{ readonly metadata: { readonly uid: string } }>(
    `/api/v1/namespaces/${namespace}/services/${service}`,
  )
  const owner = { apiVersion: 'v1', kind: 'Service', name: service, uid: metadata.uid, controller: true }
  await api.post(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    metadata: {
      name,
      labels: { 'kubernetes.io/service-name': service, ...labels },
      annotations,
      ownerReferences: isOwned ? [owner] : [],
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints,
  })
}

/** Endpoints of another cluster as Cilium and Karmada list them: on nodes and of pods that are not here. */
export function elsewhere(nodeName: string, namespace: string, ...addresses: readonly string[]): readonly Json[] {
  return addresses.map(address => ({
    addresses: [address],
    conditions: { ready: true, serving: true, terminating: false },
    nodeName,
    targetRef: { kind: 'Pod', namespace, name: `fake-pod-${address}` },
  }))
}

async function twoPods({ api, namespace }: Site): Promise<void> {
  await makeService(api, { namespace, name: SERVICE })
  await makeDeployment(api, { namespace, name: SERVICE, replicas: 2 })
}

export const KNATIVE_LABELS = {
  'networking.internal.knative.dev/serverlessservice': 'hello-00001',
  'networking.internal.knative.dev/serviceType': 'Public',
  'serving.knative.dev/revision': 'hello-00001',
}

/** G17: another writer than Kubernetes' own fills slices of the Service, and that is no fault. */
export const WRITER_CAUSES: readonly Cause[] = [
  {
    code: 'SC-G17',
    name: 'imported-by-cilium',
    causeCertainty: 'proven',
    comesFirst: true,
    says: '2 of 4 backends are imported from cluster west by Cilium Cluster Mesh',
    shows: /web-west .*cilium\.io +west/,
    plant: async site => {
      await twoPods(site)
      const labels = {
        [MANAGER]: 'endpointslice-mesh-controller.cilium.io',
        'multicluster.kubernetes.io/source-cluster': 'west',
      }
      const endpoints = elsewhere('west', site.namespace, '10.90.1.7', '10.90.1.8')
      await writeSlice(site, SERVICE, { name: 'web-west', labels, endpoints, isOwned: true })
    },
  },
  {
    code: 'SC-G17',
    name: 'imported-by-karmada',
    causeCertainty: 'proven',
    comesFirst: true,
    says: '1 of 3 backends is imported from cluster member1 by Karmada',
    shows: /member1-web .*karmada\.io/,
    plant: async site => {
      await twoPods(site)
      await writeSlice(site, SERVICE, {
        name: 'member1-web',
        labels: { [MANAGER]: 'endpointslice-dispatch-controller.karmada.io' },
        annotations: { 'endpointslice.karmada.io/provision-cluster': 'member1' },
        endpoints: elsewhere('member1-worker', site.namespace, '10.91.1.7'),
      })
    },
  },
  {
    code: 'SC-G17',
    name: 'written-by-an-unknown-controller',
    causeCertainty: 'proven',
    comesFirst: false,
    says: 'written by gateway.example.com, a controller that Slicescope does not know',
    shows: /web-extra .*gateway\.example\.com/,
    plant: async site => {
      await twoPods(site)
      const labels = { [MANAGER]: 'gateway.example.com' }
      const endpoints = elsewhere('edge-1', site.namespace, '10.92.1.7')
      await writeSlice(site, SERVICE, { name: 'web-extra', labels, endpoints, isOwned: true })
    },
  },
  {
    code: 'SC-G17',
    name: 'knative-at-zero',
    causeCertainty: 'proven',
    comesFirst: true,
    service: 'hello-00001',
    says: /activator answers.*: revision hello-00001 has no ready pod/,
    shows: /No resources found/,
    plant: async site => {
      const { api, namespace } = site
      const serving = `${namespace}-serving`
      await makeNamespace(api, serving)
      const activator = await makeStillPod(
        { ...site, namespace: serving },
        { name: 'activator', ips: ['10.99.17.1'], labels: { app: 'activator' } },
      )
      const ports = [{ name: 'http', port: 80, targetPort: 8012 }]
      await makeService(api, { namespace, name: 'hello-00001', selector: null, labels: KNATIVE_LABELS, ports })
      const selector = { 'serving.knative.dev/revision': 'hello-00001' }
      await makeService(api, { namespace, name: 'hello-00001-private', selector, ports })
      const targetRef = { kind: 'Pod', namespace: serving, name: 'activator', uid: activator.metadata.uid ?? '' }
      await api.post(`/api/v1/namespaces/${namespace}/endpoints`, {
        metadata: { name: 'hello-00001', labels: KNATIVE_LABELS },
        subsets: [{ addresses: [{ ip: '10.99.17.1', targetRef }], ports: [{ name: 'http', port: 8012 }] }],
      })
    },
  },
]
