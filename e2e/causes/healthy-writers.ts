import type { Json } from '@slicescope/control-plane'
import { deployment, endpoints, type HealthyShape, service } from './healthy-shape.ts'
import { KNATIVE_ACTIVATOR } from './healthy-workloads.ts'
import { elsewhere, KNATIVE_LABELS, writeSlice } from './writer-causes.ts'

const MANAGER = 'endpointslice.kubernetes.io/managed-by'
const SOURCE_CLUSTER = 'multicluster.kubernetes.io/source-cluster'
const METRICS = [{ name: 'http', port: 8080, targetPort: 8080 }]

/** Nodes as endpoints, as a monitoring operator writes them. */
function kubelets(nodes: readonly string[]): readonly Json[] {
  return nodes.map((name, n) => ({ ip: `10.9.8.${n + 1}`, nodeName: name, targetRef: { kind: 'Node', name } }))
}

function machines(...addresses: readonly string[]): readonly Json[] {
  return addresses.map(ip => ({ ip }))
}

/** Shapes in which another writer than Kubernetes' own fills slices or Endpoints. */
export const HEALTHY_WRITERS: readonly HealthyShape[] = [
  {
    name: 'kubelet',
    make: async place => {
      const labels = { 'k8s-app': 'kubelet', 'app.kubernetes.io/managed-by': 'prometheus-operator' }
      await service(place, 'kubelet', { selector: null, headless: true, ports: METRICS, labels })
      await endpoints(place, 'kubelet', kubelets(place.nodes), { labels })
    },
  },
  {
    name: 'kubelet-slices',
    make: async place => {
      const labels = { 'app.kubernetes.io/managed-by': 'prometheus-operator' }
      const skip = { ...labels, 'endpointslice.kubernetes.io/skip-mirror': 'true' }
      await service(place, 'kubelet-slices', { selector: null, headless: true, ports: METRICS, labels })
      await endpoints(place, 'kubelet-slices', kubelets(place.nodes), { labels: skip })
      await writeSlice(place, 'kubelet-slices', {
        name: 'kubelet-slices-a',
        labels: { ...labels, [MANAGER]: 'prometheus-operator' },
        endpoints: place.nodes.map((name, n) => ({
          addresses: [`10.9.8.${n + 1}`],
          conditions: { ready: true },
          nodeName: name,
          targetRef: { kind: 'Node', name },
        })),
        isOwned: true,
      })
    },
  },
  {
    name: 'mesh',
    make: async place => {
      await deployment(place, 'mesh')
      await service(place, 'mesh')
      for (const cluster of ['west', 'east'])
        await writeSlice(place, 'mesh', {
          name: `mesh-${cluster}`,
          labels: { [MANAGER]: 'endpointslice-mesh-controller.cilium.io', [SOURCE_CLUSTER]: cluster },
          endpoints: elsewhere(cluster, place.namespace, cluster === 'west' ? '10.90.1.7' : '10.90.2.7'),
          isOwned: true,
        })
    },
  },
  {
    name: 'mesh-headless',
    make: async place => {
      await service(place, 'mesh-headless', { selector: null, headless: true })
      await writeSlice(place, 'mesh-headless', {
        name: 'mesh-headless-west',
        labels: { [MANAGER]: 'endpointslice-mesh-controller.cilium.io', [SOURCE_CLUSTER]: 'west' },
        endpoints: elsewhere('west', place.namespace, '10.90.1.8', '10.90.1.9'),
        isOwned: true,
      })
    },
  },
  {
    name: 'karmada',
    make: async place => {
      await service(place, 'karmada', { selector: null })
      await writeSlice(place, 'karmada', {
        name: 'member1-karmada',
        labels: { [MANAGER]: 'endpointslice-dispatch-controller.karmada.io' },
        annotations: { 'endpointslice.karmada.io/provision-cluster': 'member1' },
        endpoints: elsewhere('member1-worker', place.namespace, '10.91.1.7', '10.91.1.8'),
      })
    },
  },
  {
    name: 'submariner',
    make: async place => {
      await deployment(place, 'submariner')
      await service(place, 'submariner')
      // What Submariner imports belongs to no Service of this cluster, and its name begins with one's.
      await writeSlice(place, 'submariner', {
        name: 'submariner-north',
        labels: {
          [MANAGER]: 'lighthouse-agent.submariner.io',
          [SOURCE_CLUSTER]: 'north',
          'kubernetes.io/service-name': '',
        },
        endpoints: [{ addresses: ['242.0.0.7'], conditions: { ready: true }, hostname: 'web-0' }],
      })
      const labels = { 'app.kubernetes.io/managed-by': 'lighthouse-clusterlocal-reflector', [SOURCE_CLUSTER]: 'north' }
      await service(place, 'submariner-copy-north', { selector: null, headless: true, labels })
      await writeSlice(place, 'submariner-copy-north', {
        name: 'submariner-copy-north-a',
        labels: { 'app.kubernetes.io/managed-by': 'lighthouse-clusterlocal-reflector' },
        endpoints: [{ addresses: ['242.0.0.7'], conditions: { ready: true }, hostname: 'web-0' }],
      })
    },
  },
  {
    name: 'ovn',
    make: async place => {
      await deployment(place, 'ovn')
      await service(place, 'ovn')
      await writeSlice(place, 'ovn', {
        name: 'ovn-mirror',
        labels: {
          [MANAGER]: 'endpointslice-mirror-controller.k8s.ovn.org',
          'k8s.ovn.org/service-name': 'ovn',
          'kubernetes.io/service-name': '',
        },
        endpoints: [{ addresses: ['10.200.0.7'], conditions: { ready: true } }],
      })
    },
  },
  {
    name: 'linkerd',
    make: async place => {
      const labels = { 'mirror.linkerd.io/mirrored-service': 'true', 'mirror.linkerd.io/cluster-name': 'west' }
      await service(place, 'linkerd-west', { selector: null, labels })
      await endpoints(place, 'linkerd-west', machines('203.0.113.9'), { labels, port: { name: 'http', port: 4143 } })
    },
  },
  {
    name: 'knative',
    make: async place => {
      const name = KNATIVE_LABELS['serving.knative.dev/revision']
      const { namespace, ip } = KNATIVE_ACTIVATOR
      await service(place, name, { selector: null, labels: KNATIVE_LABELS })
      await service(place, `${name}-private`, { selector: { 'serving.knative.dev/revision': name } })
      await deployment(place, `${name}-deployment`, { labels: { 'serving.knative.dev/revision': name }, replicas: 0 })
      const targetRef = { kind: 'Pod', namespace, name: 'activator' }
      await endpoints(place, name, [{ ip, targetRef }], { labels: KNATIVE_LABELS })
    },
  },
  {
    name: 'patroni',
    make: async place => {
      const annotations = { leader: 'patroni-0', acquireTime: '2026-01-01T00:00:00+00:00', ttl: '30', transitions: '1' }
      await service(place, 'patroni', { selector: null })
      await endpoints(place, 'patroni', machines('10.9.7.1'), { annotations })
      await service(place, 'patroni-config', { selector: null, headless: true, ports: [] })
      await endpoints(place, 'patroni-config', [], { annotations: { config: '{"ttl":30}', initialize: '7' } })
    },
  },
  {
    name: 'crunchy',
    make: async place => {
      const labels = { 'postgres-operator.crunchydata.com/cluster': 'hippo' }
      const ha = await place.api.post<{ readonly spec: { readonly clusterIP: string } }>(
        `/api/v1/namespaces/${place.namespace}/services`,
        { metadata: { name: 'crunchy-ha', labels }, spec: { ports: [{ name: 'http', port: 8080 }] } },
      )
      await endpoints(place, 'crunchy-ha', machines('10.9.7.2'), { labels })
      await service(place, 'crunchy-primary', { selector: null, headless: true, labels })
      await endpoints(place, 'crunchy-primary', machines(ha.spec.clusterIP), { labels })
    },
  },
  {
    name: 'machines',
    make: async place => {
      await service(place, 'machines', { selector: null })
      await endpoints(place, 'machines', machines('198.51.100.7', '198.51.100.8'))
      await service(place, 'machines-slice', { selector: null })
      await writeSlice(place, 'machines-slice', {
        name: 'machines-slice-1',
        labels: {},
        endpoints: [{ addresses: ['198.51.100.9'] }],
      })
      await service(place, 'machines-operator', { selector: null })
      await writeSlice(place, 'machines-operator', {
        name: 'machines-operator-1',
        labels: { [MANAGER]: 'rook-ceph.example.com' },
        endpoints: [{ addresses: ['198.51.100.10'], nodeName: 'vm-7' }],
        isOwned: true,
      })
    },
  },
]
