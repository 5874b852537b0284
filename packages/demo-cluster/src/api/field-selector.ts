import { isRecord } from '@slicescope/model'
import { KINDS } from './kinds.ts'
import type { ApiObject, ResourceName } from './raw-objects.ts'
import { badRequest } from './status.ts'

type Requirement = { readonly path: string; readonly value: string; readonly isEqual: boolean }

export interface FieldSelector {
  readonly isEmpty: boolean
  readonly matches: (object: ApiObject) => boolean
}

const COMMON: readonly string[] = ['metadata.name', 'metadata.namespace']

/** `a=b,c!=d` over the paths that the kind allows; upstream apimachinery pkg/fields/selector.go. Throws 400 for others. */
export function parseFieldSelector(resource: ResourceName, text: string): FieldSelector {
  const requirements = text
    .split(/(?<!\\),/)
    .filter(term => term !== '')
    .map(parseTerm)
  for (const { path } of requirements)
    if (!COMMON.includes(path) && !KINDS[resource].fieldLabels.includes(path))
      throw badRequest(`field label not supported: ${path}`)
  return {
    isEmpty: requirements.length === 0,
    matches: object =>
      requirements.every(({ path, value, isEqual }) => (fieldValue(resource, object, path) === value) === isEqual),
  }
}

function parseTerm(term: string): Requirement {
  const match = /^(.*?)(!=|==|=)(.*)$/.exec(term)
  const [, path, operator, value] = match ?? []
  if (path === undefined || value === undefined)
    throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`)
  return { path, value: value.replaceAll(/\\([,=\\])/g, '$1'), isEqual: operator !== '!=' }
}

/** Fields that are not where their path says; upstream the ToSelectableFields of each kind. */
function fieldValue(resource: ResourceName, object: ApiObject, path: string): string {
  if (resource === 'events' && path === 'source')
    return text(at(object, 'source.component')) || text(at(object, 'reportingComponent'))
  if (resource === 'jobs' && path === 'status.successful') return text(at(object, 'status.succeeded') ?? 0)
  if (resource === 'replicasets' && path === 'status.replicas') return text(at(object, path) ?? 0)
  if (path === 'status.podIPs') return podIps(object)
  if (path === 'spec.unschedulable' || path === 'spec.hostNetwork') return text(at(object, path) ?? false)
  return text(at(object, path))
}

function podIps(object: ApiObject): string {
  const ips = at(object, 'status.podIPs')
  return Array.isArray(ips) ? ips.map(ip => text(at(ip, 'ip'))).join(',') : ''
}

function at(object: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), object)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
}
