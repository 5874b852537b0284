import { expectsPods } from '@slicescope/kubernetes'
import {
  type Condition,
  type DaemonSet,
  type Deployment,
  type Labels,
  type Pod,
  type ReplicaSet,
  type Resource,
  type Service,
  type StatefulSet,
} from '@slicescope/model'
import type { Inputs } from './inputs.ts'
import { hasSelector } from './service-facts.ts'

/** What wants pods. Jobs want theirs to end. */
export const WORKLOAD_KINDS = [
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
] as const satisfies readonly Resource[]

/** What one workload behind a Service asks for. Plain data. */
export interface WorkloadShare {
  /** See workloadOf. */
  readonly key: string
  readonly wanted: number
  /** A rollout of it runs and is not stuck. */
  readonly rolling: boolean
  /** How many a rollout may take away at once. */
  readonly allowance: number
  /** Its controller reports a rollout that is stuck. */
  readonly hasDeadline: boolean
  /** Its rollout is past its deadline: new pods that are not Ready have failed. */
  readonly isStuck: boolean
  /** The API refuses its pods. */
  readonly cannotCreate: boolean
  /** When it asked for pods last, RFC 3339: it was created, or its spec was changed; null where nothing says so. */
  readonly askedAt: string | null
}

/**
 * The workloads whose pods the selector matches, each counted at its topmost owner that can be read: a Deployment in place
 * of its ReplicaSets, a ReplicaSet that another kind owns by itself. Null where a kind cannot be read.
 */
export function workloadShares(service: Service, inputs: Inputs): readonly WorkloadShare[] | null {
  const { namespace } = service.metadata
  if (!hasSelector(service)) return []
  if (WORKLOAD_KINDS.some(kind => inputs.coverage(kind, namespace) !== 'known')) return null
  const { listers } = inputs
  const matching = <T extends Workload>(workloads: readonly T[]) =>
    workloads.filter(workload => makesExpected(workload, service))
  const replicaSets = matching(listers.replicasets.byIndex('namespace', namespace))
  return [
    ...matching(listers.deployments.byIndex('namespace', namespace)).map(shareOfDeployment),
    ...replicaSets.filter(set => !isCountedWithOwner(set, inputs)).map(shareOfReplicaSet),
    ...matching(listers.statefulsets.byIndex('namespace', namespace)).map(shareOfStatefulSet),
    ...matching(listers.daemonsets.byIndex('namespace', namespace)).map(shareOfDaemonSet),
  ]
}

/** The key of the workload that a pod belongs to, by its owners as far as they can be read; null for a pod without one. */
export function workloadOf(pod: Pod, { listers, coverage }: Inputs): string | null {
  const owner = controllerOf(pod)
  if (owner === undefined) return null
  const { namespace } = pod.metadata
  if (owner.kind !== 'ReplicaSet' || coverage('replicasets', namespace) !== 'known') return owner.uid
  const set = listers.replicasets.get(`${namespace}/${owner.name}`)
  return set?.metadata.uid === owner.uid ? (controllerOf(set)?.uid ?? owner.uid) : owner.uid
}

interface Owned {
  readonly metadata: {
    readonly namespace: string
    readonly ownerReferences: readonly {
      readonly kind: string
      readonly name: string
      readonly uid: string
      readonly controller?: boolean
    }[]
  }
}

/** What makes pods from a template. */
export interface Workload extends Owned {
  readonly metadata: Owned['metadata'] & { readonly uid: string }
  readonly spec: { readonly template?: { readonly metadata?: { readonly labels: Labels } } }
}

function controllerOf({ metadata }: Owned) {
  return metadata.ownerReferences.find(({ controller }) => controller === true)
}

function makesExpected({ spec }: Workload, service: Service): boolean {
  return expectsPods(service, spec.template?.metadata?.labels ?? {})
}

/** A ReplicaSet of a Deployment that is known: its replicas are the Deployment's to decide. */
export function isCountedWithOwner(workload: Owned, { listers }: Inputs): boolean {
  const owner = controllerOf(workload)
  if (owner?.kind !== 'Deployment') return false
  return listers.deployments.get(`${workload.metadata.namespace}/${owner.name}`)?.metadata.uid === owner.uid
}

