import type { Endpoint, EndpointSlice } from '@slicescope/model'
import { resolveConditions } from './endpoint-state.ts'
import { canonicalIp, isIPv6 } from './ip.ts'

/** One address that DNS publishes for a Service. */
export interface Published {
  /** As the slice has it. */
  readonly address: string
  /** By what it is, whatever the slice's addressType: FQDNs are published as CNAME. */
  readonly type: 'A' | 'AAAA' | 'CNAME'
  /** The first label of the endpoint's own name. */
  readonly label: string
  /** Whether the label is the endpoint's hostname; else CoreDNS makes it of the address. */
  readonly isNamed: boolean
  readonly ports: readonly PublishedPort[]
}

export interface PublishedPort {
  readonly name: string
  readonly protocol: string
  /** Undefined where the slice has none: counted, but not answered. */
  readonly port: number | undefined
}

/**
 * What CoreDNS holds of slices (plugin/kubernetes/object/endpoint.go): every address, not only the first, of every
 * endpoint whose ready is true or left out; serving, terminating, addressType and the Service's families are not
 * looked at, nor which labels a slice has but that of the Service's name. A slice without ports is published too.
 */
export function listPublished(slices: readonly EndpointSlice[]): readonly Published[] {
  return slices.flatMap(slice => {
    const ports = slice.ports.map(({ name = '', protocol = '', port }) => ({ name, protocol, port }))
    return slice.endpoints.filter(isPublished).flatMap(endpoint => publishEndpoint(endpoint, ports))
  })
}

/** Hostnames of endpoints that are not ready: nothing else of them is in DNS. */
export function unpublishedHostnames(slices: readonly EndpointSlice[]): readonly string[] {
  return slices.flatMap(({ endpoints }) =>
    endpoints.filter(endpoint => !isPublished(endpoint)).flatMap(({ hostname }) => hostname || []),
  )
}

function isPublished({ conditions }: Endpoint): boolean {
  return resolveConditions(conditions).ready
}

function publishEndpoint(
  { addresses, hostname = '' }: Endpoint,
  ports: readonly PublishedPort[],
): readonly Published[] {
  return addresses.map(address => ({
    address,
    type: typeOf(address),
    label: hostname === '' ? dashed(address) : hostname,
    isNamed: hostname !== '',
    ports,
  }))
}

function typeOf(address: string): Published['type'] {
  if (canonicalIp(address) === undefined) return 'CNAME'
  return isIPv6(address) ? 'AAAA' : 'A'
}

/** `10-0-0-1`, `fd00--1`; a label may not end in a dash (plugin/kubernetes/kubernetes.go, endpointHostname). */
function dashed(address: string): string {
  if (address.includes('.')) return address.replaceAll('.', '-')
  const label = address.replaceAll(':', '-')
  return label.endsWith('-') ? `${label}0` : label
}
