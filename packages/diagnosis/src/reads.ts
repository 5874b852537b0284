import type { Case } from './case.ts'
import type { Read } from './finding.ts'
import { type Resource, RESOURCES } from '@slicescope/model'

/** Of the Service's namespace, where the resource has namespaces. */
export function readHere(resource: Resource, namespace: string): Read {
  return { resource, namespace: RESOURCES[resource].namespaced ? namespace : null }
}

/** Of all namespaces, or of those where the resource is known. */
export function readsEverywhere(resource: Resource, c: Case): readonly Read[] {
  const { namespaces, of } = c.searched(resource)
  return namespaces.length === of
    ? [{ resource, namespace: null }]
    : namespaces.map(namespace => ({ resource, namespace }))
}
