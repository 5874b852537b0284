import type { Labels, Pod, Service } from '@slicescope/model'
import type { EndpointConditions } from './endpoint-state.ts'
import { canonicalIp, isIPv6 } from './ip.ts'
import { type FindNode, isPodFinished, isPodReady, isPodTerminating, nodeZone } from './pod.ts'
import { expectsPods } from './expected-pods.ts'
import { type AddressFamily, addressFamilies, isControlled } from './service-kind.ts'
import { endpointPorts, portsKey, type SlicePort } from './target-port.ts'

export interface TargetRef {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
}

/** An endpoint as the EndpointSlice controller makes it of a pod, before hints. */
export interface DesiredEndpoint {
  readonly addresses: readonly string[]
  readonly conditions: EndpointConditions
  readonly hostname?: string
  readonly nodeName?: string
  readonly zone?: string
  readonly targetRef: TargetRef
}

/** Endpoints that belong into slices of their own: one group per family and set of resolved ports. */
export interface EndpointGroup {
  readonly addressType: AddressFamily
  readonly ports: readonly SlicePort[]
  /** May be empty: a group is there for every set of ports that any pod has. */
  readonly endpoints: readonly DesiredEndpoint[]
}

/**
 * Why the controller leaves a selected pod out of the slices: `finished` (phase), `no-ip`, `no-node` (its Node does
 * not exist and the Service does not publish not-ready addresses). A missing family is no reason of its own.
 */
export type SkipReason = 'finished' | 'no-ip' | 'no-node'

/** The rule by which a selected pod is skipped, first that fits; undefined when none does. */
export function findSkipReason(service: Service, pod: Pod, findNode: FindNode): SkipReason | undefined {
  if (isPodFinished(pod)) return 'finished'
  if (!hasAddress(pod)) return 'no-ip'
  const isNodeKnown = pod.spec.nodeName !== undefined && findNode(pod.spec.nodeName) !== undefined
  return isNodeKnown || publishesNotReady(service) ? undefined : 'no-node'
}

/** A pod without an address is in no slice and no Endpoints object. */
export function hasAddress(pod: Pod): boolean {
  return (pod.status?.podIP ?? '') !== '' || (pod.status?.podIPs ?? []).length > 0
}

export function publishesNotReady(service: Service): boolean {
  return service.spec.publishNotReadyAddresses === true
}

/** The pods that the Service's selector matches in its own namespace. Shared label sets are matched once. */
export function selectedPods(service: Service, pods: Iterable<Pod>): readonly Pod[] {
  const matches = new Map<Labels, boolean>()
  return [...pods].filter(({ metadata: { namespace, labels } }) => {
    if (namespace !== service.metadata.namespace) return false
    const known = matches.get(labels) ?? expectsPods(service, labels)
    matches.set(labels, known)
    return known
  })
}

/**
 * What the EndpointSlice controller wants in a Service's slices, by the rules of k8s.io/endpointslice reconciler.go
 * and utils.go (1.37). `pods` may hold others than the selected ones. Empty for Services that it does not handle.
 * Hints and the packing into slices are `reconcileSlices`'s.
 */
export function desiredEndpoints(service: Service, pods: Iterable<Pod>, findNode: FindNode): readonly EndpointGroup[] {
  if (!isControlled(service)) return []
  const selected = selectedPods(service, pods).filter(pod => !isPodFinished(pod) && hasAddress(pod))
  const byPorts = groupByPorts(service, selected)
  return addressFamilies(service).flatMap(addressType =>
    byPorts.map(({ ports, pods: members }) => ({
      addressType,
      ports,
      endpoints: members.flatMap(pod => toEndpoint({ service, pod, addressType }, findNode)),
    })),
  )
}

interface PortGroup {
  readonly ports: readonly SlicePort[]
  readonly pods: Pod[]
}

/** Pods of one template share their containers as kept; their ports are resolved once. */
function groupByPorts(service: Service, pods: readonly Pod[]): readonly PortGroup[] {
  const groups = new Map<string, PortGroup>()
  const byContainers = new Map<Pod['spec']['containers'], { readonly sidecars: unknown; readonly group: PortGroup }>()
  for (const pod of pods) {
    const { containers, initContainers } = pod.spec
    const known = byContainers.get(containers)
    if (known?.sidecars === initContainers) {
      known.group.pods.push(pod)
      continue
    }
    const ports = endpointPorts(service, pod)
    const key = portsKey(ports)
    const group = groups.get(key) ?? { ports, pods: [] }
    group.pods.push(pod)
    groups.set(key, group)
    byContainers.set(containers, { sidecars: initContainers, group })
  }
  return [...groups.values()]
}

interface PodInFamily {
  readonly service: Service
  readonly pod: Pod
  readonly addressType: AddressFamily
}

function toEndpoint({ service, pod, addressType }: PodInFamily, findNode: FindNode): readonly DesiredEndpoint[] {
  const addresses = podAddresses(pod, addressType)
  if (addresses.length === 0 || findSkipReason(service, pod, findNode) !== undefined) return []
  const { nodeName } = pod.spec
  const zone = nodeName === undefined ? undefined : nodeZone(findNode(nodeName))
  const hostname = endpointHostname(service, pod)
  return [
    {
      addresses,
      conditions: endpointConditions(service, pod),
      ...(hostname === undefined ? {} : { hostname }),
      ...(nodeName === undefined || nodeName === '' ? {} : { nodeName }),
      ...(zone === undefined ? {} : { zone }),
      targetRef: targetRefOf(pod),
    },
  ]
}

/** The pod's addresses of one family, in canonical spelling. */
export function podAddresses(pod: Pod, family: AddressFamily): readonly string[] {
  return (pod.status?.podIPs ?? [])
    .filter(({ ip }) => isIPv6(ip) === (family === 'IPv6'))
    .flatMap(({ ip }) => canonicalIp(ip) ?? [])
}

/** The conditions that the controller writes; all three always. */
export function endpointConditions(service: Service, pod: Pod): EndpointConditions {
  const serving = isPodReady(pod)
  const terminating = isPodTerminating(pod)
  return { ready: publishesNotReady(service) || (serving && !terminating), serving, terminating }
}

/** The pod's hostname where its subdomain is the Service's name; headless or not does not matter. */
export function endpointHostname(service: Service, pod: Pod): string | undefined {
  const { hostname, subdomain } = pod.spec
  return hostname !== undefined && hostname !== '' && subdomain === service.metadata.name ? hostname : undefined
}

export function targetRefOf(pod: Pod): TargetRef {
  const { namespace, name, uid } = pod.metadata
  return { kind: 'Pod', namespace, name, uid }
}
