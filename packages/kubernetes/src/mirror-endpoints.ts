import { type EndpointSlice, isEqualKept, type Service } from '@slicescope/model'
import type { EndpointsAddress, EndpointsSubset } from './endpoints-subset.ts'
import { canonicalIp, isIPv6 } from './ip.ts'
import { endpointIdentity, isWritten } from './pack-group.ts'
import { repackSubsets } from './repack-subsets.ts'
import { type AddressFamily, hasSelector } from './service-kind.ts'
import { controllerReference, MANAGED_BY_LABEL, MIRRORING_CONTROLLER, SERVICE_NAME_LABEL } from './slice-labels.ts'
import { portsKey, type SlicePort } from './target-port.ts'
import {
  generateNamePrefix,
  orNull,
  type SliceChanges,
  type WrittenEndpoint,
  type WrittenSlice,
} from './written-slice.ts'

/** An Endpoints object that no controller wrote. */
export interface HandMadeEndpoints {
  readonly metadata: {
    readonly namespace: string
    readonly name: string
    readonly uid: string
    readonly labels: Readonly<Record<string, string>>
    readonly annotations: Readonly<Record<string, string>>
    readonly deletionTimestamp?: string
  }
  readonly subsets: readonly EndpointsSubset[]
}

/** The mirroring controller's --mirroring-max-endpoints-per-subset. */
const MAX_PER_SUBSET = 1000
const NOT_MIRRORED: ReadonlySet<string> = new Set([
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
])

/** Whether an Endpoints object is mirrored: wanted, no leader-election lock, and beside a Service without selector. */
export function isMirrored({ metadata }: HandMadeEndpoints, service: Service | undefined): boolean {
  return (
    service !== undefined &&
    !hasSelector(service) &&
    metadata.labels['endpointslice.kubernetes.io/skip-mirror'] !== 'true' &&
    metadata.annotations['control-plane.alpha.kubernetes.io/leader'] === undefined
  )
}

/**
 * The writes that bring the mirrored slices to a hand-made Endpoints object
 * (pkg/controller/endpointslicemirroring/reconciler.go): one slice per set of ports and family, 1,000 addresses at
 * most, conditions with `ready` alone, no placeholder. Not mirrored, or no Endpoints: its slices are deleted.
 * `existing` are the slices of that name that the mirroring controller manages, with all their labels.
 */
export function reconcileMirror(
  endpoints: HandMadeEndpoints | undefined,
  service: Service | undefined,
  existing: readonly EndpointSlice[],
): SliceChanges {
  if (endpoints === undefined || !isMirrored(endpoints, service)) {
    return { creates: [], updates: [], deletes: existing.map(({ metadata }) => metadata.name) }
  }
  const plan: Plan = { creates: [], updates: new Map(), deletes: [] }
  const byKey = Map.groupBy(existing, slice => `${slice.addressType} ${portsKey(slice.ports)}`)
  for (const group of mirrorGroups(endpoints.subsets)) {
    const key = `${group.addressType} ${portsKey(group.ports)}`
    planGroup(endpoints, { group, slices: byKey.get(key) ?? [] }, plan)
    byKey.delete(key)
  }
  for (const slices of byKey.values()) plan.deletes.push(...slices)
  recycle(plan)
  return toChanges(endpoints, plan)
}

interface MirrorGroup {
  readonly addressType: AddressFamily
  readonly ports: readonly SlicePort[]
  readonly endpoints: readonly WrittenEndpoint[]
}

interface Plan {
  readonly creates: MirrorGroup[]
  readonly updates: Map<EndpointSlice, MirrorGroup>
  readonly deletes: EndpointSlice[]
}

