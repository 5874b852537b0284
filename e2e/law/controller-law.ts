import {
  type Api,
  type ControlPlane,
  type KubeList,
  makeNamespace,
  makeNodes,
  makePod,
  makeService,
  setPodStatus,
} from '@slicescope/control-plane'
import { expectedEndpointSet, publishedEndpointSet } from '@slicescope/kubernetes'
import {
  type EndpointSlice,
  Interner,
  type Resource,
  RESOURCES,
  type ResourceObjects,
  serviceKeyOfSlice,
} from '@slicescope/model'
import { type ControllerCase, makeControllerCases, type PodCase } from './controller-cases.ts'
import { inParallel } from './parallel.ts'
import type { Random } from '@slicescope/model/random'

/** A Service for which the real controller wrote something else than we expect. */
export interface Mismatch {
  readonly service: string
  readonly expected: readonly string[]
  readonly written: readonly string[]
}

export interface ControllerLawResult {
  readonly services: number
  /** How many endpoints the controller wrote for them. */
  readonly endpoints: number
  readonly mismatches: readonly Mismatch[]
}

/**
 * Law L6: makes `count` Services with pods in random states through the real API and compares, once synced, what the
 * EndpointSlice controller wrote with what packages/kubernetes expects. Answers with what was compared and the differences.
 */
export async function checkControllerLaw(
  plane: ControlPlane,
  options: { readonly random: Random; readonly count: number; readonly tag: string },
): Promise<ControllerLawResult> {
  const { random, count, tag } = options
  const zoned = await makeNodes(plane.api, {
    count: 4,
    zones: ['a', 'b', 'c'],
    simulated: false,
    prefix: `zoned-${tag}`,
  })
  const bare = await makeNodes(plane.api, { count: 1, simulated: false, prefix: `bare-${tag}`, first: 100 })
  const [first = '', ...others] = [...zoned, ...bare]
  const namespaces = Array.from({ length: 5 }, (_, index) => `law-${tag}-${index}`)
  await inParallel(namespaces, 5, name => makeNamespace(plane.api, name))
  const cases = makeControllerCases(random, { count, namespaces, nodes: [first, ...others] })
  await inParallel(cases, 12, one => makeControllerCase(plane.api, one))
  await plane.settled({ touch: true, podsMayMove: true })
  return compareAll(plane.api, new Set(namespaces))
}

/** Makes the Service and its pods with the states they shall have. */
export async function makeControllerCase(api: Api, { namespace, name, service, pods }: ControllerCase): Promise<void> {
  const { headless, ports, spec, annotations } = service
  await makeService(api, { namespace, name, headless, ports, annotations, spec })
  for (const pod of pods) await makePodOf(api, { namespace, service: name, pod })
}

async function makePodOf(
  api: Api,
  { namespace, service, pod }: { readonly namespace: string; readonly service: string; readonly pod: PodCase },
): Promise<void> {
  const { name, nodeName, ports, spec, status } = pod
  await makePod(api, {
    namespace,
    name,
    labels: { app: service },
    ports,
    spec,
    ...(nodeName === undefined ? {} : { nodeName }),
  })
  await setPodStatus(api, { namespace, name }, status)
  if (pod.deleted) await api.delete(`/api/v1/namespaces/${namespace}/pods/${name}`)
}

async function compareAll(api: Api, namespaces: ReadonlySet<string>): Promise<ControllerLawResult> {
  const interner = new Interner()
  const [services, slices, pods, nodes] = await Promise.all([
    listKept(api, 'services', interner),
    listKept(api, 'endpointslices', interner),
    listKept(api, 'pods', interner),
    listKept(api, 'nodes', interner),
  ])
  const nodesByName = new Map(nodes.map(node => [node.metadata.name, node]))
  const podsByNamespace = Map.groupBy(pods, pod => pod.metadata.namespace)
  const slicesByService: ReadonlyMap<string | undefined, readonly EndpointSlice[]> = Map.groupBy(
    slices,
    serviceKeyOfSlice,
  )
  const compared = services
    .filter(service => namespaces.has(service.metadata.namespace))
    .map(service => {
      const key = `${service.metadata.namespace}/${service.metadata.name}`
      return {
        service: key,
        expected: expectedEndpointSet(service, podsByNamespace.get(service.metadata.namespace) ?? [], name =>
          nodesByName.get(name),
        ),
        written: publishedEndpointSet(slicesByService.get(key) ?? []),
      }
    })
  return {
    services: compared.length,
    endpoints: compared.reduce((sum, { written }) => sum + written.length, 0),
    mismatches: compared.filter(({ expected, written }) => JSON.stringify(expected) !== JSON.stringify(written)),
  }
}

/** All objects of a resource as they are kept, read in one list. */
export async function listKept<R extends Resource>(
  api: Api,
  resource: R,
  interner: Interner,
): Promise<readonly ResourceObjects[R][]> {
  const { group, version, keep } = RESOURCES[resource]
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const { items } = await api.get<KubeList<unknown>>(`${path}/${resource}`)
  return items.map(item => keep(item, interner))
}
