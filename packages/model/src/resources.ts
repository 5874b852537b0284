import { project } from './fields.ts'
import type { Interner } from './interner.ts'
import {
  ENDPOINT_SLICE,
  type EndpointSlice,
  NAMESPACE,
  type Namespace,
  NODE,
  type Node,
  POD,
  type Pod,
  SERVICE,
  type Service,
} from './objects.ts'

/** The kept type of each resource, under the API's plural. */
export interface ResourceObjects {
  services: Service
  endpointslices: EndpointSlice
  nodes: Node
  pods: Pod
  namespaces: Namespace
}

export type Resource = keyof ResourceObjects

/** How a resource is reached in the API and what of it is kept. */
export interface ResourceInfo<R extends Resource = Resource> {
  readonly resource: R
  readonly kind: string
  /** API group, '' for core. */
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  /** Keeps of an object as it arrives what the allow-list names. Throws ProjectionError. */
  readonly keep: (raw: unknown, interner: Interner) => ResourceObjects[R]
  /** Without it the product cannot answer; with the others missing it answers less. */
  readonly required: boolean
}

/** In the order in which they are loaded: Services, slices and nodes already answer who is behind; pods follow as enrichment. */
export const RESOURCES: { readonly [R in Resource]: ResourceInfo<R> } = {
  services: {
    resource: 'services',
    kind: 'Service',
    group: '',
    version: 'v1',
    namespaced: true,
    keep: (raw, interner) => project(SERVICE, raw, interner),
    required: true,
  },
  endpointslices: {
    resource: 'endpointslices',
    kind: 'EndpointSlice',
    group: 'discovery.k8s.io',
    version: 'v1',
    namespaced: true,
    keep: (raw, interner) => project(ENDPOINT_SLICE, raw, interner),
    required: true,
  },
  nodes: {
    resource: 'nodes',
    kind: 'Node',
    group: '',
    version: 'v1',
    namespaced: false,
    keep: (raw, interner) => project(NODE, raw, interner),
    required: false,
  },
  pods: {
    resource: 'pods',
    kind: 'Pod',
    group: '',
    version: 'v1',
    namespaced: true,
    keep: (raw, interner) => project(POD, raw, interner),
    required: false,
  },
  namespaces: {
    resource: 'namespaces',
    kind: 'Namespace',
    group: '',
    version: 'v1',
    namespaced: false,
    keep: (raw, interner) => project(NAMESPACE, raw, interner),
    required: false,
  },
}

export const RESOURCE_NAMES: readonly Resource[] = ['services', 'endpointslices', 'nodes', 'pods', 'namespaces']

/** `namespace/name`, or `name` for cluster-scoped objects. */
export type ObjectKey = string

export interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string }
}

export function objectKey(object: KubernetesObject): ObjectKey {
  const { namespace, name } = object.metadata
  return namespace === undefined ? name : `${namespace}/${name}`
}

export function serviceKey(namespace: string, name: string): ObjectKey {
  return `${namespace}/${name}`
}

/** The Service that a slice belongs to: the label kubernetes.io/service-name alone decides, in the slice's own namespace. */
export function serviceKeyOfSlice(slice: EndpointSlice): ObjectKey | undefined {
  const name = slice.metadata.labels['kubernetes.io/service-name']
  return name === undefined || name === '' ? undefined : serviceKey(slice.metadata.namespace, name)
}
