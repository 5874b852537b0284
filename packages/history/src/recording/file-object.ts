import {
  type Interner,
  isRecord,
  type Resource,
  RESOURCE_NAMES,
  type ResourceObjects,
  RESOURCES,
  toApiObject,
} from '@slicescope/model'
import { expectJournal } from '../journal-error.ts'

/** An object as a file holds it: as Kubernetes' API gives it, with the stored fields alone. */
export type FileObject = Readonly<Record<string, unknown>>

/** Returns a stored object in the form of the API. */
export function toFileObject<R extends Resource>(
  resource: R,
  stored: ResourceObjects[R],
  resourceVersion: string,
): FileObject {
  const { apiVersion, kind, metadata, ...rest } = toApiObject(resource, stored)
  return { apiVersion, kind, metadata: { ...Object(metadata), resourceVersion }, ...rest }
}

export interface ReadObject {
  readonly resource: Resource
  readonly resourceVersion: string
  readonly stored: ResourceObjects[Resource]
}

/** @throws JournalError, ProjectionError */
export function fromFileObject(object: FileObject, interner: Interner): ReadObject {
  const { apiVersion, kind, metadata } = object
  const resource = BY_TYPE.get(`${String(apiVersion)} ${String(kind)}`)
  expectJournal(resource !== undefined, 'an object is of an unknown kind')
  expectJournal(isRecord(metadata), 'an object has no metadata')
  const { resourceVersion } = metadata
  expectJournal(typeof resourceVersion === 'string', 'an object has no resourceVersion')
  return { resource, resourceVersion, stored: RESOURCES[resource].keep(object, interner) }
}

export function typeOf(resource: Resource): { readonly apiVersion: string; readonly kind: string } {
  const { group, version, kind } = RESOURCES[resource]
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind }
}

const BY_TYPE = new Map(
  RESOURCE_NAMES.map(resource => {
    const { apiVersion, kind } = typeOf(resource)
    return [`${apiVersion} ${kind}`, resource] as const
  }),
)
