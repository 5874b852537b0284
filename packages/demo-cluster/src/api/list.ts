import { apiVersionOf, KINDS } from './kinds.ts'
import type { ListOptions } from './list-options.ts'
import type { ApiObject, ResourceName } from './raw-objects.ts'
import type { ResourceTable } from './resource-table.ts'
import { tableKey } from './resource-table.ts'
import type { ResourceRoute } from './route.ts'
import { selectionOf } from './selection.ts'
import { badRequest, expired, tooLargeResourceVersion } from './status.ts'
import type { Storage } from './storage.ts'

export interface ListMeta {
  readonly resourceVersion: string
  readonly continue?: string
  readonly remainingItemCount?: number
}

export interface ListResult {
  readonly kind: string
  readonly apiVersion: string
  readonly metadata: ListMeta
  readonly items: readonly ApiObject[]
}

/** A list or one page of it, as apiserver pkg/storage/cacher/delegator.go and etcd3/store.go decide. */
export function listObjects(storage: Storage, route: ResourceRoute, options: ListOptions): ListResult {
  const { resource } = route
  const { kind } = KINDS[resource]
  const selection = selectionOf(route, options)
  const start = startOf(storage, resource, options)
  const from = firstIndexFrom(start.objects, start.key)
  const rest = start.objects.slice(from)
  const inScope =
    route.namespace === undefined ? rest : rest.filter(object => object.metadata.namespace === route.namespace)
  // The watch cache, which answers version 0, gives the whole list.
  const limit = options.resourceVersion === '0' ? 0 : options.limit
  const page = takePage(inScope, selection.matches, limit)
  const isWhole = page.last === undefined
  const metadata: ListMeta = {
    resourceVersion: String(start.version),
    ...(isWhole ? {} : { continue: encodeToken(start.version, `${page.last}\0`) }),
    ...(isWhole || selection.hasSelector ? {} : { remainingItemCount: inScope.length - page.items.length }),
  }
  return { kind: `${kind}List`, apiVersion: apiVersionOf(resource), metadata, items: page.items }
}

interface Start {
  readonly objects: readonly ApiObject[]
  readonly version: number
  /** List from here on; '' from the beginning. */
  readonly key: string
}

function startOf(storage: Storage, resource: ResourceName, options: ListOptions): Start {
  const table = storage.table(resource)
  const current = storage.resourceVersion
  if (options.continue !== '') return continued(table, options, current)
  const asked = Number(options.resourceVersion)
  if (asked > current) throw tooLargeResourceVersion(asked, current)
  if (!isExact(options)) return { objects: table.list(), version: current, key: '' }
  const objects = table.listAt(asked)
  if (objects === undefined) throw expired('The resourceVersion for the provided list is too old.')
  return { objects, version: asked, key: '' }
}

/** A version with a limit and no match given is read exactly, for it may be a client's way to page. */
function isExact({ resourceVersion, resourceVersionMatch, limit }: ListOptions): boolean {
  if (resourceVersion === '' || resourceVersion === '0') return false
  return resourceVersionMatch === 'Exact' || (resourceVersionMatch === undefined && limit > 0)
}

function continued(
  table: Pick<ResourceTable<ResourceName>, 'list' | 'listAt'>,
  options: ListOptions,
  current: number,
): Start {
  if (options.resourceVersion !== '' && options.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue')
  const { version, key } = decodeToken(options.continue)
  if (version < 0) return { objects: table.list(), version: current, key }
  const objects = table.listAt(version)
  if (objects === undefined) throw expired(INCONSISTENT, encodeToken(-1, key))
  return { objects, version, key }
}

const INCONSISTENT =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.'

function firstIndexFrom(objects: readonly ApiObject[], key: string): number {
  if (key === '') return 0
  const index = objects.findIndex(object => tableKey(object.metadata) >= key)
  return index === -1 ? objects.length : index
}

/** `last` is the key of the page's last object where more may follow. */
function takePage(
  objects: readonly ApiObject[],
  matches: (object: ApiObject) => boolean,
  limit: number,
): { readonly items: readonly ApiObject[]; readonly last: string | undefined } {
  if (limit === 0) return { items: objects.filter(matches), last: undefined }
  const items: ApiObject[] = []
  for (const [index, object] of objects.entries()) {
    if (!matches(object)) continue
    items.push(object)
    if (items.length < limit) continue
    return { items, last: index < objects.length - 1 ? tableKey(object.metadata) : undefined }
  }
  return { items, last: undefined }
}

/** The form of the real token: clients must not read it, and some still do. */
function encodeToken(version: number, key: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: version, start: key })).toString('base64url')
}

function decodeToken(token: string): { readonly version: number; readonly key: string } {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (v === 'meta.k8s.io/v1' && Number.isInteger(rv) && typeof start === 'string') return { version: rv, key: start }
  } catch {
    // Told below.
  }
  throw badRequest('invalid continue token: continue key is not valid')
}
