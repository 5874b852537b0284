import type { Endpoint, EndpointSlice } from '@slicescope/model'
import type { DesiredEndpoint } from './desired-endpoints.ts'
import type { WrittenEndpoint } from './written-slice.ts'

/** How the endpoints of one group (family, ports) are to be spread over slices. */
export interface Packing {
  /** By slice: its endpoints from now on. Slices that are not named stay as they are. */
  readonly changed: ReadonlyMap<EndpointSlice, readonly DesiredEndpoint[]>
  /** The endpoints of each slice to be made. */
  readonly created: readonly (readonly DesiredEndpoint[])[]
  /** Slices of which nothing is left. */
  readonly emptied: readonly EndpointSlice[]
}

export interface PackOptions {
  /** The controller's --max-endpoints-per-slice. */
  readonly max: number
  /** Whether a slice must be written for another reason, such as labels: then it is filled with the changed ones. */
  readonly mustWrite: (slice: EndpointSlice) => boolean
}

/**
 * Packs a group's endpoints with as few writes as can be (reconcileByPortMapping in k8s.io/endpointslice
 * reconciler.go): what is in place stays in place; slices that are written anyway are filled up, the fullest first;
 * what is left goes into the one unchanged slice that it fills best, else into new slices. Nothing is ever rebalanced.
 */
export function packGroup(
  existing: readonly EndpointSlice[],
  desired: readonly DesiredEndpoint[],
  { max, mustWrite }: PackOptions,
): Packing {
  const left = new Map(desired.map(endpoint => [endpointIdentity(endpoint), endpoint]))
  const { changed, emptied, unchanged } = keepInPlace(existing, left, mustWrite)
  fillFullestFirst(changed, left, max)
  const created: DesiredEndpoint[][] = []
  while (left.size > 0) {
    const slice = left.size < max ? findSliceToFill(unchanged, left.size, max) : undefined
    const endpoints = slice === undefined ? [] : takeExisting(slice, desired)
    fill(endpoints, left, max)
    if (slice === undefined) created.push(endpoints)
    else {
      changed.set(slice, endpoints)
      unchanged.delete(slice)
    }
  }
  return { changed, created, emptied }
}

interface InPlace {
  readonly changed: Map<EndpointSlice, DesiredEndpoint[]>
  readonly emptied: readonly EndpointSlice[]
  readonly unchanged: Set<EndpointSlice>
}

/** Takes out of `left` what has its place already. */
function keepInPlace(
  existing: readonly EndpointSlice[],
  left: Map<string, DesiredEndpoint>,
  mustWrite: (slice: EndpointSlice) => boolean,
): InPlace {
  const changed = new Map<EndpointSlice, DesiredEndpoint[]>()
  const unchanged = new Set<EndpointSlice>()
  const emptied: EndpointSlice[] = []
  for (const slice of existing) {
    const { kept, isUpdated } = takeKept(slice, left)
    const differs = isUpdated || kept.length !== slice.endpoints.length
    if (differs && kept.length === 0) emptied.push(slice)
    else if (differs || mustWrite(slice)) changed.set(slice, kept)
    else unchanged.add(slice)
  }
  return { changed, emptied, unchanged }
}

function takeKept(slice: EndpointSlice, left: Map<string, DesiredEndpoint>) {
  const kept: DesiredEndpoint[] = []
  let isUpdated = false
  for (const written of slice.endpoints) {
    const identity = endpointIdentity(written)
    const wanted = left.get(identity)
    if (wanted === undefined) continue
    left.delete(identity)
    kept.push(wanted)
    isUpdated ||= !isWritten(wanted, written)
  }
  return { kept, isUpdated }
}

function takeExisting(slice: EndpointSlice, desired: readonly DesiredEndpoint[]): DesiredEndpoint[] {
  return takeKept(slice, new Map(desired.map(endpoint => [endpointIdentity(endpoint), endpoint]))).kept
}

function fillFullestFirst(
  changed: ReadonlyMap<EndpointSlice, DesiredEndpoint[]>,
  left: Map<string, DesiredEndpoint>,
  max: number,
): void {
  const lists = [...changed.values()].toSorted((a, b) => b.length - a.length)
  for (const endpoints of lists) fill(endpoints, left, max)
}

function fill(endpoints: DesiredEndpoint[], left: Map<string, DesiredEndpoint>, max: number): void {
  for (const [identity, endpoint] of left) {
    if (endpoints.length >= max) return
    endpoints.push(endpoint)
    left.delete(identity)
  }
}

function findSliceToFill(slices: Iterable<EndpointSlice>, count: number, max: number): EndpointSlice | undefined {
  return [...slices]
    .filter(slice => slice.endpoints.length + count <= max)
    .reduce<EndpointSlice | undefined>(
      (best, slice) => (best === undefined || slice.endpoints.length > best.endpoints.length ? slice : best),
      undefined,
    )
}

/** The controller's identity of an endpoint (util/endpointset.go): addresses, hostname, the target's name. Not the uid. */
export function endpointIdentity({ addresses, hostname, targetRef }: WrittenEndpoint | Endpoint): string {
  const sorted: readonly string[] = [...addresses].toSorted()
  return JSON.stringify([sorted, hostname ?? '', targetRef?.namespace ?? '', targetRef?.name ?? ''])
}

/** Whether a written endpoint says all that is wanted beside its identity. */
export function isWritten(wanted: WrittenEndpoint, written: Endpoint): boolean {
  const a = wanted.conditions
  const b = written.conditions
  return (
    wanted.nodeName === written.nodeName &&
    wanted.zone === written.zone &&
    a.ready === b?.ready &&
    a.serving === b?.serving &&
    a.terminating === b?.terminating &&
    wanted.targetRef?.uid === written.targetRef?.uid &&
    wanted.targetRef?.kind === written.targetRef?.kind
  )
}
