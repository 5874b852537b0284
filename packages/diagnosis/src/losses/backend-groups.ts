import { type GraphBackend, ownerText, type PodOwner } from '@slicescope/graph'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { portsOf } from '../pods/named-ports.ts'
import { ownerOfPod } from '../workloads/pod-owners.ts'
import { servicePodsByUid } from '../pods/pod-trouble.ts'

/** The living backends of one workload; those whose pods nothing owns are one group too. */
export interface BackendGroup {
  readonly owner: PodOwner | null
  readonly pods: readonly Pod[]
  /** How many of them are ready. */
  readonly ready: number
}

/** Backends that are pods of the selector, by workload, the one with most ready first. Needs pods; OWNER_HELPS help. */
export function backendGroups(c: Case): readonly BackendGroup[] {
  return c.once(findGroups)
}

function findGroups(c: Case): readonly BackendGroup[] {
  const pods = servicePodsByUid(c)
  const matched = new Set(matchedPods(c))
  const living = c.graph.backends.flatMap(backend => {
    const pod = pods.get(backend.key)
    return pod === undefined || !matched.has(pod) || backend.state.endsWith('terminating') ? [] : [{ backend, pod }]
  })
  const owned = living.map(each => ({ ...each, owner: ownerOfPod(each.pod, c) }))
  return [...Map.groupBy(owned, ({ owner }) => owner?.key ?? '').values()]
    .flatMap(own => (own[0] === undefined ? [] : [groupOf(own[0].owner, own)]))
    .toSorted((a, b) => b.ready - a.ready || (groupName(a) < groupName(b) ? -1 : 1))
}

type Owned = readonly { readonly backend: GraphBackend; readonly pod: Pod }[]

function groupOf(owner: PodOwner | null, own: Owned): BackendGroup {
  return { owner, pods: own.map(({ pod }) => pod), ready: own.filter(({ backend }) => backend.ready).length }
}

/** "Deployment api" */
export function groupName({ owner }: BackendGroup): string {
  return owner === null ? 'no workload' : ownerText(owner)
}

/** A numeric target port that some workloads declare and others do not. */
export interface PortGap {
  readonly targetPort: number
  readonly declaring: readonly BackendGroup[]
  readonly lacking: readonly BackendGroup[]
}

/**
 * The first such port, among workloads with ready backends: slices list all of them for a number, whether a container
 * declares it or not. Needs pods; OWNER_HELPS help.
 */
export function portGap(c: Case): PortGap | null {
  return c.once(findGap)
}

function findGap(c: Case): PortGap | null {
  // Clients of a headless Service choose the port by themselves.
  if (c.facts.headless) return null
  const groups = backendGroups(c).filter(({ ready }) => ready > 0)
  for (const { targetPort } of c.facts.ports) {
    if (typeof targetPort !== 'number') continue
    const { declaring = [], lacking = [] } = Object.groupBy(groups, ({ pods }) =>
      pods.some(pod => declares(pod, targetPort)) ? 'declaring' : 'lacking',
    )
    if (declaring.length > 0 && lacking.length > 0) return { targetPort, declaring, lacking }
  }
  return null
}

function declares(pod: Pod, port: number): boolean {
  return portsOf(pod).some(({ containerPort }) => containerPort === port)
}
