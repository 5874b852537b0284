import { type EndpointSlice, must, type Service } from '@slicescope/model'
import type { EndpointGroup } from './desired-endpoints.ts'
import { endpointHints, hasHints } from './hints.ts'
import { type Packing, packGroup } from './pack-group.ts'
import { type AddressFamily, addressFamilies, hasTopologyMode } from './service-kind.ts'
import {
  controllerReference,
  haveLabelsChanged,
  isOwnedBy,
  MANAGED_BY_LABEL,
  SLICE_CONTROLLER,
  sliceLabels,
} from './slice-labels.ts'
import { portsKey, type SlicePort } from './target-port.ts'
import {
  generateNamePrefix,
  orNull,
  type SliceChanges,
  type WrittenEndpoint,
  type WrittenSlice,
} from './written-slice.ts'

export interface ReconcileInput {
  readonly service: Service
  /** What `desiredEndpoints` gave. */
  readonly groups: readonly EndpointGroup[]
  /** The Service's slices, with all their labels. Those that the controller does not manage are left alone. */
  readonly existing: readonly EndpointSlice[]
  /** The annotation last-change-trigger-time for every slice written; null takes it away. */
  readonly triggerTime: string | null
  /** The controller's --max-endpoints-per-slice. */
  readonly maxEndpointsPerSlice?: number
}

/** The controller's default. */
const MAX_ENDPOINTS_PER_SLICE = 100

/**
 * The writes with which the EndpointSlice controller brings a Service's slices to what is desired (reconciler.go in
 * k8s.io/endpointslice 1.37): at least one slice per family, a placeholder if need be; slices that go are recycled for
 * slices that come; nothing is created for a Service that is being deleted. Where upstream follows Go's map order we
 * keep the order of the input.
 */
export function reconcileSlices(input: ReconcileInput): SliceChanges {
  const { service } = input
  const managed = input.existing.filter(slice => slice.metadata.labels[MANAGED_BY_LABEL] === SLICE_CONTROLLER)
  const families: readonly string[] = addressFamilies(service)
  const changes = addressFamilies(service).map(family => reconcileFamily(input, family, managed))
  const unsupported = managed.filter(({ addressType }) => !families.includes(addressType)).map(nameOf)
  return {
    creates: service.metadata.deletionTimestamp === undefined ? changes.flatMap(({ creates }) => creates) : [],
    updates: changes.flatMap(({ updates }) => updates),
    deletes: [...changes.flatMap(({ deletes }) => deletes), ...unsupported],
  }
}

interface Draft {
  readonly ports: readonly SlicePort[]
  readonly endpoints: readonly WrittenEndpoint[]
}

interface FamilyPlan {
  readonly creates: Draft[]
  readonly updates: Map<EndpointSlice, Draft>
  readonly deletes: EndpointSlice[]
}

function reconcileFamily(
  input: ReconcileInput,
  family: AddressFamily,
  managed: readonly EndpointSlice[],
): SliceChanges {
  const existing = managed.filter(({ addressType }) => addressType === family)
  const plan = planGroups(input, existing, family)
  addPlaceholder(input.service, existing, plan)
  recycle(input.service, plan)
  addHints(input.service, existing, plan)
  const write = (draft: Draft, slice: EndpointSlice | undefined) => toSlice(input, family, draft, slice)
  return {
    creates: plan.creates.map(draft => write(draft, undefined)),
    updates: [...plan.updates].map(([slice, draft]) => {
      const written = write(draft, slice)
      return { ...written, metadata: { ...written.metadata, name: slice.metadata.name } }
    }),
    deletes: plan.deletes.map(nameOf),
  }
}

