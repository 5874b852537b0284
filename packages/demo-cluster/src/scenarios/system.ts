import type { Storage } from '../api/storage.ts'
import { createNamespaces, daemonSet, deployment, serviceFor, type WorkloadShape } from './build.ts'

const API_SERVERS = ['192.168.255.2', '192.168.255.3', '192.168.255.4']

/** What every cluster has: its namespaces, default/kubernetes, DNS and kube-proxy. Nodes must be there already. */
export function createSystem(storage: Storage): void {
  createNamespaces(storage, ['default', 'kube-system', 'kube-public', 'kube-node-lease'])
  createKubernetesService(storage)
  const proxy: WorkloadShape = {
    namespace: 'kube-system',
    name: 'kube-proxy',
    replicas: 0,
    labels: { 'k8s-app': 'kube-proxy' },
    ports: [{ name: 'metrics', port: 10249, target: 10249 }],
    pod: { hostNetwork: true, tolerations: [{ operator: 'Exists' }] },
    version: '1.37.2',
  }
  storage.create('daemonsets', daemonSet(proxy))
  createDns(storage)
}

function createDns(storage: Storage): void {
  const dns: WorkloadShape = {
    namespace: 'kube-system',
    name: 'kube-dns',
    replicas: 2,
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true' },
    ports: [
      { name: 'dns', port: 53, target: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, target: 53 },
      { name: 'metrics', port: 9153, target: 9153 },
    ],
    service: { clusterIP: '10.96.0.10' },
    version: '1.12.4',
  }
  storage.create('services', serviceFor(dns))
  storage.create('deployments', deployment(dns))
}

/** Written by the API servers themselves (pkg/controlplane/reconcilers): no managed-by, no owner, no targetRef, ready alone. */
function createKubernetesService(storage: Storage): void {
  const metadata = { namespace: 'default', name: 'kubernetes' }
  storage.create('services', {
    metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }] },
  })
  const ports = [{ name: 'https', port: 6443, protocol: 'TCP' }]
  storage.create('endpoints', {
    metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: API_SERVERS.map(ip => ({ ip })), ports }],
  })
  storage.create('endpointslices', {
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: API_SERVERS.map(ip => ({ addresses: [ip], conditions: { ready: true } })),
    ports,
  })
}
