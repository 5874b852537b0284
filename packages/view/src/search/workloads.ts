import type { CoverageOf } from '@slicescope/graph'
import { expectedLabels, expectsPods } from '@slicescope/kubernetes'
import type { Labels, Listers, Service } from '@slicescope/model'

/** A workload and the labels of the pods that it makes. */
export interface FoundWorkload {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly labels: Labels
}

/** The workloads that people know: ReplicaSets and Jobs that something else owns are left out. */
export const SEARCHED_WORKLOADS = ['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs'] as const

type SearchedWorkload = (typeof SEARCHED_WORKLOADS)[number]
export type WorkloadListers = Pick<Listers, SearchedWorkload>

const KINDS: Readonly<Record<SearchedWorkload, string>> = {
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  replicasets: 'ReplicaSet',
  jobs: 'Job',
}

export function listWorkloads(listers: WorkloadListers): readonly FoundWorkload[] {
  return SEARCHED_WORKLOADS.flatMap(resource =>
    objectsOf(listers, resource)
      .filter(({ metadata }) => metadata.ownerReferences.every(({ controller }) => controller !== true))
      .map(({ metadata, spec }) => ({
        kind: KINDS[resource],
        namespace: metadata.namespace,
        name: metadata.name,
        labels: spec.template?.metadata?.labels ?? {},
      })),
  )
}

interface Templated {
  readonly metadata: {
    readonly namespace: string
    readonly name: string
    readonly ownerReferences: readonly { readonly controller?: boolean }[]
  }
  readonly spec: { readonly template?: { readonly metadata?: { readonly labels: Labels } } }
}

function objectsOf(listers: WorkloadListers, resource: SearchedWorkload): readonly Templated[] {
  const lister: { readonly list: () => Iterable<Templated> } = listers[resource]
  return Array.from(lister.list())
}

/** Of these resources, those that are not all known. */
export function notKnown<R extends Parameters<CoverageOf>[0]>(
  resources: readonly R[],
  coverage: CoverageOf,
): readonly R[] {
  return resources.filter(resource => coverage(resource, '') !== 'known')
}

/**
 * Answers which Services expect pods of these labels. Each Service is filed under the pair of its selector that fewest
 * share, so that a pair which all of them have costs nothing.
 */
export function servicesByLabels(
  services: Iterable<Service>,
): (namespace: string, labels: Labels) => readonly Service[] {
  const all = Array.from(services)
  const counts = new Map<string, number>()
  for (const service of all) for (const pair of pairsOf(service)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  const drawers = new Map<string, Service[]>()
  for (const service of all) {
    const [rarest] = pairsOf(service).toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0))
    if (rarest === undefined) continue
    const drawer = drawers.get(rarest) ?? []
    drawer.push(service)
    drawers.set(rarest, drawer)
  }
  return (namespace, labels) =>
    Object.entries(labels)
      .flatMap(([key, value]) => drawers.get(pairName(namespace, key, value)) ?? [])
      .filter(service => expectsPods(service, labels))
}

function pairsOf(service: Service): readonly string[] {
  const { namespace } = service.metadata
  return Object.entries(expectedLabels(service)).map(([key, value]) => pairName(namespace, key, value))
}

/** Neither names nor label keys and values hold a space. */
function pairName(namespace: string, key: string, value: string): string {
  return `${namespace} ${key} ${value}`
}
