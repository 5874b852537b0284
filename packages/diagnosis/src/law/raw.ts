import {
  aNode,
  ago,
  aPod,
  aService,
  aSlice,
  cluster,
  notReadyStatus,
  podOn,
  runningContainer,
  sliceOf,
  type TestCluster,
} from '../testing/web-service.ts'

/** Objects that the fixtures share. */

export type Raw = Readonly<Record<string, unknown>>

export const ZONES = { n1: 'eu-1a', n2: 'eu-1b', n3: 'eu-1c' }

/** Three pods in three zones, all well. */
export function healthy(): TestCluster {
  return cluster([podOn('n1', 1), podOn('n2', 2), podOn('n3', 3)], ZONES)
}

/** Two of three well; the third, in eu-1c, as told. */
export function withThird(status: Raw, spec: Raw = {}): TestCluster {
  return cluster([podOn('n1', 1), podOn('n2', 2), podOn('n3', 3, { status, spec })], ZONES)
}

/** Two pods in slices, and a third that is in none. */
export function withAbsent(change: Raw): TestCluster {
  const made = cluster([podOn('n1', 1), podOn('n2', 2)], ZONES)
  made.set('pods', podOn('n3', 3, change))
  return made
}

/** The Service without endpoints, with the controller's placeholder. */
export function empty(service: Raw = {}): TestCluster {
  const made = cluster([], ZONES)
  made.set('services', aService(service, { creationTimestamp: ago(86_400) }))
  made.set('endpointslices', aSlice(null, { ports: null }))
  return made
}

/** Without a selector, with one hand-made slice as told. */
export function handMade(endpoints: readonly Raw[], change: Raw = {}, service: Raw = {}): TestCluster {
  const made = cluster([], ZONES)
  made.set('services', aService({ selector: null, ...service }))
  made.set('endpointslices', aSlice(endpoints, change))
  return made
}

export function change(
  made: TestCluster,
  ...objects: readonly (readonly [Parameters<TestCluster['set']>[0], Raw])[]
): TestCluster {
  for (const [resource, object] of objects) made.set(resource, object)
  return made
}

interface WorkloadShape {
  readonly replicas?: number
  readonly labels?: Raw
  readonly templateLabels?: Raw
  readonly status?: Raw
  readonly spec?: Raw
  readonly name?: string
}

export function aWorkload({
  replicas = 3,
  labels = {},
  templateLabels = { app: 'web' },
  status = {},
  spec = {},
  name = 'web',
}: WorkloadShape = {}): Raw {
  return {
    metadata: { name, namespace: 'shop', uid: `workload-${name}`, labels },
    spec: {
      replicas,
      template: { metadata: { labels: templateLabels }, spec: { containers: [{ name: 'main' }] } },
      ...spec,
    },
    status,
  }
}

/** A container that runs and is not ready. */
export const FAILING = notReadyStatus(runningContainer('main', { ready: false }))
export const PENDING = { phase: 'Pending', podIP: undefined, podIPs: [], conditions: [], containerStatuses: [] }
/** What the node controller leaves of a pod when its Node is lost. */
export const NODE_LOST = {
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(600) }],
  containerStatuses: [runningContainer('main')],
}
export const PORTS = {
  containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }], readinessProbe: {} }],
}

/** web-0 to web-2 of StatefulSet web, named through `subdomain`. */
export function stateful(
  subdomain: string,
  service: Raw = {},
  { status = {}, slice = {} }: { readonly status?: Raw; readonly slice?: Raw } = {},
): TestCluster {
  const pods = [0, 1, 2].map(n =>
    podOn(`n${n + 1}`, n, {
      metadata: { ownerReferences: [{ kind: 'StatefulSet', name: 'web', uid: 'workload-web', controller: true }] },
      spec: { hostname: `web-${n}`, subdomain, containers: [{ name: 'main', readinessProbe: {} }] },
      ...(n === 2 ? { status } : {}),
    }),
  )
  const made = cluster(pods, ZONES)
  made.set('services', aService({ clusterIP: 'None', clusterIPs: ['None'], ...service }))
  made.set('endpointslices', sliceOf(pods, ZONES, slice))
  return made
}

export { aNode, aPod, aService, aSlice }
