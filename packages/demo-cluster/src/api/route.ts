import { isResourceName, KINDS } from './kinds.ts'
import type { ResourceName } from './raw-objects.ts'
import type { ObjectRef } from './storage.ts'

export type Subresource = 'status' | 'scale' | 'finalize'
export type ReviewKind = 'SelfSubjectAccessReview' | 'SubjectAccessReview' | 'SelfSubjectRulesReview'

/** A path that names objects. */
export interface ResourceRoute {
  readonly type: 'resource'
  readonly resource: ResourceName
  readonly namespace: string | undefined
  /** Undefined: the collection. */
  readonly name: string | undefined
  readonly subresource: Subresource | undefined
}

export type Route =
  | ResourceRoute
  | { readonly type: 'groups'; readonly path: '/api' | '/apis' }
  | { readonly type: 'group'; readonly group: string }
  | { readonly type: 'resources'; readonly group: string; readonly version: string }
  | { readonly type: 'review'; readonly kind: ReviewKind }
  | { readonly type: 'openapi'; readonly group?: string; readonly version?: string }
  | { readonly type: 'version' }
  | { readonly type: 'health' }
  /** Under a group that is served, but no such resource there: answered as a Status; else in plain text. */
  | { readonly type: 'unknown'; readonly isInGroup: boolean }

const HEALTH = ['/healthz', '/livez', '/readyz']
const SUBRESOURCES: readonly string[] = ['status', 'scale', 'finalize'] satisfies readonly Subresource[]

const REVIEWS: Readonly<Record<string, ReviewKind>> = {
  selfsubjectaccessreviews: 'SelfSubjectAccessReview',
  subjectaccessreviews: 'SubjectAccessReview',
  selfsubjectrulesreviews: 'SelfSubjectRulesReview',
}

export const AUTHORIZATION_GROUP = 'authorization.k8s.io'

/** What a path means; upstream apiserver pkg/endpoints/request/requestinfo.go. */
export function parseRoute(path: string): Route {
  if (path === '/version') return { type: 'version' }
  if (HEALTH.includes(path)) return { type: 'health' }
  const segments = decode(path.split('/').filter(segment => segment !== ''))
  if (segments === undefined) return { type: 'unknown', isInGroup: false }
  const [root, ...rest] = segments
  if (root === 'openapi' && rest[0] === 'v3') return openapiRoute(rest.slice(1))
  if (root === 'api') return rest.length === 0 ? { type: 'groups', path: '/api' } : groupRoute('', rest)
  if (root !== 'apis') return { type: 'unknown', isInGroup: false }
  const [group, ...inGroup] = rest
  if (group === undefined) return { type: 'groups', path: '/apis' }
  return inGroup.length === 0 && versionOf(group) !== undefined ? { type: 'group', group } : groupRoute(group, inGroup)
}

/** Undefined where a percent sign encodes nothing. */
function decode(segments: readonly string[]): readonly string[] | undefined {
  try {
    return segments.map(decodeURIComponent)
  } catch {
    return undefined
  }
}

function openapiRoute(segments: readonly string[]): Route {
  const [root, group, version] = segments
  if (root === undefined) return { type: 'openapi' }
  if (root === 'api' && group !== undefined) return { type: 'openapi', group: '', version: group }
  if (group === undefined || version === undefined) return { type: 'unknown', isInGroup: false }
  return { type: 'openapi', group, version }
}

/** The version under which a group is served; undefined for a group that is not. */
export function versionOf(group: string): string | undefined {
  if (group === AUTHORIZATION_GROUP) return 'v1'
  return Object.values(KINDS).find(kind => kind.group === group)?.version
}

function groupRoute(group: string, [version, ...rest]: readonly string[]): Route {
  if (version === undefined || versionOf(group) !== version) return { type: 'unknown', isInGroup: false }
  const [first] = rest
  if (first === undefined) return { type: 'resources', group, version }
  if (group === AUTHORIZATION_GROUP) {
    const kind = REVIEWS[first]
    return kind === undefined || rest.length > 1 ? { type: 'unknown', isInGroup: true } : { type: 'review', kind }
  }
  return resourceRoute(group, rest)
}

function resourceRoute(group: string, segments: readonly string[]): Route {
  const isInNamespace = segments[0] === 'namespaces' && isResource(group, segments[2])
  const namespace = isInNamespace ? segments[1] : undefined
  const [resource = '', name, subresource, ...more] = isInNamespace ? segments.slice(2) : segments
  if (!isResource(group, resource) || more.length > 0) return { type: 'unknown', isInGroup: true }
  const isNamespaced = KINDS[resource].namespaced
  const isScopeWrong = isNamespaced ? namespace === undefined && name !== undefined : isInNamespace
  if (isScopeWrong || !isServed(resource, subresource)) return { type: 'unknown', isInGroup: true }
  return { type: 'resource', resource, namespace, name, subresource }
}

function isResource(group: string, name: string | undefined): name is ResourceName {
  if (name === undefined || !isResourceName(name) || KINDS[name].group !== group) return false
  return true
}

function isServed(resource: ResourceName, subresource: string | undefined): subresource is Subresource | undefined {
  if (subresource === undefined) return true
  return SUBRESOURCES.includes(subresource) && KINDS[resource].subresources.some(served => served === subresource)
}

/** The object that a route names. */
export function refOf({ namespace, subresource }: ResourceRoute, name: string): ObjectRef {
  return { namespace, name, subresource: subresource === 'scale' ? undefined : subresource }
}