type Conditions = readonly Condition[] | undefined

function isTrue(conditions: Conditions, type: string): boolean {
  return (conditions ?? []).some(condition => condition.type === type && condition.status === 'True')
}

interface Dated {
  readonly metadata: { readonly creationTimestamp?: string; readonly specChange?: { readonly time: string } }
}

function askedAt({ metadata: { creationTimestamp = '', specChange } }: Dated): string | null {
  const time = specChange?.time ?? ''
  const last = time > creationTimestamp ? time : creationTimestamp
  return last === '' ? null : last
}

function shareOfDeployment(deployment: Deployment): WorkloadShare {
  const { metadata, spec, status } = deployment
  const wanted = spec.replicas ?? 1
  const progressing = status?.conditions.find(({ type }) => type === 'Progressing')
  const isStuck = progressing?.reason === 'ProgressDeadlineExceeded'
  // Fewer than wanted alone is a loss or a scaling, and no rollout.
  const isBehind = (status?.replicas ?? 0) > (status?.updatedReplicas ?? 0)
  return {
    key: metadata.uid,
    wanted,
    rolling: spec.paused !== true && !isStuck && (isBehind || ROLLING_REASONS.has(progressing?.reason ?? '')),
    allowance: allowanceOfDeployment(deployment, wanted),
    hasDeadline: true,
    isStuck,
    cannotCreate: isTrue(status?.conditions, 'ReplicaFailure'),
    askedAt: askedAt(deployment),
  }
}

/** Of the condition Progressing while new pods are on their way; it stays NewReplicaSetAvailable once they were. */
const ROLLING_REASONS: ReadonlySet<string> = new Set([
  'NewReplicaSetCreated',
  'FoundNewReplicaSet',
  'ReplicaSetUpdated',
])

function allowanceOfDeployment({ spec }: Deployment, wanted: number): number {
  const { type, rollingUpdate } = spec.strategy ?? {}
  if (type === 'Recreate') return wanted
  const surge = scaled(rollingUpdate?.maxSurge ?? '25%', wanted, Math.ceil)
  const unavailable = scaled(rollingUpdate?.maxUnavailable ?? '25%', wanted, Math.floor)
  // Both zero would never get on: the controller then takes one away (deployment/util ResolveFenceposts).
  return surge === 0 && unavailable === 0 ? 1 : unavailable
}

function shareOfReplicaSet(set: ReplicaSet): WorkloadShare {
  return {
    key: controllerOf(set)?.uid ?? set.metadata.uid,
    wanted: set.spec.replicas ?? 1,
    rolling: false,
    allowance: 0,
    hasDeadline: false,
    isStuck: false,
    cannotCreate: isTrue(set.status?.conditions, 'ReplicaFailure'),
    askedAt: askedAt(set),
  }
}

function shareOfStatefulSet(set: StatefulSet): WorkloadShare {
  const { currentRevision, updateRevision } = set.status ?? {}
  return {
    key: set.metadata.uid,
    wanted: set.spec.replicas ?? 1,
    rolling: currentRevision !== updateRevision,
    allowance: 1,
    hasDeadline: false,
    isStuck: false,
    cannotCreate: false,
    askedAt: askedAt(set),
  }
}

function shareOfDaemonSet(set: DaemonSet): WorkloadShare {
  const { metadata, spec, status } = set
  const wanted = status?.desiredNumberScheduled ?? 0
  return {
    key: metadata.uid,
    wanted,
    // By OnDelete old pods stay until they are deleted by hand: nothing is under way.
    rolling: spec.updateStrategy?.type !== 'OnDelete' && (status?.updatedNumberScheduled ?? wanted) < wanted,
    allowance: scaled(spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wanted, Math.ceil),
    hasDeadline: false,
    isStuck: false,
    cannotCreate: false,
    askedAt: askedAt(set),
  }
}

function scaled(value: string | number, total: number, round: (share: number) => number): number {
  if (typeof value === 'number') return value
  return value.endsWith('%') ? round((Number.parseFloat(value) / 100) * total) : Number.parseInt(value, 10)
}
