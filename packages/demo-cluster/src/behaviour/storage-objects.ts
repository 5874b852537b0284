import { isResourceName, KINDS, RESOURCE_NAMES } from '../api/kinds.ts'
import type { NewObject, ResourceName } from '../api/raw-objects.ts'
import { StatusError } from '../api/status.ts'
import type { Storage } from '../api/storage.ts'
import type { ObjectChange, ObjectStore } from './cluster.ts'
import { recordAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { nameOf, namespaceOf } from './views.ts'
import { assert } from '@slicescope/model'

/** The API server's storage as the controllers use it: by plain names, refusals as undefined, whole objects written back. */
export function asObjectStore(storage: Storage): ObjectStore {
  return {
    get: (resource, namespace, name) => storage.get(known(resource), ref(namespace, name)),
    list: resource => storage.list(known(resource)),
    create: (resource, object) => refused(() => storage.create(known(resource), claim(object))),
    replace: (resource, object) => replace(storage, known(resource), object),
    requestDelete: (resource, namespace, name) => {
      refused(() => storage.delete(known(resource), ref(namespace, name)))
    },
    remove: (resource, namespace, name) => {
      refused(() => storage.delete(known(resource), ref(namespace, name), { gracePeriodSeconds: 0 }))
      if (resource === 'namespaces') refused(() => finalize(storage, name))
    },
    subscribe: listener => {
      const undo = RESOURCE_NAMES.map(resource => subscribe(storage, resource, listener))
      return () => {
        for (const stop of undo) stop()
      }
    },
  }
}

/** Writes status and the rest apart, as the API takes them; what did not change is not compared. */
function replace(storage: Storage, resource: ResourceName, object: RawObject): void {
  const previous: RawObject | undefined = storage.get(resource, ref(namespaceOf(object), nameOf(object)))
  if (previous === undefined) return
  const { resourceVersion: _, ...metadata } = recordAt(object, 'metadata')
  const unversioned = { ...object, metadata }
  const hasStatus = KINDS[resource].subresources.includes('status')
  const isStatusOnly = Object.keys(object).every(key => key === 'status' || object[key] === previous[key])
  if (!isStatusOnly || !hasStatus) refused(() => storage.update(resource, claim(unversioned)))
  if (hasStatus && object['status'] !== previous['status']) {
    refused(() => storage.update(resource, claim(unversioned), 'status'))
  }
}

function finalize(storage: Storage, name: string): void {
  const namespace = storage.get('namespaces', { name })
  if (namespace === undefined) return
  storage.update('namespaces', { ...namespace, spec: { ...namespace.spec, finalizers: [] } }, 'finalize')
}

function subscribe(storage: Storage, resource: ResourceName, listener: (change: ObjectChange) => void): () => void {
  return storage.subscribe(resource, event =>
    listener(
      event.type === 'DELETED'
        ? { resource, object: undefined, previous: event.object }
        : { resource, object: event.object, previous: event.previous },
    ),
  )
}

function ref(namespace: string, name: string): { readonly namespace?: string; readonly name: string } {
  return namespace === '' ? { name } : { namespace, name }
}

function known(resource: string): ResourceName {
  assert(isResourceName(resource), `no resource ${resource}`)
  return resource
}

/** A refusal is an expected outcome: another writer was faster. */
function refused<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (error instanceof StatusError) return undefined
    throw error
  }
}

/** Controllers write what the API's types promise; the raw type cannot say so. */
function claim<R extends ResourceName>(object: RawObject): NewObject<R>
function claim(object: unknown): unknown {
  return object
}
