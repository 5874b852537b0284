import { Interner, must, type Node, type Pod, RESOURCES, type Service, type EndpointSlice } from '@slicescope/model'

/** Builders for tests: objects as the API sends them, kept as the model keeps them. */
const interner = new Interner()

interface PodShape {
  readonly name?: string
  readonly namespace?: string
  readonly uid?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly deletionTimestamp?: string
  readonly ready?: boolean | 'Unknown' | undefined
  readonly readySince?: string
  readonly phase?: string
  readonly ips?: readonly string[]
  readonly spec?: object
}

export function aPod(shape: PodShape = {}): Pod {
  const { name = 'web-1', namespace = 'shop', ips = ['10.0.0.1'], ready = true, phase = 'Running' } = shape
  const status = ready === 'Unknown' ? 'Unknown' : ready ? 'True' : 'False'
  return RESOURCES.pods.keep(
    {
      metadata: {
        name,
        namespace,
        uid: shape.uid ?? `uid-${name}`,
        labels: shape.labels ?? { app: 'web' },
        deletionTimestamp: shape.deletionTimestamp,
      },
      spec: { nodeName: 'node-1', containers: [{ name: 'main' }], ...shape.spec },
      status: {
        phase,
        podIP: ips[0],
        podIPs: ips.map(ip => ({ ip })),
        conditions: [{ type: 'Ready', status, lastTransitionTime: shape.readySince ?? '2026-01-01T00:00:00Z' }],
      },
    },
    interner,
  )
}

export function aService(spec: object = {}, metadata: object = {}): Service {
  return RESOURCES.services.keep(
    {
      metadata: {
        name: 'web',
        namespace: 'shop',
        uid: 'uid-service',
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: { team: 'shop' },
        ...metadata,
      },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.1',
        selector: { app: 'web' },
        ipFamilies: ['IPv4'],
        ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
        ...spec,
      },
    },
    interner,
  )
}

export function aNode(name: string, zone?: string): Node {
  const labels = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }
  return RESOURCES.nodes.keep({ metadata: { name, uid: `uid-${name}`, labels } }, interner)
}

/** Finds node-1 in zone eu-1a, node-2 in eu-1b, and bare, which has no zone. */
export function findNode(name: string): Node | undefined {
  return [aNode('node-1', 'eu-1a'), aNode('node-2', 'eu-1b'), aNode('bare')].find(
    ({ metadata }) => metadata.name === name,
  )
}

/** Keeps a slice as it would come back from the API, but with all its labels. */
export function keepSlice(raw: { readonly metadata: object }): EndpointSlice {
  const metadata = { uid: 'uid-slice', ...raw.metadata }
  const kept = RESOURCES.endpointslices.keep({ ...raw, metadata }, interner)
  const labels = 'labels' in metadata ? must(Object(metadata.labels)) : {}
  return { ...kept, metadata: { ...kept.metadata, labels } }
}

/** A hand-made IPv4 slice of the Service web, kept with all its labels; one port, http, unless `change` says otherwise. */
export function aSlice(name: string, endpoints: readonly object[], change: object = {}): EndpointSlice {
  const metadata = { name, namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } }
  const ports = [{ name: 'http', protocol: 'TCP', port: 8080 }]
  const raw = { metadata, addressType: 'IPv4', ports, endpoints, ...change }
  return keepSlice(raw)
}
