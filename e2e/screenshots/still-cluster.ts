import { createSynthetic, type Storage } from '@slicescope/demo-cluster'

const LONGEST = 'the-longest-name-that-kubernetes-allows-for-a-service-has-63-ch'
const NODE = 'ip-10-128-255-254.eu-central-1.compute.internal.example-corporation.com'

/** Services in namespace team-1 that change only when they are written to. */
export const STILL = { few: 'service-1', none: 'service-2', many: 'service-3', longest: LONGEST } as const

/** A cluster without controllers: few backends, none, 5,000, and names as long and as foreign as they may be. */
export function createStillCluster(): Storage {
  const storage = createSynthetic({ services: 3, podsPerService: [6, 0, 5_000], nodes: 60, zones: 3 })
  const zone = 'a-zone-of-the-provider-with-a-long-name'
  storage.create('nodes', {
    metadata: { name: NODE, labels: { 'topology.kubernetes.io/zone': zone } },
    status: { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }] },
  })
  const labels = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`example.com/label-number-${at + 1}`, `value-of-label-${at + 1}`]),
  )
  const port = 'a-port-of-15-ch'
  storage.create('services', {
    metadata: { namespace: 'team-1', name: LONGEST, labels: { ...labels, right: 'שלום', smile: '🦊' } },
    spec: { selector: { app: LONGEST }, ports: [{ name: port, port: 65_535, targetPort: port, protocol: 'TCP' }] },
  })
  const endpoints = Array.from({ length: 7 }, (_, at) => ({
    addresses: [`10.255.255.${240 + at}`],
    conditions: { ready: at > 2, serving: at > 2 },
    nodeName: at < 4 ? NODE : 'node-0001',
    zone: at < 4 ? zone : 'zone-1',
    targetRef: {
      kind: 'Pod',
      namespace: 'team-1',
      name: `${LONGEST.slice(0, 50)}-7d9f8b6c5-x${at}k2z`,
      uid: `uid-${at}`,
    },
  }))
  storage.create('endpointslices', {
    metadata: { namespace: 'team-1', name: `${LONGEST}-x7k2z`, labels: { 'kubernetes.io/service-name': LONGEST } },
    addressType: 'IPv4',
    ports: [{ name: port, port: 65_535, protocol: 'TCP' }],
    endpoints,
  })
  return storage
}
