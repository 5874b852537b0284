import { type EndpointConditions, resolveConditions } from '@slicescope/kubernetes'
import type { Endpoint, EndpointSlice, Service } from '@slicescope/model'
import { ipFamilies, isHeadless, serviceType } from './service-facts.ts'

/** One endpoint of one slice. Refers to stored objects: for use within one computation, never kept. */
export interface Entry {
  readonly slice: EndpointSlice
  readonly endpoint: Endpoint
  /** addresses[0]: kube-proxy looks at no other. */
  readonly address: string
  readonly conditions: EndpointConditions
  /** Why no data plane uses it; null where it counts. */
  readonly ignored: string | null
  /** The backend it would be by itself: targetRef.uid, else addressType/address. */
  readonly owner: string
}

/**
 * The endpoints of a Service's slices, in order of slice name and place. Slices belong by the label
 * kubernetes.io/service-name alone, no matter who owns them: that is what kube-proxy and CoreDNS go by.
 */
export function listEntries(service: Service, slices: readonly EndpointSlice[]): readonly Entry[] {
  return slices.flatMap(slice => {
    const ignored = whyIgnored(service, slice)
    return slice.endpoints.flatMap(endpoint => toEntry({ slice, endpoint, ignored }))
  })
}

/** Sorted by name: the stores promise no order. */
export function sortedSlices(slices: readonly EndpointSlice[]): readonly EndpointSlice[] {
  return slices.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
}

function toEntry({ slice, endpoint, ignored }: Pick<Entry, 'slice' | 'endpoint' | 'ignored'>): readonly Entry[] {
  const address = endpoint.addresses[0]
  // The API requires an address; kube-proxy passes over an endpoint without one.
  if (address === undefined || address === '') return []
  const owner = endpoint.targetRef?.uid || `${slice.addressType}/${address}`
  return [{ slice, endpoint, address, ignored, owner, conditions: resolveConditions(endpoint.conditions) }]
}

/**
 * What kube-proxy passes over (pkg/proxy/endpointslicecache.go, topology.go and its informers' selectors). A headless
 * Service is not kube-proxy's: there DNS publishes FQDN addresses too, and slices carry the headless label as a matter of course.
 */
function whyIgnored(service: Service, slice: EndpointSlice): string | null {
  if (serviceType(service.spec) === 'ExternalName') return 'an ExternalName Service has no endpoints'
  const headless = isHeadless(service.spec)
  if (slice.addressType === 'FQDN') return headless ? null : 'kube-proxy ignores slices of addressType FQDN'
  const families = ipFamilies(service.spec)
  if (families.length > 0 && !families.includes(slice.addressType)) return `the Service has no ${slice.addressType}`
  const labelled = slice.metadata.labels['service.kubernetes.io/headless'] !== undefined
  return labelled && !headless ? 'kube-proxy ignores slices labeled service.kubernetes.io/headless' : null
}
