import { isRecord } from '@slicescope/model'
import type { Json } from './json.ts'
import type { ResourceName } from './raw-objects.ts'

/** The fields of a kind: 'any' for what is not looked into; [F] for a list of F. */
type Fields = { readonly [field: string]: Fields | readonly [Fields] | 'any' }

const TYPE: Fields = { apiVersion: 'any', kind: 'any' }

const METADATA: Fields = {
  name: 'any',
  generateName: 'any',
  namespace: 'any',
  selfLink: 'any',
  uid: 'any',
  resourceVersion: 'any',
  generation: 'any',
  creationTimestamp: 'any',
  deletionTimestamp: 'any',
  deletionGracePeriodSeconds: 'any',
  labels: 'any',
  annotations: 'any',
  ownerReferences: [
    { apiVersion: 'any', kind: 'any', name: 'any', uid: 'any', controller: 'any', blockOwnerDeletion: 'any' },
  ],
  finalizers: 'any',
  managedFields: 'any',
}

const SERVICE_SPEC: Fields = {
  ports: [{ name: 'any', protocol: 'any', appProtocol: 'any', port: 'any', targetPort: 'any', nodePort: 'any' }],
  selector: 'any',
  clusterIP: 'any',
  clusterIPs: 'any',
  type: 'any',
  externalIPs: 'any',
  sessionAffinity: 'any',
  loadBalancerIP: 'any',
  loadBalancerSourceRanges: 'any',
  externalName: 'any',
  externalTrafficPolicy: 'any',
  healthCheckNodePort: 'any',
  publishNotReadyAddresses: 'any',
  sessionAffinityConfig: 'any',
  ipFamilies: 'any',
  ipFamilyPolicy: 'any',
  allocateLoadBalancerNodePorts: 'any',
  loadBalancerClass: 'any',
  internalTrafficPolicy: 'any',
  trafficDistribution: 'any',
}

const ENDPOINT: Fields = {
  addresses: 'any',
  conditions: { ready: 'any', serving: 'any', terminating: 'any' },
  hostname: 'any',
  targetRef: {
    kind: 'any',
    namespace: 'any',
    name: 'any',
    uid: 'any',
    apiVersion: 'any',
    resourceVersion: 'any',
    fieldPath: 'any',
  },
  deprecatedTopology: 'any',
  nodeName: 'any',
  zone: 'any',
  hints: { forZones: [{ name: 'any' }], forNodes: [{ name: 'any' }] },
}

/** Only kinds whose unknown fields people meet; upstream k8s.io/api core/v1 and discovery/v1 types.go. */
const KNOWN: Readonly<Partial<Record<ResourceName, Fields>>> = {
  services: { ...TYPE, metadata: METADATA, spec: SERVICE_SPEC, status: 'any' },
  endpointslices: {
    ...TYPE,
    metadata: METADATA,
    addressType: 'any',
    endpoints: [ENDPOINT],
    ports: [{ name: 'any', protocol: 'any', port: 'any', appProtocol: 'any' }],
  },
}

/** An object without the fields that its kind does not know, and the paths of those. */
export function splitUnknownFields(
  resource: ResourceName,
  object: Json,
): { readonly known: Json; readonly unknown: readonly string[] } {
  const fields = KNOWN[resource]
  if (fields === undefined) return { known: object, unknown: [] }
  const unknown: string[] = []
  return { known: prune(object, fields, { path: '', unknown }), unknown }
}

interface Walk {
  readonly path: string
  readonly unknown: string[]
}

function prune(object: Json, fields: Fields, { path, unknown }: Walk): Json {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) {
    const here = path === '' ? key : `${path}.${key}`
    const field = fields[key]
    if (field === undefined) unknown.push(here)
    else kept[key] = pruneValue(value, field, { path: here, unknown })
  }
  return kept
}

function pruneValue(value: unknown, field: Fields | readonly [Fields] | 'any', walk: Walk): unknown {
  if (field === 'any') return value
  if (isList(field)) {
    if (!Array.isArray(value)) return value
    return value.map((one, i) => pruneValue(one, field[0], { ...walk, path: `${walk.path}[${i}]` }))
  }
  return isRecord(value) ? prune(value, field, walk) : value
}

function isList(field: Fields | readonly [Fields]): field is readonly [Fields] {
  return Array.isArray(field)
}
