import type { Pod } from '@slicescope/model'
import { byName } from './by-name.ts'
import type { Entry } from './entries.ts'
import { type GraphContainer, graphContainers } from './graph-containers.ts'
import type { Inputs } from './inputs.ts'
import { revisionText, workloadText } from './pod-owner.ts'

export interface GraphPod {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly phase: string
  readonly ready: boolean
  /** Of the Ready condition where it is not True. */
  readonly reason: string | null
  readonly creationTimestamp: string | null
  readonly deletionTimestamp: string | null
  readonly nodeName: string | null
  readonly podIPs: readonly string[]
  /** What it belongs to, as "Deployment api": its owner, a Deployment in place of its ReplicaSets; null for a pod that nothing owns. */
  readonly workload: string | null
  /** What it is a copy of, as "ReplicaSet api-6d4f9c"; null where its owner keeps no revisions. */
  readonly revision: string | null
  /** Since when it is as `ready` says. */
  readonly since: string | null
  /** Null where all run, are ready, and never restarted. */
  readonly containers: readonly GraphContainer[] | null
}

/** The pods that the selector matches (`matched`) or a targetRef names, by name; none that cannot be read. */
export function graphPods(matched: readonly Pod[], entries: readonly Entry[], inputs: Inputs): readonly GraphPod[] {
  const pods = new Map<string, Pod>()
  for (const pod of matched) pods.set(pod.metadata.uid, pod)
  for (const entry of entries) {
    const { uid = '' } = entry.endpoint.targetRef ?? {}
    if (uid === '' || !pods.has(uid)) for (const pod of namedPods(entry, inputs)) pods.set(pod.metadata.uid, pod)
  }
  return [...pods.values()]
    .filter(({ metadata }) => inputs.coverage('pods', metadata.namespace) !== 'forbidden')
    .map(pod => toGraphPod(pod, inputs))
    .toSorted((a, b) => byName(a, b) || (a.namespace < b.namespace ? -1 : 1))
}

/** A slice may name a pod that is not seen yet, or no more: no error. */
function namedPods({ endpoint: { targetRef }, slice }: Entry, { listers }: Inputs): readonly Pod[] {
  if (targetRef?.kind !== undefined && targetRef.kind !== 'Pod') return []
  if (targetRef?.uid) return listers.pods.byIndex('uid', targetRef.uid)
  if (!targetRef?.name) return []
  const named = listers.pods.get(`${targetRef.namespace || slice.metadata.namespace}/${targetRef.name}`)
  return named === undefined ? [] : [named]
}

export function toGraphPod(pod: Pod, inputs: Inputs): GraphPod {
  const { metadata, spec, status } = pod
  const condition = status?.conditions.find(({ type }) => type === 'Ready')
  const ready = condition?.status === 'True'
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    phase: status?.phase ?? 'Unknown',
    ready,
    reason: ready ? null : (condition?.reason ?? null),
    creationTimestamp: metadata.creationTimestamp ?? null,
    deletionTimestamp: metadata.deletionTimestamp ?? null,
    nodeName: spec.nodeName ?? null,
    podIPs: podIPs(status),
    workload: workloadText(pod, inputs),
    revision: revisionText(pod),
    since: condition?.lastTransitionTime ?? null,
    containers: graphContainers(pod),
  }
}

function podIPs(status: Pod['status']): readonly string[] {
  if (status === undefined) return []
  if (status.podIPs.length > 0) return status.podIPs.map(({ ip }) => ip)
  return status.podIP === undefined ? [] : [status.podIP]
}
