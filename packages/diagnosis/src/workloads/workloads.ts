import { WORKLOAD_KINDS } from '@slicescope/graph'
import { expectedLabels, expectsPods } from '@slicescope/kubernetes'
import { isSelected, type Labels } from '@slicescope/model'
import type { Case } from '../case.ts'
import type { ObjectRef } from '../finding.ts'
import { isJobAtRest } from './wanted.ts'

export interface Owner {
  readonly kind: string
  readonly name: string
  readonly controller?: boolean
}

/** A workload in the words that all kinds share. */
export interface Workload {
  readonly ref: ObjectRef
  readonly uid: string
  readonly labels: Labels
  readonly templateLabels: Labels
  /** How many pods it asks for, and how many it has. */
  readonly replicas: number
  readonly has: number
  /** Where the latter stands. */
  readonly hasField: string
  /** Whether its controller has looked at it. */
  readonly isObserved: boolean
  readonly creationTimestamp: string | null
  /** What decides over it. */
  readonly owner: Owner | null
  readonly conditions: readonly {
    readonly type: string
    readonly status: string
    readonly reason?: string
    readonly message?: string
  }[]
}

/**
 * The workloads of the Service's namespace that its selector takes for their own labels or those of their pods, without
 * the ReplicaSets of Deployments. What an operator's own kind owns is among them. Needs WORKLOAD_KINDS.
 */
export function workloadsOf(c: Case): readonly Workload[] {
  return c.once(findWorkloads)
}

/** Of those the ones whose pods would match. */
export function matchingWorkloads(c: Case): readonly Workload[] {
  return workloadsOf(c).filter(({ templateLabels }) => expectsPods(c.service, templateLabels))
}

const KINDS = { deployments: 'Deployment', replicasets: 'ReplicaSet', statefulsets: 'StatefulSet' } as const

function findWorkloads(c: Case): readonly Workload[] {
  const { namespace } = c
  const isWanted = concerns(expectedLabels(c.service))
  const replicated = (['deployments', 'replicasets', 'statefulsets'] as const).flatMap(resource =>
    c
      .read(resource)
      .byIndex('namespace', namespace)
      .filter(isWanted)
      .map(({ metadata, spec, status }) => ({
        ...common(KINDS[resource], { metadata, template: spec.template, conditions: status?.conditions }),
        replicas: spec.replicas ?? 1,
        has: status?.replicas ?? 0,
        hasField: 'status.replicas',
        // How many it wants stands in its spec.
        isObserved: true,
      })),
  )
  const daemons = c
    .read('daemonsets')
    .byIndex('namespace', namespace)
    .filter(isWanted)
    .map(({ metadata, spec, status }) => ({
      ...common('DaemonSet', { metadata, template: spec.template, conditions: status?.conditions }),
      replicas: status?.desiredNumberScheduled ?? 0,
      has: status?.currentNumberScheduled ?? 0,
      hasField: 'status.currentNumberScheduled',
      isObserved: status?.observedGeneration !== undefined,
    }))
  return [...replicated, ...daemons]
}

interface Kept {
  readonly metadata: { readonly labels: Labels; readonly ownerReferences: readonly Owner[] }
  readonly spec: { readonly template?: { readonly metadata?: { readonly labels: Labels } } }
}

function concerns(selector: Labels): (workload: Kept) => boolean {
  return workload =>
    (isSelected(selector, workload.spec.template?.metadata?.labels ?? {}) ||
      isSelected(selector, workload.metadata.labels)) &&
    ownerOf(workload.metadata)?.kind !== 'Deployment'
}

function ownerOf({ ownerReferences }: Kept['metadata']): Owner | null {
  return ownerReferences.find(({ controller }) => controller === true) ?? null
}

interface Parts {
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly uid: string
    readonly labels: Labels
    readonly creationTimestamp?: string
    readonly ownerReferences: readonly Owner[]
  }
  readonly template: { readonly metadata?: { readonly labels: Labels } } | undefined
  readonly conditions: Workload['conditions'] | undefined
}

function common(kind: string, { metadata, template, conditions = [] }: Parts) {
  return {
    ref: { kind, namespace: metadata.namespace, name: metadata.name },
    uid: metadata.uid,
    creationTimestamp: metadata.creationTimestamp ?? null,
    owner: ownerOf(metadata),
    labels: metadata.labels,
    templateLabels: template?.metadata?.labels ?? {},
    conditions,
  }
}

/**
 * The Jobs whose pods would match, each wanting a pod as long as it is neither done nor suspended. Needs jobs; none where
 * they are not known.
 */
export function matchingJobs(c: Case): readonly Workload[] {
  return c
    .read('jobs')
    .byIndex('namespace', c.namespace)
    .filter(({ spec }) => expectsPods(c.service, spec.template?.metadata?.labels ?? {}))
    .map(job => ({
      ...common('Job', { metadata: job.metadata, template: job.spec.template, conditions: job.status?.conditions }),
      replicas: isJobAtRest(job) ? 0 : 1,
      has: job.status?.active ?? 0,
      hasField: 'status.active',
      isObserved: true,
    }))
}

/** What may tell whether a selector is as its pods will be. */
export const MAKERS = [...WORKLOAD_KINDS, 'jobs'] as const

/** Whether something makes pods that match, or would: then the selector is right, and pods lack for another reason. Needs MAKERS. */
export function isMadeByAny(c: Case): boolean {
  return matchingWorkloads(c).length > 0 || matchingJobs(c).length > 0
}

/** "Deployment web" */
export function workloadText({ ref }: Workload): string {
  return `${ref.kind} ${ref.name}`
}