function planGroups(input: ReconcileInput, existing: readonly EndpointSlice[], family: AddressFamily): FamilyPlan {
  const { service, maxEndpointsPerSlice: max = MAX_ENDPOINTS_PER_SLICE } = input
  const owned = existing.filter(slice => isOwnedBy(slice, service))
  const byPorts = Map.groupBy(owned, ({ ports }) => portsKey(ports))
  const plan: FamilyPlan = {
    creates: [],
    updates: new Map(),
    deletes: existing.filter(slice => !isOwnedBy(slice, service)),
  }
  for (const group of input.groups.filter(({ addressType }) => addressType === family)) {
    const key = portsKey(group.ports)
    const options = { max, mustWrite: (slice: EndpointSlice) => haveLabelsChanged(slice, service) }
    addPacking(plan, group, packGroup(byPorts.get(key) ?? [], group.endpoints, options))
    byPorts.delete(key)
  }
  for (const slices of byPorts.values()) plan.deletes.push(...slices)
  return plan
}

function addPacking({ creates, updates, deletes }: FamilyPlan, { ports }: EndpointGroup, packing: Packing): void {
  for (const [slice, endpoints] of packing.changed) updates.set(slice, { ports, endpoints })
  for (const endpoints of packing.created) creates.push({ ports, endpoints })
  deletes.push(...packing.emptied)
}

/** A family without any slice gets one without endpoints and ports, so that consumers see that there is no backend. */
function addPlaceholder(service: Service, existing: readonly EndpointSlice[], plan: FamilyPlan): void {
  if (plan.deletes.length !== existing.length || plan.creates.length > 0) return
  const [only, ...others] = plan.deletes
  if (only !== undefined && others.length === 0 && isPlaceholder(only, service)) plan.deletes.length = 0
  else plan.creates.push({ ports: [], endpoints: [] })
}

function isPlaceholder(slice: EndpointSlice, service: Service): boolean {
  const isEmpty = slice.endpoints.length === 0 && slice.ports.length === 0
  return isEmpty && isOwnedBy(slice, service) && !haveLabelsChanged(slice, service)
}

/** Slices to be deleted take over the content of slices to be created, and keep their names. */
function recycle(service: Service, { creates, updates, deletes }: FamilyPlan): void {
  for (const slice of deletes.filter(candidate => isOwnedBy(candidate, service))) {
    const draft = creates.pop()
    if (draft === undefined) return
    deletes.splice(deletes.indexOf(slice), 1)
    updates.set(slice, draft)
  }
}

/** Slices that nothing else changes are written again where their hints are not those wanted. */
function addHints(service: Service, existing: readonly EndpointSlice[], { updates, deletes }: FamilyPlan): void {
  if (hasTopologyMode(service)) return
  for (const slice of existing.filter(candidate => !updates.has(candidate) && !deletes.includes(candidate))) {
    const endpoints = slice.endpoints.map(asWritten)
    const isHinted = slice.endpoints.every((written, at) =>
      hasHints(written, endpointHints(service, must(endpoints[at]))),
    )
    if (!isHinted) updates.set(slice, { ports: slice.ports.map(asSlicePort), endpoints })
  }
}

function asWritten(endpoint: EndpointSlice['endpoints'][number]): WrittenEndpoint {
  const { hints: _, conditions, ...rest } = endpoint
  return { ...rest, conditions: { ...conditions, ready: conditions?.ready ?? true } }
}

function asSlicePort(port: EndpointSlice['ports'][number]): SlicePort {
  return { ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP', port: port.port ?? 0 }
}

function toSlice(
  { service, triggerTime }: ReconcileInput,
  family: AddressFamily,
  { ports, endpoints }: Draft,
  slice: EndpointSlice | undefined,
): WrittenSlice {
  const { namespace, name } = service.metadata
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...(slice === undefined ? { generateName: generateNamePrefix(name) } : { name: slice.metadata.name }),
      namespace,
      labels: sliceLabels(service),
      ...(triggerTime === null
        ? {}
        : { annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': triggerTime } }),
      ownerReferences: [controllerReference('Service', service.metadata)],
    },
    addressType: family,
    endpoints: orNull(endpoints.map(endpoint => withHints(service, endpoint))),
    ports: orNull(ports),
  }
}

function withHints(service: Service, endpoint: WrittenEndpoint): WrittenEndpoint {
  const hints = endpointHints(service, endpoint)
  return hints === undefined ? endpoint : { ...endpoint, hints }
}

function nameOf(slice: EndpointSlice): string {
  return slice.metadata.name
}
