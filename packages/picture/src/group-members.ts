import type { BackendView, NearMissView, PodView, ServiceView } from '@slicescope/view'
import { CELL_STATES, GLYPHS } from './glyphs.ts'
import { getOrMake, groupKeyOf, isCounted, NO_NAME } from './grouping.ts'
import { compareNatural } from './natural-order.ts'
import type { GroupCounts, Grouping } from './positioned-graph.ts'

/** Who stands in a group, before anything has a place. */
export interface GroupMembers {
  readonly key: string
  readonly zone: string | null
  readonly title: string
  /** In slot order. */
  readonly backends: readonly BackendView[]
  /** By name. */
  readonly absent: readonly GhostPod[]
  /** What the pods have that no slice lists, where the selector nearly matches them; null where it matches. */
  readonly near: string | null
  /** Whether slices had a backend of it, now or before; else it is there for its absent pods alone. */
  readonly inSlices: boolean
  readonly counts: GroupCounts
}

/** A pod that no slice lists, and that is drawn. */
export type GhostPod = Pick<PodView, 'key' | 'name' | 'nodeName'>

/** Key of the group of pods that the selector nearly matches: no zone, node or workload is named so. */
export const NEAR = 'near:'

/** Nodes whose Ready condition is not True; a node that cannot be read is not among them. */
export function findNotReadyNodes(view: ServiceView): ReadonlySet<string> {
  return new Set(view.nodes.filter(node => node.ready === false).map(node => node.name))
}

/**
 * Every backend and every absent pod in exactly one group; groups by name, the nameless last. Zones in `kept` are there
 * also when they are empty, so that a zone whose last backend is replaced keeps its place while there are others.
 */
export function collectGroups(view: ServiceView, grouping: Grouping, kept: Iterable<string>): readonly GroupMembers[] {
  const backends = new Map<string, BackendView[]>()
  const absent = new Map<string, PodView[]>()
  if (grouping === 'zone') {
    for (const zone of view.backends.length > 0 ? kept : []) backends.set(zone, [])
    for (const { zone } of view.zones) if (zone) backends.set(zone, [])
  }
  const keyOf = groupKeyOf(view, grouping)
  for (const backend of view.backends) getOrMake(backends, keyOf(backend), newList).push(backend)
  const keyOfPod = groupKeyOfPod(view, grouping)
  for (const pod of view.absentPods) getOrMake(absent, keyOfPod(pod), newList).push(pod)
  const keys = [...new Set([...backends.keys(), ...absent.keys()])].toSorted(
    grouping === 'state' ? lostFirst : namelessLast,
  )
  const groups = keys.map(key =>
    members({
      key,
      grouping,
      inSlices: backends.has(key),
      backends: backends.get(key) ?? [],
      absent: absent.get(key) ?? [],
    }),
  )
  return view.nearMisses.length === 0 ? groups : [...groups, nearGroup(view.nearMisses)]
}

/** Pods that the selector would match if a label were another; they are no backends, and stand apart. */
function nearGroup(pods: readonly NearMissView[]): GroupMembers {
  const differences = new Set(pods.map(({ difference }) => difference))
  const [only = ''] = differences
  const near = differences.size === 1 ? withoutCode(only) : ''
  const group = members({ key: NEAR, grouping: 'slice', inSlices: false, backends: [], absent: pods })
  return { ...group, title: 'pods that nearly match', near }
}

/** As a picture writes it. */
export function withoutCode(text: string): string {
  return text.replaceAll('`', '')
}

function newList<Item>(): Item[] {
  return []
}

function namelessLast(one: string, other: string): number {
  if (one === NO_NAME || other === NO_NAME) return one === other ? 0 : one === NO_NAME ? 1 : -1
  return compareNatural(one, other)
}

const STATES: readonly string[] = CELL_STATES.toSorted((a, b) => Number(a === 'ready') - Number(b === 'ready'))

/** What is ready stands under the rest, and pods in no slice at the end. */
function lostFirst(one: string, other: string): number {
  const [a, b] = [one, other].map(key => (key === NO_NAME ? STATES.length : STATES.indexOf(key)))
  return (a ?? 0) - (b ?? 0)
}

function groupKeyOfPod(view: ServiceView, grouping: Grouping): (pod: PodView) => string {
  if (grouping === 'node') return pod => pod.nodeName ?? NO_NAME
  if (grouping === 'workload') return pod => pod.workload ?? NO_NAME
  if (grouping === 'revision') return pod => pod.revision ?? NO_NAME
  if (grouping !== 'zone') return () => NO_NAME
  const zones = new Map(view.nodes.map(node => [node.name, node.zone]))
  return pod => zones.get(pod.nodeName ?? NO_NAME) ?? NO_NAME
}

interface RawGroup {
  readonly key: string
  readonly grouping: Grouping
  readonly inSlices: boolean
  readonly backends: readonly BackendView[]
  readonly absent: readonly GhostPod[]
}

function members(raw: RawGroup): GroupMembers {
  return {
    key: raw.key,
    zone: raw.grouping === 'zone' && raw.key !== NO_NAME ? raw.key : null,
    title: titleOf(raw),
    backends: raw.backends.toSorted((a, b) => a.slot - b.slot || compareNatural(a.key, b.key)),
    absent: raw.absent.toSorted((a, b) => compareNatural(a.name, b.name) || compareNatural(a.key, b.key)),
    near: null,
    inSlices: raw.inSlices,
    counts: countGroup(raw),
  }
}

function titleOf({ key, grouping, backends, absent }: RawGroup): string {
  if (key !== NO_NAME) return grouping === 'state' ? stateTitle(key) : key
  if (backends.length === 0 && absent.length > 0)
    return absent.every(pod => pod.nodeName === null) ? 'not scheduled' : 'in no slice'
  return NAMELESS[grouping]
}

function stateTitle(key: string): string {
  const state = CELL_STATES.find(each => each === key)
  return state === undefined ? key : GLYPHS[state].label
}

const NAMELESS: Readonly<Record<Grouping, string>> = {
  zone: '(no zone)',
  node: '(no node)',
  workload: '(no workload)',
  revision: '(no revision)',
  state: '(no state)',
  slice: '(no slice)',
  family: '(no slice)',
}

function countGroup({ backends, absent }: RawGroup): GroupCounts {
  const states = { ready: 0, 'not-ready': 0, unknown: 0, 'serving-terminating': 0, terminating: 0 }
  let ready = 0
  for (const backend of backends) {
    states[backend.state] += 1
    if (backend.ready && isCounted(backend)) ready += 1
  }
  const total = states.ready + states['not-ready'] + states.unknown
  return {
    ready,
    notReady: total - ready - states.unknown,
    unknown: states.unknown,
    total,
    servingTerminating: states['serving-terminating'],
    terminating: states.terminating,
    absent: absent.length,
  }
}
