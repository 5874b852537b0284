import { KINDS, RESOURCE_NAMES } from './kinds.ts'
import type { ResourceName } from './raw-objects.ts'
import { AUTHORIZATION_GROUP, versionOf } from './route.ts'

const VERBS: readonly string[] = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']
const SUBRESOURCE_VERBS: readonly string[] = ['get', 'patch', 'update']

/** Named groups, in the order in which kubectl prefers them. */
const GROUPS: readonly string[] = [
  ...new Set(RESOURCE_NAMES.map(resource => KINDS[resource].group).filter(group => group !== '')),
  AUTHORIZATION_GROUP,
]

const VERSION = {
  major: '1',
  minor: '37',
  gitVersion: 'v1.37.2+slicescope-demo',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'demo',
}

/** `/version` */
export function versionInfo(version: string | undefined): object {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version ?? '') ?? []
  return version === undefined || major === undefined ? VERSION : { ...VERSION, major, minor, gitVersion: version }
}

/** `/api` */
export function coreVersions(): object {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
}

/** `/apis` */
export function groupList(): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(groupEntry) }
}

/** `/apis/<group>` */
export function groupOf(group: string): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) }
}

function groupEntry(group: string) {
  const version = versionOf(group) ?? 'v1'
  const entry = { groupVersion: `${group}/${version}`, version }
  return { name: group, versions: [entry], preferredVersion: entry }
}

/** `/api/v1`, `/apis/<group>/<version>` */
export function resourceList(group: string, version: string): object {
  const groupVersion = group === '' ? version : `${group}/${version}`
  const resources =
    group === AUTHORIZATION_GROUP
      ? REVIEW_ENTRIES
      : RESOURCE_NAMES.filter(resource => KINDS[resource].group === group).flatMap(resourceEntries)
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
}

function resourceEntries(resource: ResourceName): readonly object[] {
  const { singular, namespaced, kind, shortNames, categories, subresources } = KINDS[resource]
  const main = {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs: VERBS,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  }
  const others = subresources.map(subresource => ({
    name: `${resource}/${subresource}`,
    singularName: '',
    namespaced,
    ...(subresource === 'scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { kind }),
    verbs: SUBRESOURCE_VERBS,
  }))
  return [main, ...others]
}

const REVIEW_ENTRIES = ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'].map(kind => ({
  name: `${kind.toLowerCase()}s`,
  singularName: kind.toLowerCase(),
  namespaced: false,
  kind,
  verbs: ['create'],
}))

/** `/openapi/v3`: where each group's document is. */
export function openapiRoot(): object {
  const paths = ['api/v1', ...GROUPS.map(group => `apis/${group}/${versionOf(group)}`)]
  return { paths: Object.fromEntries(paths.map(path => [path, { serverRelativeURL: `/openapi/v3/${path}` }])) }
}

/**
 * `/openapi/v3/...`: no schemas, only what kubectl looks for before it leaves the checking of fields to the server:
 * that PATCH takes the parameter fieldValidation.
 */
export function openapiDocument(group: string, version: string): object {
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const resources = RESOURCE_NAMES.filter(resource => KINDS[resource].group === group)
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: VERSION.gitVersion },
    paths: Object.fromEntries(resources.map(resource => [objectPath(base, resource), operations(resource, version)])),
    components: { schemas: {} },
  }
}

function objectPath(base: string, resource: ResourceName): string {
  return KINDS[resource].namespaced ? `${base}/namespaces/{namespace}/${resource}/{name}` : `${base}/${resource}/{name}`
}

function operations(resource: ResourceName, version: string): object {
  const { group, kind } = KINDS[resource]
  const parameter = { name: 'fieldValidation', in: 'query', schema: { type: 'string', uniqueItems: true } }
  const patch = {
    parameters: [parameter],
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group, kind, version },
  }
  return { patch }
}
