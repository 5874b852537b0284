import {
  addressFamilies,
  type DesiredEndpoint,
  desiredEndpoints,
  type FindNode,
  portsKey,
  resolveConditions,
  SLICE_CONTROLLER,
} from '@slicescope/kubernetes'
import type { Endpoint, EndpointSlice } from '@slicescope/model'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import type { EvidenceItem } from '../finding.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { managerOf, sliceRef, slicesOf } from './slices.ts'

/** Where slices are not what the pods give, in ways that the controller looks at. Uid of the pod, null for a whole family. */
export interface Difference {
  /** No slice in a family; a pod in none; one that another address, port or condition stands for; one that should not be there. */
  readonly kind: 'family' | 'missing' | 'other' | 'left'
  /** The family, or the pod. */
  readonly name: string
  readonly uid: string | null
  readonly item: EvidenceItem
}

interface Written {
  readonly slice: EndpointSlice
  /** Of the slice's ports. */
  readonly ports: string
  readonly endpoint: Endpoint
}

/** Needs pods and nodes. Zone and phase are left out: the controller does not watch them. */
export function differencesOf(c: Case): readonly Difference[] {
  const written = writtenByPod(c)
  const wanted = new Set<readonly Written[]>()
  const unlike = wantedEndpoints(c).flatMap(group => {
    const ports = portsKey(group.ports)
    return group.endpoints.flatMap(endpoint => {
      const own = written.get(group.addressType, endpoint.targetRef.uid)
      wanted.add(own)
      return differenceOf({ c, ports, endpoint, written: own }) ?? []
    })
  })
  const matched = new Set(matchedPods(c).map(({ metadata }) => metadata.uid))
  return [
    ...familiesWithoutSlice(c),
    ...unlike,
    ...written.all.flatMap(own => {
      const [first] = own
      return first === undefined || wanted.has(own) ? [] : (leftOver(first, matched, c) ?? [])
    }),
  ]
}

export function wantedEndpoints(c: Case): ReturnType<typeof desiredEndpoints> {
  return c.once(findWanted)
}

function findWanted(c: Case): ReturnType<typeof desiredEndpoints> {
  return desiredEndpoints(c.service, matchedPods(c), findNodes(c))
}

export function writtenByPod(c: Case): WrittenByPod {
  return c.once(findWritten)
}

function findWritten(c: Case): WrittenByPod {
  return new WrittenByPod(slicesOf(c).filter(slice => managerOf(slice) === SLICE_CONTROLLER))
}

/** Many pods share a Node: each is looked up once. */
function findNodes(c: Case): FindNode {
  const nodes = c.read('nodes')
  const known = new Map<string, ReturnType<FindNode>>()
  return name => {
    if (!known.has(name)) known.set(name, nodes.get(name))
    return known.get(name)
  }
}

const NONE: readonly Written[] = []

/** What slices say, by family and the pod's uid. Nested, for a text of both is dear to make and to look up. */
class WrittenByPod {
  readonly all: (readonly Written[])[] = []
  readonly #families = new Map<string, Map<string, Written[]>>()

  constructor(slices: readonly EndpointSlice[]) {
    for (const slice of slices) {
      const ports = portsKey(slice.ports)
      const pods = this.#families.get(slice.addressType) ?? new Map<string, Written[]>()
      this.#families.set(slice.addressType, pods)
      for (const endpoint of slice.endpoints) this.#add(pods, { slice, ports, endpoint })
    }
  }

  get(family: string, uid: string): readonly Written[] {
    return this.#families.get(family)?.get(uid) ?? NONE
  }

  #add(pods: Map<string, Written[]>, written: Written): void {
    const uid = written.endpoint.targetRef?.uid ?? ''
    const own = pods.get(uid)
    if (own !== undefined) {
      own.push(written)
      return
    }
    const alone = [written]
    pods.set(uid, alone)
    this.all.push(alone)
  }
}

