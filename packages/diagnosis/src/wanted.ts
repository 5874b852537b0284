import type { ServiceGraph } from '@slicescope/graph'
import {
  type Condition,
  type Deployment,
  isSelected,
  type Job,
  type Labels,
  type Resource,
  type StatefulSet,
  type DaemonSet,
} from '@slicescope/model'
import type { Evidence } from './evidence.ts'
import type { Wanted } from './wanted-count.ts'

export type { Wanted }

/** What wants pods. Jobs want them to end. */
export const WORKLOAD_KINDS = [
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
] as const satisfies readonly Resource[]

const UNKNOWN: Wanted = { wanted: null, rolling: false, allowance: 0, short: false }

interface Share {
  readonly wanted: number
  readonly rolling: boolean
  readonly allowance: number
  /** Its controller says when the rollout is stuck. */
  readonly hasDeadline?: true
}

/** What the workloads whose pods the selector matches ask for; those that another workload owns count with their owner. */
export function wantedOf(graph: ServiceGraph, evidence: Evidence): Wanted {
  const { namespace, selector } = graph.service
  if (Object.keys(selector).length === 0) return UNKNOWN
  if (WORKLOAD_KINDS.some(kind => evidence.coverage(kind, namespace) !== 'known')) return UNKNOWN
  const shares = sharesOf(namespace, selector, evidence)
  if (shares.length === 0) return UNKNOWN
  const wanted = sum(shares, share => share.wanted)
  const rolling = shares.some(share => share.rolling)
  const allowance = sum(shares, share => (share.rolling ? share.allowance : 0))
  const ready = graph.summary.counts?.ready ?? null
  return { wanted, rolling, allowance, short: ready !== null && ready < wanted - allowance }
}

/** Whether a rollout runs of which no controller will ever say that it is stuck. Only where workloads can be read. */
export function rollsWithoutDeadline({ service: { namespace, selector } }: ServiceGraph, evidence: Evidence): boolean {
  const rolling = sharesOf(namespace, selector, evidence).filter(share => share.rolling)
  return rolling.length > 0 && rolling.every(({ hasDeadline }) => hasDeadline === undefined)
}

/**
 * Whether workloads match, and each is scaled to zero or a Job at rest. Those of an operator's own kind too: whose replicas another
 * decides are wanted by nobody here, and it may have put them to sleep.
 */
export function isAsleep(graph: ServiceGraph, { coverage, listers }: Evidence): boolean {
  const { namespace, selector } = graph.service
  if (WORKLOAD_KINDS.some(kind => coverage(kind, namespace) !== 'known')) return false
  const matching = <T extends Templated>(workloads: readonly T[]) =>
    workloads.filter(workload => makesMatching(workload, selector))
  if (matching(listers.daemonsets.byIndex('namespace', namespace)).length > 0) return false
  const replicated = [
    ...matching(listers.deployments.byIndex('namespace', namespace)),
    ...matching(listers.replicasets.byIndex('namespace', namespace)),
    ...matching(listers.statefulsets.byIndex('namespace', namespace)),
  ]
  const jobs = coverage('jobs', namespace) === 'known' ? matching(listers.jobs.byIndex('namespace', namespace)) : []
  return (
    replicated.length + jobs.length > 0 &&
    replicated.every(({ spec }) => spec.replicas === 0) &&
    jobs.every(isJobAtRest)
  )
}

/** Of the conditions of a Job: it is done, well or not. */
export function isJobEnd({ type, status }: Pick<Condition, 'type' | 'status'>): boolean {
  return (type === 'Complete' || type === 'Failed') && status === 'True'
}

/** It has ended, or somebody suspended it. */
export function isJobAtRest({ spec, status }: Job): boolean {
  return spec.suspend === true || (status?.conditions ?? []).some(isJobEnd)
}

function sum(shares: readonly Share[], of: (share: Share) => number): number {
  return shares.reduce((total, share) => total + of(share), 0)
}

