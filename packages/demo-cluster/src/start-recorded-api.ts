import { isRecord } from '@slicescope/model'
import { isEquivalent, type Json } from './api/json.ts'
import { isResourceName, RESOURCE_NAMES } from './api/kinds.ts'
import type { ResourceName } from './api/raw-objects.ts'
import { servable } from './api/recorded-objects.ts'
import { type ApiServer, startApiServer } from './api/server.ts'
import { createStorage, type Storage } from './api/storage.ts'

export interface RecordedApiOptions {
  /** The recorded time, ms since the epoch. */
  readonly now: () => number
  /** Of Kubernetes, as `v1.37.2`; null where it is not known. */
  readonly version: string | null
}

/** Resources that can be read: in all namespaces (null), or in one. */
export interface Readable {
  readonly resource: string
  readonly namespace: string | null
}

/** Objects that were recorded, served as a Kubernetes API. Clients cannot change anything. */
export interface RecordedApi {
  /** Serves an object in this state; a kind that is not served is skipped. */
  put(resource: string, object: Json): void
  remove(resource: string, ref: { readonly namespace?: string | undefined; readonly name: string }): void
  /** Removes all objects for which `keep` is false. */
  removeOthers(keep: (resource: string, key: string) => boolean): void
  /** From now on everything else is forbidden to read: it was not recorded, which is not the same as absent. */
  allow(readable: readonly Readable[]): void
  readonly server: ApiServer
}

const READER = 'recording'
const CONTEXT = 'slicescope-recording'

/** Starts without objects and without rights to read any. */
export async function startRecordedApi({ now, version }: RecordedApiOptions): Promise<RecordedApi> {
  const storage = createStorage({ now, random: () => 0 })
  const server = await startApiServer({
    storage,
    context: CONTEXT,
    users: [{ name: READER, groups: [], rules: [] }],
    ...(version === null ? {} : { version }),
  })
  return {
    put: (resource, object) => {
      if (isResourceName(resource)) put(storage, resource, object)
    },
    remove: (resource, ref) => {
      if (isResourceName(resource)) storage.drop(resource, ref)
    },
    removeOthers: keep => {
      for (const resource of RESOURCE_NAMES) {
        for (const { metadata } of storage.list(resource)) {
          const { namespace, name } = metadata
          const key = namespace === undefined ? name : `${namespace}/${name}`
          if (!keep(resource, key)) storage.drop(resource, metadata)
        }
      }
    },
    allow: readable => {
      const rules = readable.map(({ resource, namespace }) => ({
        verbs: ['get', 'list', 'watch'],
        groups: ['*'],
        resources: [resource],
        ...(namespace === null ? {} : { namespaces: [namespace] }),
      }))
      server.setRules(READER, rules)
    },
    server: { ...server, writeKubeconfig: (path, user = READER) => server.writeKubeconfig(path, user) },
  }
}

/** What does not differ is no change. */
function put(storage: Storage, resource: ResourceName, object: Json): void {
  const next = servable(resource, object)
  const before = storage.get(resource, next.metadata)
  if (before !== undefined && isEquivalent(withoutVersion(before), withoutVersion(next))) return
  storage.put(resource, next)
}

function withoutVersion(object: Json): Json {
  const { metadata } = object
  if (!isRecord(metadata)) return object
  const { resourceVersion: _resourceVersion, ...rest } = metadata
  return { ...object, metadata: rest }
}
