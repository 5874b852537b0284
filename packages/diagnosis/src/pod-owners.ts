import type { Pod } from '@slicescope/model'
import type { Case } from './case.ts'

/** The workload that a pod belongs to: the topmost of its owners that can be read, or that one of them names. */
export interface PodOwner {
  /** The same for all pods of one workload, of whatever revision. */
  readonly key: string
  readonly kind: string
  readonly name: string
  /** Its pods run to completion: a Job's, of a CronJob or not. */
  readonly isJob: boolean
}

/** What helps to know it. */
export const OWNER_HELPS = ['replicasets', 'deployments', 'statefulsets', 'daemonsets', 'jobs'] as const

/** Null for a pod that nothing owns. Needs pods; OWNER_HELPS help. */
export function podOwner(pod: Pod, c: Case): PodOwner | null {
  let owner = controllerOf(pod) ?? null
  if (owner === null) return null
  let isJob = false
  for (const seen = new Set<string>(); !seen.has(owner.uid); ) {
    seen.add(owner.uid)
    isJob ||= owner.kind === 'Job' || owner.kind === 'CronJob'
    owner = above(owner, c) ?? owner
  }
  const { kind, name } = owner.kind === 'ReplicaSet' ? (ofRevision(owner.name, pod) ?? owner) : owner
  return { key: `${kind}/${name}`, kind, name, isJob }
}

/** "Deployment api" */
export function ownerText({ kind, name }: PodOwner): string {
  return `${kind} ${name}`
}

interface Owner {
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
}

interface Owned {
  readonly metadata: { readonly uid: string; readonly ownerReferences: readonly Owner[] }
}

function controllerOf({ metadata }: Owned): Owner | undefined {
  return metadata.ownerReferences.find(({ controller }) => controller === true)
}

function above({ kind, name, uid }: Owner, c: Case): Owner | undefined {
  const object = findOwner(kind, `${c.namespace}/${name}`, c)
  return object?.metadata.uid === uid ? controllerOf(object) : undefined
}

function findOwner(kind: string, key: string, c: Case): Owned | undefined {
  switch (kind) {
    case 'ReplicaSet':
      return c.read('replicasets').get(key)
    case 'Deployment':
      return c.read('deployments').get(key)
    case 'StatefulSet':
      return c.read('statefulsets').get(key)
    case 'DaemonSet':
      return c.read('daemonsets').get(key)
    case 'Job':
      return c.read('jobs').get(key)
    default:
      return undefined
  }
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