interface Templated {
  readonly metadata: { readonly ownerReferences: readonly { readonly controller?: boolean }[] }
  readonly spec: { readonly template?: { readonly metadata?: { readonly labels: Labels } } }
}

/** Whether the pods that it makes would match. */
function makesMatching({ spec }: Templated, selector: Labels): boolean {
  return isSelected(selector, spec.template?.metadata?.labels ?? {})
}

/** Its replicas are another workload's to decide. */
export function isOwned({ metadata }: Templated): boolean {
  return metadata.ownerReferences.some(({ controller }) => controller === true)
}

function sharesOf(namespace: string, selector: Labels, { listers }: Evidence): readonly Share[] {
  const counts = <T extends Templated>(workloads: readonly T[]) =>
    workloads.filter(workload => makesMatching(workload, selector) && !isOwned(workload))
  return [
    ...counts(listers.deployments.byIndex('namespace', namespace)).map(shareOfDeployment),
    ...counts(listers.replicasets.byIndex('namespace', namespace)).map(({ spec }) => plainShare(spec.replicas ?? 1)),
    ...counts(listers.statefulsets.byIndex('namespace', namespace)).map(shareOfStatefulSet),
    ...counts(listers.daemonsets.byIndex('namespace', namespace)).map(shareOfDaemonSet),
  ]
}

function plainShare(wanted: number): Share {
  return { wanted, rolling: false, allowance: 0 }
}

function shareOfDeployment({ spec, status }: Deployment): Share {
  const wanted = spec.replicas ?? 1
  const progressing = status?.conditions.find(({ type }) => type === 'Progressing')
  const updated = status?.updatedReplicas ?? 0
  // Fewer than wanted alone is a loss or a scaling, and no rollout.
  const isBehind = (status?.replicas ?? 0) > updated
  const rolling =
    spec.paused !== true &&
    progressing?.reason !== 'ProgressDeadlineExceeded' &&
    (isBehind || ROLLING_REASONS.has(progressing?.reason ?? ''))
  const { type, rollingUpdate } = spec.strategy ?? {}
  const hasDeadline = true
  if (type === 'Recreate') return { wanted, rolling, allowance: wanted, hasDeadline }
  const surge = scaled(rollingUpdate?.maxSurge ?? '25%', wanted, Math.ceil)
  const unavailable = scaled(rollingUpdate?.maxUnavailable ?? '25%', wanted, Math.floor)
  // Both zero would never get on: the controller then takes one away (deployment/util ResolveFenceposts).
  return { wanted, rolling, allowance: surge === 0 && unavailable === 0 ? 1 : unavailable, hasDeadline }
}

/** Of the condition Progressing while new pods are on their way; it stays NewReplicaSetAvailable once they were. */
const ROLLING_REASONS: ReadonlySet<string> = new Set([
  'NewReplicaSetCreated',
  'FoundNewReplicaSet',
  'ReplicaSetUpdated',
])

function shareOfStatefulSet({ spec, status }: StatefulSet): Share {
  const { currentRevision, updateRevision } = status ?? {}
  return { wanted: spec.replicas ?? 1, rolling: currentRevision !== updateRevision, allowance: 1 }
}

function shareOfDaemonSet({ spec, status }: DaemonSet): Share {
  const wanted = status?.desiredNumberScheduled ?? 0
  // By OnDelete old pods stay until somebody deletes them: nothing is under way.
  const rolling = spec.updateStrategy?.type !== 'OnDelete' && (status?.updatedNumberScheduled ?? wanted) < wanted
  return {
    wanted,
    rolling,
    allowance: scaled(spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wanted, Math.ceil),
  }
}

function scaled(value: string | number, total: number, round: (share: number) => number): number {
  if (typeof value === 'number') return value
  return value.endsWith('%') ? round((Number.parseFloat(value) / 100) * total) : Number.parseInt(value, 10)
}
