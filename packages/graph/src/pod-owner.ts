import type { Pod } from '@slicescope/model'
import type { Inputs } from './inputs.ts'

/** The workload that a pod belongs to: the topmost of its owners that can be read, or that one of them names. */
export interface PodOwner {
  /** The same for all pods of one workload, of whatever revision. */
  readonly key: string
  readonly kind: string
  readonly name: string
  /** Its pods run to completion: a Job's, of a CronJob or not. */
  readonly isJob: boolean
}

/** The owners that are looked up. */
export const OWNER_KINDS = ['replicasets', 'deployments', 'statefulsets', 'daemonsets', 'jobs'] as const

type OwnerKind = (typeof OWNER_KINDS)[number]

interface Owner {
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
}

interface Owned {
  readonly metadata: { readonly uid: string; readonly ownerReferences: readonly Owner[] }
}

/** An object by `namespace/name`; undefined where it is not there or cannot be read. */
export type FindOwner = (kind: OwnerKind, key: string) => Owned | undefined

/** Null for a pod that nothing owns. */
export function podOwner(pod: Pod, find: FindOwner): PodOwner | null {
  let owner = controllerOf(pod) ?? null
  if (owner === null) return null
  let isJob = false
  for (const seen = new Set<string>(); !seen.has(owner.uid); ) {
    seen.add(owner.uid)
    isJob ||= owner.kind === 'Job' || owner.kind === 'CronJob'
    owner = above(owner, pod.metadata.namespace, find) ?? owner
  }
  const { kind, name } = owner.kind === 'ReplicaSet' ? (ofRevision(owner.name, pod) ?? owner) : owner
  return { key: `${kind}/${name}`, kind, name, isJob }
}

/** "Deployment api" */
export function ownerText({ kind, name }: PodOwner): string {
  return `${kind} ${name}`
}

/** The same of a pod, by ReplicaSets alone where they can be read; null for a pod that nothing owns. */
export function workloadText(pod: Pod, { listers, coverage }: Inputs): string | null {
  const isRead = coverage('replicasets', pod.metadata.namespace) === 'known'
  const owner = podOwner(pod, (kind, key) =>
    kind === 'replicasets' && isRead ? listers.replicasets.get(key) : undefined,
  )
  return owner === null ? null : ownerText(owner)
}

/** What a pod is a copy of: its ReplicaSet, or the ControllerRevision of its StatefulSet or DaemonSet; null else. */
export function revisionText(pod: Pod): string | null {
  const owner = controllerOf(pod)
  if (owner?.kind === 'ReplicaSet') return `ReplicaSet ${owner.name}`
  const hash = pod.metadata.labels['controller-revision-hash'] ?? ''
  if (owner === undefined || hash === '') return null
  // A StatefulSet writes the whole name, a DaemonSet only its end.
  return `ControllerRevision ${hash.startsWith(`${owner.name}-`) ? hash : `${owner.name}-${hash}`}`
}

function controllerOf({ metadata }: Owned): Owner | undefined {
  return metadata.ownerReferences.find(({ controller }) => controller === true)
}

const PLURALS: ReadonlyMap<string, OwnerKind> = new Map([
  ['ReplicaSet', 'replicasets'],
  ['Deployment', 'deployments'],
  ['StatefulSet', 'statefulsets'],
  ['DaemonSet', 'daemonsets'],
  ['Job', 'jobs'],
])

function above({ kind, name, uid }: Owner, namespace: string, find: FindOwner): Owner | undefined {
  const plural = PLURALS.get(kind)
  const object = plural === undefined ? undefined : find(plural, `${namespace}/${name}`)
  return object?.metadata.uid === uid ? controllerOf(object) : undefined
}

/** Labels that tell which revision a pod is of, each the mark of one kind, whose ReplicaSets end with its value. */
const REVISION_LABELS = [
  { label: 'pod-template-hash', kind: 'Deployment' },
  { label: 'rollouts-pod-template-hash', kind: 'Rollout' },
] as const

/** Where ReplicaSets cannot be read: the name of what made this one, by the name that it gave. */
function ofRevision(name: string, { metadata }: Pod): Pick<PodOwner, 'kind' | 'name'> | null {
  for (const { label, kind } of REVISION_LABELS) {
    const end = `-${metadata.labels[label] ?? ''}`
    if (end !== '-' && name.endsWith(end)) return { kind, name: name.slice(0, -end.length) }
  }
  return null
}
