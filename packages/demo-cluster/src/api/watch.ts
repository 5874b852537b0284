import { apiVersionOf, KINDS } from './kinds.ts'
import type { ListOptions } from './list-options.ts'
import type { ApiObject, ResourceName } from './raw-objects.ts'
import type { StorageEvent } from './resource-table.ts'
import type { ResourceRoute } from './route.ts'
import { type Selection, selectionOf } from './selection.ts'
import { expired, type Status, tooLargeResourceVersion } from './status.ts'
import type { Storage } from './storage.ts'

export type ObjectEvent = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: ApiObject }
export type BookmarkEvent = { readonly type: 'BOOKMARK'; readonly object: object }
export type ErrorEvent = { readonly type: 'ERROR'; readonly object: Status }
export type WatchEvent = ObjectEvent | BookmarkEvent | ErrorEvent

/** What a watch begins with; after an ERROR it is over. */
export type WatchStart = readonly WatchEvent[]

/**
 * The events with which a watch begins and the way to go on: apiserver pkg/storage/cacher/cacher.go, Watch. Nothing may
 * be written to the storage between this and subscribing. Throws 400 for selectors; a version that is too old or of the
 * future (with initial events) is an event, not a refusal, as on the real server.
 */
export function openWatch(
  storage: Storage,
  route: ResourceRoute,
  options: ListOptions,
): { readonly start: WatchStart; readonly translate: (event: StorageEvent) => ObjectEvent | undefined } {
  const selection = selectionOf(route, options)
  return {
    start: startEvents(storage, route.resource, { options, selection }),
    translate: event => translate(event, selection),
  }
}

/** Only metadata.resourceVersion means something; the rest is the kind's zero value, as the real server sends it. */
export function bookmark(resource: ResourceName, resourceVersion: number, isEndOfInitial = false): BookmarkEvent {
  const annotations = { 'k8s.io/initial-events-end': 'true' }
  const metadata = { resourceVersion: String(resourceVersion), ...(isEndOfInitial ? { annotations } : {}) }
  const { kind } = KINDS[resource]
  return { type: 'BOOKMARK', object: { kind, apiVersion: apiVersionOf(resource), metadata, ...ZERO[resource] } }
}

/** What Go's encoder leaves of an empty object of each kind. */
const ZERO: Readonly<Partial<Record<ResourceName, object>>> = {
  services: { spec: {}, status: { loadBalancer: {} } },
  endpointslices: { addressType: '', endpoints: null, ports: null },
  pods: { spec: { containers: null }, status: {} },
  nodes: { spec: {}, status: { daemonEndpoints: { kubeletEndpoint: { Port: 0 } } } },
  namespaces: { spec: {}, status: {} },
}

interface Narrowed {
  readonly options: ListOptions
  readonly selection: Selection
}

function startEvents(storage: Storage, resource: ResourceName, { options, selection }: Narrowed): WatchStart {
  const asked = Number(options.resourceVersion)
  const current = storage.resourceVersion
  if (wantsInitialEvents(options)) {
    if (options.sendInitialEvents && asked > current)
      return [errorEvent(tooLargeResourceVersion(asked, current).status)]
    const added = storage.list(resource).filter(selection.matches).map(addedEvent)
    const hasEndMark = options.sendInitialEvents && options.allowWatchBookmarks
    return hasEndMark ? [...added, bookmark(resource, current, true)] : added
  }
  if (asked === 0) return []
  const changes = storage.table(resource).changesSince(asked)
  if (changes === undefined) return [errorEvent(tooOld(asked, storage.table(resource).oldest))]
  return changes.map(event => translate(event, selection)).filter(event => event !== undefined)
}

/** Unset or 0 begins with what there is, unless the client says that it wants no initial events. */
function wantsInitialEvents({ sendInitialEvents, resourceVersion }: ListOptions): boolean {
  return sendInitialEvents ?? (resourceVersion === '' || resourceVersion === '0')
}

export function tooOld(asked: number, oldest: number): Status {
  return expired(`too old resource version: ${asked} (${oldest})`).status
}

export function errorEvent(status: Status): ErrorEvent {
  return { type: 'ERROR', object: status }
}

function addedEvent(object: ApiObject): ObjectEvent {
  return { type: 'ADDED', object }
}

/** Entering the selection is ADDED, leaving it DELETED with the last state that was in it under the change's version. */
function translate(
  { type, object, previous, resourceVersion }: StorageEvent,
  { matches }: Selection,
): ObjectEvent | undefined {
  const isIn = type !== 'DELETED' && matches(object)
  const wasIn = previous !== undefined && matches(previous)
  if (isIn) return { type: wasIn ? 'MODIFIED' : 'ADDED', object }
  if (!wasIn) return undefined
  const { metadata, ...rest } = type === 'DELETED' ? object : previous
  return { type: 'DELETED', object: { ...rest, metadata: { ...metadata, resourceVersion: String(resourceVersion) } } }
}
