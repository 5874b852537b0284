import type { ResourceName } from './raw-objects.ts'

/** How one resource is reached and what the API promises of it. */
export interface KindInfo {
  /** API group, '' for core. */
  readonly group: string
  readonly version: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly kind: string
  readonly namespaced: boolean
  readonly categories: readonly string[]
  readonly subresources: readonly ('status' | 'scale' | 'finalize')[]
  /** Whether metadata.generation counts the changes outside metadata and status. */
  readonly hasGeneration: boolean
  /** Paths a field selector may name, besides metadata.name and metadata.namespace; upstream pkg/apis/<group>/v1/conversion.go. */
  readonly fieldLabels: readonly string[]
}

const CORE = {
  group: '',
  version: 'v1',
  namespaced: true,
  categories: [],
  subresources: [],
  hasGeneration: false,
  fieldLabels: [],
}
const WORKLOAD = {
  ...CORE,
  group: 'apps',
  categories: ['all'],
  subresources: ['status', 'scale'],
  hasGeneration: true,
} as const
const NETWORKING = { ...CORE, group: 'networking.k8s.io', hasGeneration: true }

/** Every kind the demo cluster knows; secrets and configmaps are left out on purpose. */
export const KINDS: Readonly<Record<ResourceName, KindInfo>> = {
  services: {
    ...CORE,
    singular: 'service',
    shortNames: ['svc'],
    kind: 'Service',
    categories: ['all'],
    subresources: ['status'],
    fieldLabels: ['spec.clusterIP', 'spec.type'],
  },
  endpointslices: {
    ...CORE,
    group: 'discovery.k8s.io',
    singular: 'endpointslice',
    shortNames: [],
    kind: 'EndpointSlice',
    hasGeneration: true,
  },
  endpoints: { ...CORE, singular: 'endpoints', shortNames: ['ep'], kind: 'Endpoints' },
  pods: {
    ...CORE,
    singular: 'pod',
    shortNames: ['po'],
    kind: 'Pod',
    categories: ['all'],
    subresources: ['status'],
    hasGeneration: true,
    fieldLabels: [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.podIPs',
      'status.nominatedNodeName',
    ],
  },
  nodes: {
    ...CORE,
    singular: 'node',
    shortNames: ['no'],
    kind: 'Node',
    namespaced: false,
    subresources: ['status'],
    fieldLabels: ['spec.unschedulable'],
  },
  namespaces: {
    ...CORE,
    singular: 'namespace',
    shortNames: ['ns'],
    kind: 'Namespace',
    namespaced: false,
    subresources: ['status', 'finalize'],
    fieldLabels: ['status.phase'],
  },
  events: {
    ...CORE,
    singular: 'event',
    shortNames: ['ev'],
    kind: 'Event',
    fieldLabels: [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  },
  deployments: { ...WORKLOAD, singular: 'deployment', shortNames: ['deploy'], kind: 'Deployment' },
  replicasets: {
    ...WORKLOAD,
    singular: 'replicaset',
    shortNames: ['rs'],
    kind: 'ReplicaSet',
    fieldLabels: ['status.replicas'],
  },
  statefulsets: { ...WORKLOAD, singular: 'statefulset', shortNames: ['sts'], kind: 'StatefulSet' },
  daemonsets: { ...WORKLOAD, singular: 'daemonset', shortNames: ['ds'], kind: 'DaemonSet', subresources: ['status'] },
  jobs: {
    ...WORKLOAD,
    group: 'batch',
    singular: 'job',
    shortNames: [],
    kind: 'Job',
    subresources: ['status'],
    fieldLabels: ['status.successful'],
  },
  networkpolicies: { ...NETWORKING, singular: 'networkpolicy', shortNames: ['netpol'], kind: 'NetworkPolicy' },
  ingresses: { ...NETWORKING, singular: 'ingress', shortNames: ['ing'], kind: 'Ingress', subresources: ['status'] },
  leases: { ...CORE, group: 'coordination.k8s.io', singular: 'lease', shortNames: [], kind: 'Lease' },
  horizontalpodautoscalers: {
    ...CORE,
    group: 'autoscaling',
    version: 'v2',
    singular: 'horizontalpodautoscaler',
    shortNames: ['hpa'],
    kind: 'HorizontalPodAutoscaler',
    categories: ['all'],
    subresources: ['status'],
  },
  poddisruptionbudgets: {
    ...CORE,
    group: 'policy',
    singular: 'poddisruptionbudget',
    shortNames: ['pdb'],
    kind: 'PodDisruptionBudget',
    subresources: ['status'],
    hasGeneration: true,
  },
}

export const RESOURCE_NAMES: readonly ResourceName[] = Object.keys(KINDS).filter(isResourceName)

/** `v1`, `apps/v1`. */
export function apiVersionOf(resource: ResourceName): string {
  const { group, version } = KINDS[resource]
  return group === '' ? version : `${group}/${version}`
}

/** `services`, `endpointslices.discovery.k8s.io`: how messages name a resource. */
export function qualifiedName(resource: ResourceName): string {
  const { group } = KINDS[resource]
  return group === '' ? resource : `${resource}.${group}`
}

export function isResourceName(name: string): name is ResourceName {
  return Object.hasOwn(KINDS, name)
}
