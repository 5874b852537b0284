import type { Endpoint, Service } from '@slicescope/model'
import { hasTopologyMode } from './service-kind.ts'
import type { EndpointHints, WrittenEndpoint } from './written-slice.ts'

/**
 * The hints that trafficDistribution gives an endpoint (k8s.io/endpointslice trafficdist, 1.35+): its own zone, and
 * with PreferSameNode its own node too; ready endpoints only. Topology-aware hints depend on the past and are not
 * predicted: such Services get none from here.
 */
export function endpointHints(service: Service, endpoint: WrittenEndpoint): EndpointHints | undefined {
  const distribution = hasTopologyMode(service) ? undefined : service.spec.trafficDistribution
  if (!isPreferring(distribution) || !endpoint.conditions.ready) return undefined
  const { zone, nodeName } = endpoint
  const wantsNode = distribution === 'PreferSameNode' && nodeName !== undefined
  if (zone === undefined && !wantsNode) return undefined
  return {
    ...(zone === undefined ? {} : { forZones: [{ name: zone }] }),
    ...(wantsNode ? { forNodes: [{ name: nodeName }] } : {}),
  }
}

function isPreferring(distribution: string | undefined): boolean {
  return distribution === 'PreferClose' || distribution === 'PreferSameZone' || distribution === 'PreferSameNode'
}

/** Whether an endpoint that is written already has those hints. */
export function hasHints(written: Endpoint, hints: EndpointHints | undefined): boolean {
  return isSameNames(written.hints?.forZones, hints?.forZones) && isSameNames(written.hints?.forNodes, hints?.forNodes)
}

type Names = readonly { readonly name: string }[]

function isSameNames(a: Names = [], b: Names = []): boolean {
  return a.length === b.length && a.every(({ name }, at) => name === b[at]?.name)
}