function mirrorGroups(subsets: readonly EndpointsSubset[]): readonly MirrorGroup[] {
  return repackSubsets(subsets).flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
    const all = [
      ...addresses.flatMap(address => mirrorAddress(address, true)),
      ...notReadyAddresses.flatMap(address => mirrorAddress(address, false)),
    ].slice(0, MAX_PER_SUBSET)
    return (['IPv4', 'IPv6'] as const)
      .map(addressType => ({
        addressType,
        ports: ports.map(({ name = '', ...port }) => ({ name, ...port })),
        endpoints: all.filter(({ addresses: [ip = ''] }) => isIPv6(ip) === (addressType === 'IPv6')),
      }))
      .filter(({ endpoints }) => endpoints.length > 0)
  })
}

function mirrorAddress(address: EndpointsAddress, ready: boolean): readonly WrittenEndpoint[] {
  const { hostname, nodeName, targetRef } = address
  const ip = canonicalIp(address.ip)
  if (ip === undefined) return []
  return [
    {
      addresses: [ip],
      conditions: { ready },
      ...(hostname === undefined ? {} : { hostname }),
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(targetRef === undefined ? {} : { targetRef }),
    },
  ]
}

function planGroup(
  endpoints: HandMadeEndpoints,
  { group, slices }: { readonly group: MirrorGroup; readonly slices: readonly EndpointSlice[] },
  plan: Plan,
): void {
  const [first, ...others] = slices
  plan.deletes.push(...others)
  if (first === undefined) plan.creates.push(group)
  else if (!isMirrorOf(first, group, endpoints)) plan.updates.set(first, group)
}

function isMirrorOf(slice: EndpointSlice, group: MirrorGroup, endpoints: HandMadeEndpoints): boolean {
  const written = new Map(slice.endpoints.map(endpoint => [endpointIdentity(endpoint), endpoint]))
  const isSame =
    written.size === group.endpoints.length &&
    group.endpoints.every(endpoint => {
      const known = written.get(endpointIdentity(endpoint))
      return known !== undefined && isWritten(endpoint, known)
    })
  return isSame && isEqualKept(mirrorLabels(endpoints), slice.metadata.labels)
}

function recycle({ creates, updates, deletes }: Plan): void {
  for (const group of creates.slice()) {
    const slice = deletes.find(({ addressType }) => addressType === group.addressType)
    if (slice === undefined) continue
    creates.splice(creates.indexOf(group), 1)
    deletes.splice(deletes.indexOf(slice), 1)
    updates.set(slice, group)
  }
}

function toChanges(endpoints: HandMadeEndpoints, { creates, updates, deletes }: Plan): SliceChanges {
  return {
    creates:
      endpoints.metadata.deletionTimestamp === undefined
        ? creates.map(group => toSlice(endpoints, group, { generateName: generateNamePrefix(endpoints.metadata.name) }))
        : [],
    updates: [...updates].map(([{ metadata }, group]) => {
      const slice = toSlice(endpoints, group, { name: metadata.name })
      return { ...slice, metadata: { ...slice.metadata, name: metadata.name } }
    }),
    deletes: deletes.map(({ metadata }) => metadata.name),
  }
}

function mirrorLabels({ metadata }: HandMadeEndpoints): Readonly<Record<string, string>> {
  return { ...metadata.labels, [SERVICE_NAME_LABEL]: metadata.name, [MANAGED_BY_LABEL]: MIRRORING_CONTROLLER }
}

function toSlice(
  endpoints: HandMadeEndpoints,
  group: MirrorGroup,
  naming: { readonly name: string } | { readonly generateName: string },
): WrittenSlice {
  const { metadata } = endpoints
  const annotations = Object.entries(metadata.annotations).filter(([key]) => !NOT_MIRRORED.has(key))
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...naming,
      namespace: metadata.namespace,
      labels: mirrorLabels(endpoints),
      ...(annotations.length > 0 ? { annotations: Object.fromEntries(annotations) } : {}),
      ownerReferences: [controllerReference('Endpoints', metadata)],
    },
    addressType: group.addressType,
    endpoints: orNull(group.endpoints),
    ports: orNull(group.ports),
  }
}
