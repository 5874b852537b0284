import type { BackendView, ServiceView } from '@slicescope/view'
import { cellStateOf } from './cell-state.ts'
import type { Grouping } from './positioned-graph.ts'

export const GROUPINGS = [
  'zone',
  'node',
  'workload',
  'revision',
  'slice',
  'family',
  'state',
] as const satisfies readonly Grouping[]

/** States separate lost from ready by themselves, and say nothing by it: they are only chosen by hand. */
const CHOSEN = GROUPINGS.filter(grouping => grouping !== 'state')

/** Groups that no name stands for: backends without zone, without node; absent pods where only slices count. */
export const NO_NAME = ''

/** The group of each backend; a backend stands in one group, so that numbers sum. */
export function groupKeyOf(view: ServiceView, grouping: Grouping): (backend: BackendView) => string {
  switch (grouping) {
    case 'zone':
      return backend => backend.zone ?? NO_NAME
    case 'node':
      return backend => backend.nodeName ?? NO_NAME
    case 'workload': {
      const workloads = new Map(view.pods.map(pod => [pod.key, pod.workload]))
      return backend => workloads.get(backend.key) ?? NO_NAME
    }
    case 'revision': {
      const revisions = new Map(view.pods.map(pod => [pod.key, pod.revision]))
      return backend => revisions.get(backend.key) ?? NO_NAME
    }
    case 'state':
      return cellStateOf
    case 'slice':
      return backend => joined(backend.slices)
    case 'family': {
      const families = new Map(view.slices.map(slice => [slice.key, slice.addressType]))
      return backend => joined(backend.slices.map(slice => families.get(slice) ?? NO_NAME))
    }
    default:
      return grouping satisfies never
  }
}

function joined(names: readonly string[]): string {
  const [only] = names
  if (names.length === 1 && only !== undefined) return only
  return [...new Set(names)]
    .filter(name => name !== NO_NAME)
    .toSorted()
    .join(' + ')
}

/** Below it no dimension is said to separate anything. */
const CLEAR = 0.5
/** How much better than zone another has to be, and than what was chosen before. */
const MARGIN = 0.15
/** More groups than a picture can show side by side. */
const MANY_GROUPS = 24

/**
 * The dimension that best separates broken from ready backends; zone when none does, or the workload where
 * there are several. Measured by Cramer's V with
 * Bergsma's correction, which is 0 where a dimension separates only because it has about as many groups as backends.
 * `before` is kept until another is clearly better, so that the picture does not jump between them.
 */
export function chooseGrouping(view: ServiceView, before: Grouping | null): Grouping {
  const scores = CHOSEN.map(grouping => ({ grouping, score: separation(view, grouping) }))
  const scoreOf = (wanted: Grouping) => scores.find(({ grouping }) => grouping === wanted)?.score ?? 0
  const best = scores.reduce((one, other) => (other.score > one.score + 1e-9 ? other : one))
  const first: Grouping = isOfSeveralWorkloads(view) ? 'workload' : 'zone'
  const home: Grouping = before !== null && scoreOf(before) >= CLEAR ? before : first
  return best.score >= CLEAR && best.score > scoreOf(home) + MARGIN ? best.grouping : home
}

/** Why `chooseGrouping` chose it, in a few words; null where nothing is lost, or nothing separates it. */
export function whyGrouping(view: ServiceView, chosen: Grouping): string | null {
  if (separation(view, chosen) >= CLEAR) return 'best separates lost from ready'
  return chosen === 'workload' && isOfSeveralWorkloads(view) ? 'more than one is behind the Service' : null
}

/** Whether a finding says so: then whose the backends are is the first thing to see. */
function isOfSeveralWorkloads({ findings }: ServiceView): boolean {
  return findings.some(({ code }) => code === 'SC-G18')
}

/** 0 (says nothing) to 1 (each group is all broken or all ready). */
export function separation(view: ServiceView, grouping: Grouping): number {
  const keyOf = groupKeyOf(view, grouping)
  const tallies = new Map<string, { broken: number; ready: number }>()
  for (const backend of view.backends) {
    if (!isCounted(backend)) continue
    const tally = getOrMake(tallies, keyOf(backend), () => ({ broken: 0, ready: 0 }))
    if (backend.ready) tally.ready += 1
    else tally.broken += 1
  }
  if (grouping !== 'zone' && tallies.size > MANY_GROUPS) return 0
  return cramersV([...tallies.values()])
}

export function isCounted(backend: BackendView): boolean {
  return backend.state !== 'terminating' && backend.state !== 'serving-terminating'
}

export function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const there = map.get(key)
  if (there !== undefined) return there
  const made = make()
  map.set(key, made)
  return made
}

function cramersV(tallies: readonly { readonly broken: number; readonly ready: number }[]): number {
  const broken = tallies.reduce((sum, tally) => sum + tally.broken, 0)
  const ready = tallies.reduce((sum, tally) => sum + tally.ready, 0)
  const all = broken + ready
  const groups = tallies.length
  if (broken === 0 || ready === 0 || groups < 2) return 0
  const phi2 = tallies.reduce((sum, tally) => {
    const size = tally.broken + tally.ready
    return sum + tally.broken ** 2 / (size * broken) + tally.ready ** 2 / (size * ready)
  }, -1)
  const corrected = Math.max(0, phi2 - (groups - 1) / (all - 1))
  const columns = 2 - 1 / (all - 1)
  const rows = groups - (groups - 1) ** 2 / (all - 1)
  const least = Math.min(columns, rows) - 1
  return least <= 0 ? 0 : Math.sqrt(corrected / least)
}