/** A Service with a selector has a slice in each family, if only an empty one. */
function familiesWithoutSlice(c: Case): readonly Difference[] {
  const families = new Set(slicesOf(c).map(({ addressType }) => addressType))
  return addressFamilies(c.service)
    .filter(family => c.facts.ipFamilies.includes(family) && !families.has(family))
    .map(family => ({
      kind: 'family' as const,
      name: family,
      uid: null,
      item: {
        object: { kind: 'Service', namespace: c.namespace, name: c.facts.name },
        field: `EndpointSlices of ${family}`,
        found: '0',
        expected: '1 or more',
      },
    }))
}

interface Compared {
  readonly c: Case
  readonly ports: string
  readonly endpoint: DesiredEndpoint
  readonly written: readonly Written[]
}

function differenceOf(compared: Compared): Difference | null {
  const { ports, endpoint, written } = compared
  const same = written.find(own => own.endpoint.addresses[0] === endpoint.addresses[0] && own.ports === ports)
  const isTold = same !== undefined && written.some(own => isAlike(own.endpoint.conditions, endpoint.conditions))
  return isTold ? null : describe(compared, same)
}

function isAlike(written: Endpoint['conditions'], { ready, serving, terminating }: DesiredEndpoint['conditions']) {
  const told = resolveConditions(written)
  return told.ready === ready && told.serving === serving && told.terminating === terminating
}

/** `same`: what is written of it at that address with those ports. */
function describe({ c, ports, endpoint, written }: Compared, same: Written | undefined): Difference {
  const { targetRef, addresses, conditions } = endpoint
  const of = (item: Omit<EvidenceItem, 'object'>, slice?: EndpointSlice): Difference => ({
    kind: slice === undefined ? 'missing' : 'other',
    name: targetRef.name,
    uid: targetRef.uid,
    item: {
      object: slice === undefined ? { kind: 'Pod', namespace: c.namespace, name: targetRef.name } : sliceRef(slice),
      ...item,
    },
  })
  const [first] = written
  if (first === undefined)
    return of({ field: `endpoints[${addresses[0] ?? ''}]`, found: 'in no slice', expected: 'an entry in a slice' })
  if (same === undefined) {
    const found = `${first.endpoint.addresses[0] ?? ''} ${first.ports}`
    return of(
      { field: `endpoints of ${targetRef.name}`, found, expected: `${addresses[0] ?? ''} ${ports}` },
      first.slice,
    )
  }
  return of(
    {
      field: `endpoints[${addresses[0] ?? ''}].conditions`,
      found: conditionsText(resolveConditions(first.endpoint.conditions)),
      expected: conditionsText(conditions),
    },
    same.slice,
  )
}

function conditionsText({ ready, serving, terminating }: DesiredEndpoint['conditions']): string {
  return `ready=${ready}, serving=${serving}, terminating=${terminating}`
}

/** An endpoint whose pod is there and matches no more. Ended pods and lost Nodes are no news to the controller. */
function leftOver({ slice, endpoint }: Written, matched: ReadonlySet<string>, c: Case): Difference | null {
  const uid = endpoint.targetRef?.uid ?? ''
  const [pod] = c.read('pods').byIndex('uid', uid)
  if (pod === undefined || matched.has(uid)) return null
  return {
    kind: 'left',
    name: pod.metadata.name,
    uid,
    item: {
      object: sliceRef(slice),
      field: `endpoints[${endpoint.addresses[0] ?? ''}]`,
      found: `pod ${pod.metadata.name}, which the selector does not match`,
      expected: 'to be left out',
    },
  }
}

/** How long the controller may take before it counts as behind. */
const PATIENCE_MS = 30_000

/** Whether what differs has stood for so long that the controller should have written it. */
export function isOverdue(c: Case, differences: readonly Difference[]): boolean {
  const uids = new Set(differences.map(({ uid }) => uid))
  const times = matchedPods(c)
    .filter(({ metadata }) => uids.has(metadata.uid))
    .flatMap(({ metadata, status }) => [
      metadata.creationTimestamp,
      metadata.deletionTimestamp,
      ...(status?.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime),
    ])
  const known = [...times, c.facts.creationTimestamp].map(toTime).filter(time => !Number.isNaN(time))
  return c.clock.isPast(Math.max(...known, c.lastChange ?? 0) + PATIENCE_MS)
}
