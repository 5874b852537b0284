import { isRecord } from '@slicescope/model'
import type { Json } from './json.ts'
import type { ResourceName } from './raw-objects.ts'
import { invalid, type StatusCause } from './status.ts'

const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const PROTOCOLS: readonly string[] = ['TCP', 'UDP', 'SCTP']
const ADDRESS_TYPES: readonly string[] = ['FQDN', 'IPv4', 'IPv6']
const SERVICE_TYPES: readonly string[] = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']

/**
 * Refuses with 422 what the real server refuses and people do write: bad names, missing fields, values out of range. A
 * small part of kubernetes pkg/apis/{core,discovery,apps}/validation.
 */
export function validate(resource: ResourceName, object: Json, previous?: Json): void {
  const metadata = recordAt(object, 'metadata')
  const causes = [...nameCauses(resource, metadata), ...(BODY_RULES[resource]?.(object, previous) ?? [])]
  if (causes.length === 0) return
  throw invalid(resource, typeof metadata['name'] === 'string' ? metadata['name'] : '', causes)
}

function nameCauses(resource: ResourceName, metadata: Json): readonly StatusCause[] {
  const { name, generateName } = metadata
  if (!name && !generateName) return [required('metadata.name', 'name or generateName is required')]
  if (typeof name !== 'string' || name === '') return []
  const isLabel = resource === 'services' || resource === 'namespaces'
  const pattern = isLabel ? LABEL : SUBDOMAIN
  if (new RegExp(`^${pattern}$`).test(name) && name.length <= (isLabel ? 63 : 253)) return []
  return [wrong('metadata.name', name, isLabel ? LABEL_RULE : SUBDOMAIN_RULE)]
}

const LABEL_RULE = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name', or '123-abc', regex used for validation is '${LABEL}')`
const SUBDOMAIN_RULE = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`

type BodyRule = (object: Json, previous: Json | undefined) => readonly StatusCause[]

const BODY_RULES: Readonly<Partial<Record<ResourceName, BodyRule>>> = {
  services: (object, previous) => serviceCauses(recordAt(object, 'spec'), previous && recordAt(previous, 'spec')),
  endpointslices: sliceCauses,
  pods: object => containerCauses(recordAt(object, 'spec'), 'spec'),
  deployments: workloadCauses,
  replicasets: workloadCauses,
  statefulsets: workloadCauses,
  daemonsets: workloadCauses,
}

function serviceCauses(spec: Json, previous: Json | undefined): readonly StatusCause[] {
  const { type = 'ClusterIP', clusterIP } = spec
  const ports = listAt(spec, 'ports')
  const causes: StatusCause[] = []
  if (!SERVICE_TYPES.some(one => one === type)) causes.push(unsupported('spec.type', type, SERVICE_TYPES))
  if (type === 'ExternalName' && !spec['externalName']) causes.push(required('spec.externalName'))
  if (ports.length === 0 && type !== 'ExternalName' && clusterIP !== 'None') causes.push(required('spec.ports'))
  const isKept = previous === undefined || previous['type'] === 'ExternalName' || type === 'ExternalName'
  if (!isKept && previous['clusterIP'] && clusterIP && previous['clusterIP'] !== clusterIP)
    causes.push(wrong('spec.clusterIPs[0]', clusterIP, 'may not change once set'))
  return [...causes, ...ports.flatMap((port, i) => portCauses(port, `spec.ports[${i}]`, ports.length))]
}

function portCauses(port: unknown, path: string, count: number): readonly StatusCause[] {
  if (!isRecord(port)) return []
  const causes: StatusCause[] = []
  if (count > 1 && !port['name']) causes.push(required(`${path}.name`))
  if (!isPort(port['port'])) causes.push(wrong(`${path}.port`, port['port'] ?? 0, PORT_RULE))
  const { protocol } = port
  if (protocol !== undefined && !PROTOCOLS.some(one => one === protocol))
    causes.push(unsupported(`${path}.protocol`, protocol, PROTOCOLS.toSorted()))
  return causes
}

const PORT_RULE = 'must be between 1 and 65535, inclusive'

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535
}

function sliceCauses(slice: Json, previous: Json | undefined): readonly StatusCause[] {
  const { addressType } = slice
  const causes: StatusCause[] = []
  if (!addressType) causes.push(required('addressType'))
  else if (!ADDRESS_TYPES.some(one => one === addressType))
    causes.push(unsupported('addressType', addressType, ADDRESS_TYPES))
  if (previous !== undefined && previous['addressType'] !== addressType)
    causes.push(wrong('addressType', addressType, 'field is immutable'))
  const endpoints = listAt(slice, 'endpoints')
  if (endpoints.length > 1000) causes.push(tooMany('endpoints', endpoints.length, 1000))
  return [...causes, ...endpoints.flatMap((endpoint, i) => endpointCauses(endpoint, `endpoints[${i}]`))]
}

function endpointCauses(endpoint: unknown, path: string): readonly StatusCause[] {
  if (!isRecord(endpoint)) return []
  const addresses = listAt(endpoint, 'addresses')
  if (addresses.length === 0) return [required(`${path}.addresses`)]
  return addresses.length > 100 ? [tooMany(`${path}.addresses`, addresses.length, 100)] : []
}

function workloadCauses(object: Json): readonly StatusCause[] {
  const spec = recordAt(object, 'spec')
  const causes = isRecord(spec['selector']) ? [] : [required('spec.selector')]
  const template = recordAt(spec, 'template')
  return [
    ...causes,
    ...selectorCauses(spec, template),
    ...containerCauses(recordAt(template, 'spec'), 'spec.template.spec'),
  ]
}

function selectorCauses(spec: Json, template: Json): readonly StatusCause[] {
  const labels = recordAt(recordAt(template, 'metadata'), 'labels')
  const wanted = recordAt(recordAt(spec, 'selector'), 'matchLabels')
  const isSelected = Object.entries(wanted).every(([key, value]) => labels[key] === value)
  if (isSelected) return []
  return [wrong('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]
}

function containerCauses(spec: Json, path: string): readonly StatusCause[] {
  const containers = listAt(spec, 'containers')
  if (containers.length === 0) return [required(`${path}.containers`)]
  return containers.flatMap((container, i) => {
    const at = `${path}.containers[${i}]`
    if (!isRecord(container)) return []
    return ['name', 'image'].filter(field => !container[field]).map(field => required(`${at}.${field}`))
  })
}

function required(field: string, why?: string): StatusCause {
  return {
    reason: 'FieldValueRequired',
    message: why === undefined ? 'Required value' : `Required value: ${why}`,
    field,
  }
}

function wrong(field: string, value: unknown, why: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field }
}

function unsupported(field: string, value: unknown, supported: readonly string[]): StatusCause {
  const list = supported.map(one => JSON.stringify(one)).join(', ')
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`
  return { reason: 'FieldValueNotSupported', message, field }
}

function tooMany(field: string, count: number, most: number): StatusCause {
  return { reason: 'FieldValueTooMany', message: `Too many: ${count}: must have at most ${most} items`, field }
}

function recordAt(object: Json, key: string): Json {
  const value = object[key]
  return isRecord(value) ? value : {}
}

function listAt(object: Json, key: string): readonly unknown[] {
  const value = object[key]
  return Array.isArray(value) ? value : []
}
