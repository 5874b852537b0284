import type { CoverageOf } from '@slicescope/graph'
import { type Listers, type Resource, serviceKeyOfSlice } from '@slicescope/model'
import type { FacetKind, Facets } from '../schema/facets.ts'
import { listWorkloads, notKnown, SEARCHED_WORKLOADS, servicesByLabels, type WorkloadListers } from './workloads.ts'

interface FacetInputs {
  readonly listers: Pick<Listers, 'services' | 'endpointslices'> & WorkloadListers
  readonly coverage: CoverageOf
}

interface Asked {
  readonly by: FacetKind
  /** Only this one. */
  readonly name?: string | undefined
}

/**
 * The Services that have backends on a Node, or whose selector matches the pods of a workload: of each, or of one. In one
 * pass over slices, or over workloads.
 */
export function listFacets({ by, name }: Asked, { listers, coverage }: FacetInputs): Facets {
  const found = by === 'node' ? byNode(listers, name) : byWorkload(listers, name)
  const numbers = new Map<string, number>()
  const numberOf = (key: string) => {
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  }
  const facets = [...found]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([facet, keys]) => ({ name: facet, services: [...keys].map(numberOf) }))
  const needed: readonly Resource[] = by === 'node' ? ['endpointslices'] : SEARCHED_WORKLOADS
  return { by, services: [...numbers.keys()], facets, notRead: [...notKnown(needed, coverage)] }
}

type Found = ReadonlyMap<string, ReadonlySet<string>>

function byNode({ endpointslices }: FacetInputs['listers'], name: string | undefined): Found {
  const found = new Map<string, Set<string>>()
  for (const slice of endpointslices.list()) {
    const key = serviceKeyOfSlice(slice)
    if (key === undefined) continue
    for (const { nodeName } of slice.endpoints)
      if (nodeName !== undefined && (name === undefined || nodeName === name)) add(found, nodeName, key)
  }
  return found
}

function byWorkload(listers: FacetInputs['listers'], name: string | undefined): Found {
  const found = new Map<string, Set<string>>()
  const servicesOf = servicesByLabels(listers.services.list())
  for (const workload of listWorkloads(listers)) {
    const facet = `${workload.namespace}/${workload.kind}/${workload.name}`
    if (name !== undefined && facet !== name) continue
    for (const { metadata } of servicesOf(workload.namespace, workload.labels))
      add(found, facet, `${metadata.namespace}/${metadata.name}`)
  }
  return found
}

function add(found: Map<string, Set<string>>, name: string, key: string): void {
  const keys = found.get(name) ?? new Set()
  found.set(name, keys.add(key))
}
