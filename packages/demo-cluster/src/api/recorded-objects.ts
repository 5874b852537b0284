import { isRecord } from '@slicescope/model'
import type { Json } from './json.ts'
import type { RawObjects, ResourceName } from './raw-objects.ts'

const WORKLOAD: Json = { spec: { template: { spec: { containers: [] } } }, status: {} }

/** What clients and printers expect in any object of a kind. */
const LEAST: Readonly<Partial<Record<ResourceName, Json>>> = {
  services: { spec: {}, status: { loadBalancer: {} } },
  endpointslices: { addressType: '', endpoints: [], ports: [] },
  pods: { spec: { containers: [] }, status: {} },
  nodes: { spec: {}, status: {} },
  namespaces: { spec: {}, status: {} },
  deployments: WORKLOAD,
  replicasets: WORKLOAD,
  statefulsets: WORKLOAD,
  daemonsets: WORKLOAD,
  jobs: WORKLOAD,
}

/** Returns an object that was recorded, complete or not, so that it can be served: what any has is there, and empty. */
export function servable<R extends ResourceName>(resource: R, recorded: Json): RawObjects[R]
export function servable(resource: ResourceName, recorded: Json): unknown {
  return withLeast(recorded, LEAST[resource] ?? {})
}

function withLeast(object: Json, least: Json): Json {
  const added = Object.entries(least).map(([name, value]) => {
    const own = object[name]
    return [name, isRecord(value) && isRecord(own) ? withLeast(own, value) : (own ?? value)]
  })
  return { ...object, ...Object.fromEntries(added) }
}
