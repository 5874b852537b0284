import type { Simulation } from '../behaviour/simulation.ts'
import {
  createDeployment,
  createNamespaces,
  createNodes,
  createStatefulSet,
  HTTP,
  type PortShape,
  type WorkloadShape,
} from './build.ts'
import { createSystem } from './system.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const SHOP_AGE = 9 * DAY
export const SHOP_NODES = 27

const GRPC: PortShape = { name: 'grpc', port: 9000, target: 9000 }
const WEB_AND_GRPC = [...HTTP, GRPC]

interface Piece extends WorkloadShape {
  /** How long after the cluster's beginning it was made. */
  readonly after: number
}

/** The Services of a small shop, in four namespaces; checkout is the big one. */
export const SHOP_DEPLOYMENTS: readonly Piece[] = [
  { namespace: 'shop', name: 'checkout', replicas: 244, ports: WEB_AND_GRPC, version: '14.2.0', after: 6 * DAY },
  { namespace: 'shop', name: 'catalog', replicas: 60, ports: WEB_AND_GRPC, version: '8.1.3', after: 5 * DAY },
  {
    namespace: 'shop',
    name: 'frontend',
    replicas: 48,
    ports: [...HTTP, { name: 'https', port: 443, target: 8443 }],
    service: { type: 'LoadBalancer', ipFamilyPolicy: 'PreferDualStack' },
    version: '31.0.1',
    after: 8 * DAY,
  },
  { namespace: 'shop', name: 'cart', replicas: 36, version: '5.7.0', after: 4 * DAY },
  {
    namespace: 'shop',
    name: 'search',
    replicas: 24,
    service: { trafficDistribution: 'PreferSameZone' },
    after: 7 * DAY,
  },
  { namespace: 'shop', name: 'recommendations', replicas: 18, version: '2.9.4', after: 8 * DAY + 20 * HOUR },
  { namespace: 'payments', name: 'payments-api', replicas: 24, ports: WEB_AND_GRPC, version: '22.4.1', after: 3 * DAY },
  { namespace: 'payments', name: 'ledger', replicas: 12, ports: [GRPC], after: 2 * DAY },
  { namespace: 'payments', name: 'fraud-check', replicas: 9, after: 6 * DAY + 5 * HOUR },
  { namespace: 'payments', name: 'webhook-relay', replicas: 2, after: 2 * DAY },
  {
    namespace: 'media',
    name: 'images',
    replicas: 30,
    service: { trafficDistribution: 'PreferClose' },
    after: 7 * DAY + 3 * HOUR,
  },
  { namespace: 'media', name: 'thumbnailer', replicas: 16, after: 5 * DAY },
  {
    namespace: 'media',
    name: 'video-ingest',
    replicas: 6,
    ports: [{ name: 'rtp', port: 5004, target: 5004, protocol: 'UDP' }],
    after: 4 * DAY,
  },
  {
    namespace: 'media',
    name: 'cdn-origin',
    replicas: 8,
    service: { type: 'NodePort', externalTrafficPolicy: 'Local' },
    after: 3 * DAY,
  },
  { namespace: 'platform', name: 'auth', replicas: 15, ports: WEB_AND_GRPC, version: '11.0.2', after: 6 * DAY },
  { namespace: 'platform', name: 'notifications', replicas: 6, after: 8 * DAY },
  { namespace: 'platform', name: 'feature-flags', replicas: 3, after: DAY },
  { namespace: 'platform', name: 'metrics', replicas: 1, after: DAY },
]

const DATABASES: readonly WorkloadShape[] = [
  {
    namespace: 'shop',
    name: 'my-db',
    replicas: 3,
    ports: [{ name: 'postgres', port: 5432, target: 5432 }],
    version: '18.1',
  },
  {
    namespace: 'shop',
    name: 'session-cache',
    replicas: 3,
    ports: [{ name: 'redis', port: 6379, target: 6379 }],
    version: '8.4',
  },
]

/** Fills an empty cluster with the shop, over days. */
export function fillShop({ storage, clock }: Simulation): void {
  createNodes(storage, SHOP_NODES)
  clock.step(30_000)
  createSystem(storage)
  createNamespaces(storage, ['shop', 'payments', 'media', 'platform'])
  storage.create('services', {
    metadata: { namespace: 'platform', name: 'status-page' },
    spec: { type: 'ExternalName', externalName: 'status.example.com' },
  })
  clock.after(2 * HOUR, () => {
    for (const database of DATABASES) createStatefulSet(storage, database)
  })
  for (const { after, ...shape } of SHOP_DEPLOYMENTS) clock.after(after, () => createDeployment(storage, shape))
}
