import { desiredEndpoints, reconcileSlices } from '@slicescope/kubernetes'
import { must } from '@slicescope/model'
import type { NewObject, RawPod } from '../api/raw-objects.ts'
import { createStorage, type Storage } from '../api/storage.ts'
import { Random } from '../behaviour/random.ts'
import { asNode, asPod, asService } from '../behaviour/views.ts'

export interface SyntheticOptions {
  readonly services: number
  /** One number for all, or one for each. */
  readonly podsPerService: number | readonly number[]
  readonly nodes: number
  readonly zones: number
  /** Default 1. */
  readonly seed?: number
  /** When everything was made, ms since the epoch. Default 2026-01-01. */
  readonly now?: number
}

/**
 * A still cluster of any size, for benchmarks and tests of scale: `services` Services with `podsPerService` ready pods
 * each, spread over nodes and zones, 50 Services a namespace, with the slices that the controller would write. No controller
 * acts on it: what is written into it stays as it is.
 */
export function createSynthetic(options: SyntheticOptions): Storage {
  const { services, podsPerService, nodes, zones, seed = 1, now = Date.parse('2026-01-01T00:00:00Z') } = options
  const random = new Random(seed)
  const storage = createStorage({ now: () => now, random: random.next })
  for (let number = 0; number < nodes; number++) createReadyNode(storage, number, `zone-${(number % zones) + 1}`)
  let firstPod = 0
  for (let number = 0; number < services; number++) {
    const namespace = `team-${Math.floor(number / 50) + 1}`
    if (number % 50 === 0) storage.create('namespaces', { metadata: { name: namespace } })
    const pods = typeof podsPerService === 'number' ? podsPerService : (podsPerService[number] ?? 0)
    createFullService(storage, { namespace, name: `service-${number + 1}`, firstPod, pods, nodes })
    firstPod += pods
  }
  return storage
}

function createReadyNode(storage: Storage, number: number, zone: string): void {
  const addresses = [{ type: 'InternalIP', address: `192.168.${Math.floor(number / 250)}.${(number % 250) + 1}` }]
  storage.create('nodes', {
    metadata: { name: nodeName(number), labels: { 'topology.kubernetes.io/zone': zone } },
    status: { addresses, conditions: [{ type: 'Ready', status: 'True' }] },
  })
}

function nodeName(number: number): string {
  return `node-${String(number + 1).padStart(4, '0')}`
}

interface Place {
  readonly namespace: string
  readonly name: string
  /** How many pods the cluster has before this Service's: addresses and nodes are dealt out in order. */
  readonly firstPod: number
  readonly pods: number
  readonly nodes: number
}

function createFullService(storage: Storage, { namespace, name, firstPod, pods: count, nodes }: Place): void {
  const service = storage.create('services', {
    metadata: { namespace, name },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
  })
  const pods: RawPod[] = []
  for (let at = 0; at < count; at++) {
    const index = firstPod + at
    pods.push(storage.create('pods', readyPod({ namespace, name, at, index, node: nodeName(index % nodes) })))
  }
  const findNode = (node: string) => asNode(must(storage.get('nodes', { name: node }), node))
  const kept = asService(service)
  const { creates } = reconcileSlices({
    service: kept,
    groups: desiredEndpoints(kept, pods.map(asPod), findNode),
    existing: [],
    triggerTime: null,
  })
  for (const [at, slice] of creates.entries()) {
    const { generateName = '', ...metadata } = slice.metadata
    storage.create('endpointslices', {
      metadata: { ...metadata, name: `${generateName}${at + 1}` },
      addressType: slice.addressType,
      endpoints:
        slice.endpoints?.map(endpoint => ({
          ...endpoint,
          targetRef: { ...endpoint.targetRef },
          hints: { ...endpoint.hints },
        })) ?? null,
      ports: slice.ports,
    })
  }
}

interface PodPlace {
  readonly namespace: string
  readonly name: string
  readonly at: number
  readonly index: number
  readonly node: string
}

function readyPod({ namespace, name, at, index, node }: PodPlace): NewObject<'pods'> {
  const ip = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  return {
    metadata: { namespace, name: `${name}-${at + 1}`, labels: { app: name } },
    spec: {
      nodeName: node,
      containers: [{ name: 'app', image: `${name}:1`, ports: [{ name: 'http', containerPort: 8080 }] }],
    },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
      containerStatuses: [{ name: 'app', ready: true, restartCount: 0, started: true, state: { running: {} } }],
    },
  }
}
