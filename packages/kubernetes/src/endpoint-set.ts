import type { EndpointSlice, Pod, Service } from '@slicescope/model'
import { type DesiredEndpoint, desiredEndpoints } from './desired-endpoints.ts'
import { resolveConditions } from './endpoint-state.ts'
import type { FindNode } from './pod.ts'

/** What two sets of endpoints are compared by: all but slice names, packing and hints. */
type Comparable = Pick<EndpointSlice, 'addressType' | 'ports'> & {
  readonly endpoint: Partial<DesiredEndpoint> & { readonly addresses: readonly string[] }
}

/**
 * The endpoints that a Service's pods give, one text each, sorted: (address, ports, conditions, node, zone, hostname,
 * targetRef). Equal to `publishedEndpointSet` of the controller's slices once it has synced the Service.
 */
export function expectedEndpointSet(service: Service, pods: Iterable<Pod>, findNode: FindNode): readonly string[] {
  return toSortedSet(
    desiredEndpoints(service, pods, findNode).flatMap(({ addressType, ports, endpoints }) =>
      endpoints.map(endpoint => ({ addressType, ports, endpoint })),
    ),
  )
}

/** The endpoints that slices publish, in the texts of `expectedEndpointSet`. Placeholders give none. */
export function publishedEndpointSet(slices: readonly EndpointSlice[]): readonly string[] {
  return toSortedSet(
    slices.flatMap(({ addressType, ports, endpoints }) =>
      endpoints.map(endpoint => ({
        addressType,
        ports,
        endpoint: toComparableEndpoint(endpoint),
      })),
    ),
  )
}

function toComparableEndpoint(endpoint: EndpointSlice['endpoints'][number]): Comparable['endpoint'] {
  const { addresses, hostname, nodeName, zone, targetRef } = endpoint
  return {
    addresses,
    conditions: resolveConditions(endpoint.conditions),
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(zone === undefined ? {} : { zone }),
    ...(targetRef === undefined
      ? {}
      : {
          targetRef: {
            kind: targetRef.kind ?? '',
            namespace: targetRef.namespace ?? '',
            name: targetRef.name ?? '',
            uid: targetRef.uid ?? '',
          },
        }),
  }
}

function toSortedSet(endpoints: readonly Comparable[]): readonly string[] {
  return [...new Set(endpoints.map(toText))].toSorted()
}

function toText({ addressType, ports, endpoint }: Comparable): string {
  const { addresses, conditions, nodeName, zone, hostname, targetRef } = endpoint
  return JSON.stringify({
    addressType,
    addresses,
    ports: ports
      .map(({ name, protocol, port, appProtocol }) => `${name}/${protocol}/${port}/${appProtocol ?? ''}`)
      .toSorted(),
    conditions,
    nodeName,
    zone,
    hostname,
    targetRef: targetRef && [targetRef.kind, targetRef.namespace, targetRef.name, targetRef.uid],
  })
}
