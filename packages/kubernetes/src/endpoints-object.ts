import type { Pod, Service } from '@slicescope/model'
import {
  endpointHostname,
  hasAddress,
  podAddresses,
  publishesNotReady,
  selectedPods,
  targetRefOf,
} from './desired-endpoints.ts'
import type { EndpointsPort, EndpointsSubset } from './endpoints-subset.ts'
import { isIPv6 } from './ip.ts'
import { isPodFinished, isPodReady, isPodTerminating } from './pod.ts'
import { repackSubsets } from './repack-subsets.ts'
import { type AddressFamily, isControlled, isHeadless } from './service-kind.ts'
import { HEADLESS_LABEL, hasServiceIp } from './slice-labels.ts'
import { endpointPorts, type SlicePort } from './target-port.ts'

export interface ExpectedEndpoints {
  readonly labels: Readonly<Record<string, string>>
  readonly subsets: readonly EndpointsSubset[]
  /** There were more than 1,000 addresses: the annotation endpoints.kubernetes.io/over-capacity says `truncated`. */
  readonly truncated: boolean
}

/** The Endpoints controller's maxCapacity. */
export const MAX_ENDPOINTS_ADDRESSES = 1000

/**
 * What the Endpoints object of a Service holds (pkg/controller/endpoint/endpoints_controller.go): one family,
 * terminating pods left out, pods left out for the ports that they lack, no look at Nodes, at most 1,000 addresses.
 * Undefined for Services that the controller does not handle.
 */
export function expectedEndpoints(service: Service, pods: Iterable<Pod>): ExpectedEndpoints | undefined {
  if (!isControlled(service)) return undefined
  const listed = selectedPods(service, pods).filter(pod => isListed(service, pod))
  const subsets = repackSubsets(listed.flatMap(pod => podSubsets(service, pod)))
  return { labels: endpointsLabels(service), ...truncate(subsets) }
}

function isListed(service: Service, pod: Pod): boolean {
  return !isPodFinished(pod) && hasAddress(pod) && (publishesNotReady(service) || !isPodTerminating(pod))
}

function podSubsets(service: Service, pod: Pod): readonly EndpointsSubset[] {
  const ip = podAddresses(pod, primaryFamily(service, pod))[0]
  if (ip === undefined) return []
  const hostname = endpointHostname(service, pod)
  const { nodeName } = pod.spec
  const address = {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: targetRefOf(pod),
  }
  const isReady = publishesNotReady(service) || isPodReady(pod)
  const subset = isReady ? { addresses: [address] } : { notReadyAddresses: [address] }
  if (service.spec.ports.length === 0) return isHeadless(service) ? [subset] : []
  return endpointPorts(service, pod).map(port => ({ ...subset, ports: [endpointsPort(port)] }))
}

function endpointsPort({ name, ...rest }: SlicePort): EndpointsPort {
  return name === '' ? rest : { name, ...rest }
}

/** The only family that an Endpoints object has: the first named, else that of the clusterIP, else that of the pod. */
function primaryFamily(service: Service, pod: Pod): AddressFamily {
  const named = service.spec.ipFamilies[0]
  if (named !== undefined) return named === 'IPv6' ? 'IPv6' : 'IPv4'
  const address = hasServiceIp(service) ? service.spec.clusterIP : pod.status?.podIP
  return isIPv6(address ?? '') ? 'IPv6' : 'IPv4'
}

function endpointsLabels(service: Service): Readonly<Record<string, string>> {
  const { [HEADLESS_LABEL]: _, ...labels } = service.metadata.labels
  return {
    ...labels,
    ...(hasServiceIp(service) ? {} : { [HEADLESS_LABEL]: '' }),
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
  }
}

/** Cuts to 1,000 addresses: the ready ones first, each subset by its share, rounded up. */
function truncate(subsets: readonly EndpointsSubset[]): Pick<ExpectedEndpoints, 'subsets' | 'truncated'> {
  const ready = sum(subsets.map(({ addresses = [] }) => addresses.length))
  const notReady = sum(subsets.map(({ notReadyAddresses = [] }) => notReadyAddresses.length))
  if (ready + notReady <= MAX_ENDPOINTS_ADDRESSES) return { subsets, truncated: false }
  const cut =
    ready > MAX_ENDPOINTS_ADDRESSES
      ? { list: 'addresses' as const, total: ready, room: MAX_ENDPOINTS_ADDRESSES }
      : { list: 'notReadyAddresses' as const, total: notReady, room: MAX_ENDPOINTS_ADDRESSES - ready }
  return { subsets: subsets.map(shareOf(cut)), truncated: true }
}

interface Cut {
  readonly list: 'addresses' | 'notReadyAddresses'
  readonly total: number
  readonly room: number
}

function shareOf({ list, total, room }: Cut): (subset: EndpointsSubset) => EndpointsSubset {
  let left = room
  return subset => {
    const all = subset[list] ?? []
    const kept = all.slice(0, Math.min(left, Math.ceil((all.length / total) * room)))
    left -= kept.length
    const { notReadyAddresses: _, ...readyOnly } = subset
    return list === 'addresses' ? { ...readyOnly, addresses: kept } : { ...subset, notReadyAddresses: kept }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
