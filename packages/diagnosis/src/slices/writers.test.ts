import { must } from '@slicescope/model'
import { expect, test } from 'vitest'
import { aService, aSlice, anEndpoint, TestCluster } from '../testing/web-service.ts'
import { type Writer, writerOf } from './writers.ts'

const MANAGER = 'endpointslice.kubernetes.io/managed-by'
const MIRRORED = { [MANAGER]: 'endpointslicemirroring-controller.k8s.io' }

interface Told {
  readonly slice?: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly service?: Readonly<Record<string, unknown>>
}

/** The writer of the only slice of shop/web, told as the API would. */
function writerIn({ slice = {}, metadata = {}, service = {} }: Told): Writer {
  const made = new TestCluster()
  const raw = aSlice([anEndpoint(1, { nodeName: 'west' })], slice)
  made.set('services', aService({}, service))
  made.set('endpointslices', { ...raw, metadata: { ...Object(raw['metadata']), ...metadata } })
  const { listers } = made.store
  const { metadata: own } = must(listers.services.get('shop/web'))
  return writerOf(must(listers.endpointslices.byIndex('service', 'shop/web')[0]), own)
}

test.each<readonly [string, Told, Partial<Writer>]>([
  [
    'the EndpointSlice controller',
    { slice: { labels: { [MANAGER]: 'endpointslice-controller.k8s.io' } } },
    { kind: 'slice-controller', ownedByService: true, namesNodes: true, namesPods: true },
  ],
  [
    'Cilium, by its label',
    {
      slice: {
        labels: {
          [MANAGER]: 'endpointslice-mesh-controller.cilium.io',
          'multicluster.kubernetes.io/source-cluster': 'east',
        },
      },
    },
    { name: 'Cilium Cluster Mesh', cluster: 'east', namesNodes: false, namesPods: false, ownedByService: true },
  ],
  [
    'Cilium, by the name in nodeName',
    { slice: { labels: { [MANAGER]: 'endpointslice-mesh-controller.cilium.io' } } },
    { cluster: 'west', imports: true },
  ],
  [
    'Submariner',
    {
      slice: {
        labels: { [MANAGER]: 'lighthouse-agent.submariner.io', 'multicluster.kubernetes.io/source-cluster': 'north' },
      },
    },
    { name: 'Submariner', cluster: 'north', imports: true },
  ],
  [
    'Submariner where it reflects',
    {
      slice: { labels: { 'app.kubernetes.io/managed-by': 'lighthouse-clusterlocal-reflector' } },
      service: { labels: { 'multicluster.kubernetes.io/source-cluster': 'north' } },
    },
    { name: 'Submariner', cluster: 'north' },
  ],
  [
    'Karmada',
    {
      slice: { labels: { [MANAGER]: 'endpointslice-dispatch-controller.karmada.io' } },
      metadata: { annotations: { 'endpointslice.karmada.io/provision-cluster': 'member1' } },
    },
    { name: 'Karmada', cluster: 'member1', namesPods: false },
  ],
  [
    'Linkerd',
    {
      slice: { labels: MIRRORED },
      service: { labels: { 'mirror.linkerd.io/mirrored-service': 'true', 'mirror.linkerd.io/cluster-name': 'west' } },
    },
    { name: 'Linkerd multicluster', cluster: 'west', imports: true },
  ],
  [
    'Knative',
    {
      slice: { labels: MIRRORED },
      service: { labels: { 'networking.internal.knative.dev/serverlessservice': 'hello' } },
    },
    { kind: 'knative', crossesNamespaces: true },
  ],
  [
    'Prometheus Operator by slices',
    { slice: { labels: { [MANAGER]: 'prometheus-operator' } } },
    { name: 'Prometheus Operator', imports: false },
  ],
  [
    'Prometheus Operator by Endpoints',
    { slice: { labels: MIRRORED }, service: { labels: { 'app.kubernetes.io/managed-by': 'prometheus-operator' } } },
    { kind: 'prometheus-operator' },
  ],
  [
    'Crunchy',
    { slice: { labels: MIRRORED }, service: { labels: { 'postgres-operator.crunchydata.com/cluster': 'hippo' } } },
    { kind: 'crunchy' },
  ],
  [
    'OVN-Kubernetes',
    { slice: { labels: { [MANAGER]: 'endpointslice-mirror-controller.k8s.ovn.org' } } },
    { name: 'OVN-Kubernetes' },
  ],
  [
    'another importer',
    { slice: { labels: { [MANAGER]: 'mcs.example.com', 'multicluster.kubernetes.io/source-cluster': 'south' } } },
    { kind: 'importer', name: 'mcs.example.com', cluster: 'south' },
  ],
  [
    'the writer of an Endpoints object',
    { slice: { labels: MIRRORED } },
    { kind: 'mirroring-controller', namesPods: true },
  ],
  [
    'one that is not known',
    { slice: { labels: { [MANAGER]: '<b>me</b>' } } },
    { kind: 'named', name: '<b>me</b>', namesNodes: false, namesPods: false },
  ],
  ['nobody', {}, { kind: 'unnamed', namesNodes: true, namesPods: true, ownedByService: false }],
])('%s is known', (_who, told, writer) => {
  expect(writerIn(told)).toMatchObject(writer)
})

test('the API server writes the slice of default/kubernetes, and no other', () => {
  const slice = must(
    (() => {
      const made = new TestCluster()
      made.set(
        'endpointslices',
        aSlice([{ addresses: ['10.0.0.1'] }], { name: 'kubernetes', namespace: 'default', service: 'kubernetes' }),
      )
      return made.store.listers.endpointslices.byIndex('service', 'default/kubernetes')[0]
    })(),
  )
  expect(writerOf(slice, { namespace: 'default', name: 'kubernetes', labels: {} })).toMatchObject({
    kind: 'api-server',
  })
  expect(writerOf(slice, { namespace: 'shop', name: 'kubernetes', labels: {} })).toMatchObject({ kind: 'unnamed' })
})
