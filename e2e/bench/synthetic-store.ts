import { createSynthetic } from '@slicescope/demo-cluster'
import {
  ClusterStore,
  type Resource,
  RESOURCE_NAMES,
  type ResourceInfo,
  RESOURCES,
  type ResourceWriter,
} from '@slicescope/model'
import type { Outcome } from '@slicescope/view'

type Synthetic = Parameters<typeof createSynthetic>[0]

const CRASHED = {
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
  containerStatuses: [
    { name: 'app', ready: false, restartCount: 7, started: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
  ],
}

/** A cluster that is followed whole. Of so many pods one crashes; 0: none does. */
export function syntheticStore(options: Synthetic, crashing: number): ClusterStore<Outcome> {
  const storage = createSynthetic(options)
  const crashed = new Set(
    storage.list('pods').flatMap(({ metadata }, at) => (crashing > 0 && at % crashing === 0 ? metadata.name : [])),
  )
  const pods = storage
    .list('pods')
    .map(pod => (crashed.has(pod.metadata.name) ? { ...pod, status: { ...pod.status, ...CRASHED } } : pod))
  const endpointslices = storage.list('endpointslices').map(slice => ({
    ...slice,
    endpoints: slice.endpoints?.map(endpoint =>
      crashed.has(String(endpoint.targetRef?.name)) ? { ...endpoint, conditions: { ready: false } } : endpoint,
    ),
  }))
  return storeOf(storage, { pods, endpointslices })
}

/** A cluster with these pods and slices and all else that is stored, watched whole; `now` is its clock. */
export function storeOf(
  storage: ReturnType<typeof createSynthetic>,
  { pods, endpointslices }: { readonly pods: readonly unknown[]; readonly endpointslices: readonly unknown[] },
  now: () => number = () => Date.now(),
): ClusterStore<Outcome> {
  const store = new ClusterStore<Outcome>(now)
  for (const resource of ['services', 'nodes', 'namespaces'] as const) fill(store, resource, storage.list(resource))
  fill(store, 'pods', pods)
  fill(store, 'endpointslices', endpointslices)
  for (const resource of RESOURCE_NAMES)
    store.writer(resource, null).setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  return store
}

// R ties the writer to what is kept for it.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function fill<R extends Resource>(store: ClusterStore<Outcome>, resource: R, objects: readonly unknown[]): void {
  const info: ResourceInfo<R> = RESOURCES[resource]
  const writer: ResourceWriter<R> = store.writer(resource, null)
  writer.apply(objects.map(raw => ({ type: 'set', object: info.keep(raw, store.interner) })))
}
