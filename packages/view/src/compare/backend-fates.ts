import type { Comparison } from '../schema/comparison.ts'
import type { BackendView, PodView, ServiceView } from '../schema/service-view.ts'

export type Fated = Comparison['backends'][number]

/** A backend that counts in `total`, on either side; null where it is not there, or terminating. */
export interface Pair {
  readonly was: BackendView | null
  readonly is: BackendView | null
  readonly revision: string | null
}

/** All backends that count in `total` at one of both moments, in the order of the picture: those of then that are gone last. */
export function pairsOf(then: ServiceView | null, now: ServiceView | null): readonly Pair[] {
  const pods = new Map([...(then?.pods ?? []), ...(now?.pods ?? [])].map(pod => [pod.uid, pod]))
  const [before, after] = [then, now].map(countedOf)
  const keys = new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])])
  return [...keys].map(key => ({
    was: before?.get(key) ?? null,
    is: after?.get(key) ?? null,
    revision: revisionOf(pods.get(key)),
  }))
}

function countedOf(view: ServiceView | null): ReadonlyMap<string, BackendView> {
  const counted = (view?.backends ?? []).filter(({ state }) => !state.endsWith('terminating'))
  return new Map(counted.map(backend => [backend.key, backend]))
}

/** Pods of workloads without revisions share their workload. */
function revisionOf(pod: PodView | undefined): string | null {
  return pod?.revision ?? pod?.workload ?? null
}

/** What became of it; null where nothing did. */
export function fateOf({ was, is }: Pair): Fated['fate'] | null {
  if (was === null) return is === null ? null : 'new'
  if (is === null) return 'gone'
  if (was.ready !== is.ready) return is.ready ? 'gained' : 'lost'
  const isMoved = was.zone !== is.zone || was.nodeName !== is.nodeName || was.slices.join(' ') !== is.slices.join(' ')
  return isMoved ? 'moved' : null
}

export function fatedOf(pairs: readonly Pair[]): readonly Fated[] {
  return pairs.flatMap(pair => {
    const fate = fateOf(pair)
    const shown = pair.is ?? pair.was
    if (fate === null || shown === null) return []
    const { key, name, zone, nodeName } = shown
    const { was, is, revision } = pair
    return [{ key, name, fate, zone, nodeName, revision, wasReady: was?.ready ?? null, isReady: is?.ready ?? null }]
  })
}

type Group = Comparison['groups'][number]

/** Counts of each zone, Node, revision and slice. Nodes and slices without a difference are left out: there can be thousands. */
export function groupsOf(pairs: readonly Pair[]): readonly Group[] {
  return [
    ...grouped('zone', pairs, backend => [backend.zone]),
    ...grouped('revision', pairs, (_, pair) => [pair.revision]),
    ...grouped('node', pairs, backend => [backend.nodeName]).filter(isDifferent),
    ...grouped('slice', pairs, backend => backend.slices).filter(isDifferent),
  ]
}

type Names = (backend: BackendView, pair: Pair) => readonly (string | null)[]

function grouped(by: Group['by'], pairs: readonly Pair[], names: Names): readonly Group[] {
  const groups = new Map<string | null, Group>()
  const at = (name: string | null): Group => {
    const known = groups.get(name) ?? {
      by,
      name,
      from: { ready: 0, total: 0 },
      to: { ready: 0, total: 0 },
      gone: 0,
      new: 0,
      lost: 0,
      gained: 0,
    }
    groups.set(name, known)
    return known
  }
  for (const pair of pairs) {
    const [then, now] = [pair.was, pair.is].map(side => (side === null ? [] : names(side, pair)))
    for (const name of then ?? []) count(at(name).from, pair.was)
    for (const name of now ?? []) count(at(name).to, pair.is)
    const fate = fateOf(pair)
    if (fate === null || fate === 'moved') continue
    for (const name of new Set([...(then ?? []), ...(now ?? [])])) at(name)[fate] += 1
  }
  return [...groups.values()].toSorted((a, b) => compareNames(a.name, b.name))
}

function count(side: Group['from'], backend: BackendView | null): void {
  side.total += 1
  side.ready += backend?.ready === true ? 1 : 0
}

function compareNames(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a.localeCompare(b, 'en', { numeric: true })
}

function isDifferent({ from, to, ...fates }: Group): boolean {
  return from.ready !== to.ready || from.total !== to.total || fates.gone + fates.new + fates.lost + fates.gained > 0
}
