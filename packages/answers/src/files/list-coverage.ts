import { isRecord, type Resource, RESOURCES } from '@slicescope/model'
import type { PrintedLists, PrintedObject } from './read-objects.ts'

/** All objects of a resource, by where they are: in a namespace, or everywhere (null). */
export type Covered = ReadonlyMap<string | null, readonly PrintedObject[]>

type List = PrintedLists['lists'][number]

/**
 * Returns where the lists hold all objects of a resource. kubectl does not print what it was asked for, so a kind without
 * an object counts as not asked for; see `hasNone`. A list whose objects are all in one namespace may be of that one alone.
 */
export function coveredBy(lists: readonly List[], resource: Resource): Covered {
  const covered = new Map<string | null, readonly PrintedObject[]>()
  for (const list of lists) {
    const own = list.filter(printed => printed.resource === resource)
    if (own.length === 0 && !hasNone(list, { resource, lists })) continue
    const scope = RESOURCES[resource].namespaced ? scopeOf(list) : null
    covered.set(scope, [...(covered.get(scope) ?? []), ...own])
  }
  return covered
}

function scopeOf(list: List): string | null {
  const namespaces = new Set(
    list.flatMap(({ resource, raw }) => (RESOURCES[resource].namespaced ? [metadataText(raw, 'namespace')] : [])),
  )
  const [first = null] = namespaces
  return namespaces.size === 1 ? first : null
}

/** Kinds that make pods, as `kubectl get all` prints them together. */
const WORKLOADS: readonly Resource[] = ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs']

/** Whether a list that has no object of a resource has the others that tell that there is none. */
function hasNone(list: List, { resource, lists }: Asked): boolean {
  if (resource === 'endpointslices') return needsNoSlices(list)
  if (!WORKLOADS.includes(resource)) return false
  // People list all of them or none, unless an object names an owner that is not there.
  if (!list.some(each => WORKLOADS.includes(each.resource))) return false
  return !lists.some(each => each.some(({ raw }) => isOwnedBy(raw, resource)))
}

interface Asked {
  readonly resource: Resource
  /** All that the file holds. */
  readonly lists: readonly List[]
}

function isOwnedBy({ metadata }: PrintedObject['raw'], resource: Resource): boolean {
  const owners = isRecord(metadata) ? metadata['ownerReferences'] : null
  const { kind } = RESOURCES[resource]
  return Array.isArray(owners) && owners.some(owner => isRecord(owner) && owner['kind'] === kind)
}

/**
 * The slice controller makes a slice for each Service with a selector, and mirrors Endpoints that have addresses: where
 * there are none of either, there are no slices.
 */
function needsNoSlices(list: List): boolean {
  const services = list.filter(({ resource }) => resource === 'services')
  const endpoints = list.filter(({ resource }) => resource === 'endpoints')
  return services.length > 0 && endpoints.length > 0 && !services.some(hasSelector) && !endpoints.some(hasSubsets)
}

function hasSelector({ raw: { spec } }: PrintedObject): boolean {
  const selector = isRecord(spec) ? spec['selector'] : null
  return isRecord(selector) && Object.keys(selector).length > 0
}

function hasSubsets({ raw: { subsets } }: PrintedObject): boolean {
  return Array.isArray(subsets) && subsets.length > 0
}

/** A text of the object's metadata; '' where there is none. */
export function metadataText({ metadata }: PrintedObject['raw'], member: string): string {
  const value = isRecord(metadata) ? metadata[member] : undefined
  return typeof value === 'string' ? value : ''
}
