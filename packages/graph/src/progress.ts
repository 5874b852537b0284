import { findReadyCondition, isPodFinished, isPodReady, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Inputs } from './inputs.ts'

/**
 * How a pod stands that no slice calls ready: `starting` until a time in ms since the epoch; `lost`, it was Ready;
 * `stuck`, it never was and its allowance is over or its failure is proven; `leaving`, it is being deleted or has finished.
 * `since` in ms since the epoch: when its condition Ready turned, or it was started; null where nothing tells.
 */
export type Progress =
  | { readonly kind: 'starting'; readonly until: number }
  | { readonly kind: 'lost'; readonly since: number | null }
  | { readonly kind: 'stuck'; readonly since: number | null }
  | { readonly kind: 'leaving' }

const LEAVING: Progress = { kind: 'leaving' }

/** Most applications are up by then. */
export const STARTING_MS = 60_000
/** An image of some gigabytes, or a new machine, takes as long. */
const FETCHING_MS = 300_000
/** Times of the API are whole seconds: two that were taken together may lie one apart. */
const SECOND_MS = 1000

/** What else decides it. */
export interface ProgressContext extends Inputs {
  readonly now: number
  /** The rollout of its workload is past its deadline. */
  readonly isRolloutStuck: boolean
}

/** The progress of a pod that its Service's slices do not call ready. */
export function progressOf(pod: Pod, context: ProgressContext): Progress {
  if (isPodTerminating(pod) || isPodFinished(pod)) return LEAVING
  if (isPodReady(pod)) return progressOfReady(pod, context)
  if (wasReady(pod)) return lostSince(pod)
  if (context.isRolloutStuck || hasFailed(pod)) return stuckSince(pod)
  return startingUntil(startOf(pod) + allowanceOf(pod, context), context.now) ?? stuckSince(pod)
}

/** The slice of one that became Ready in its time follows within moments; one that was lost is so until its slice follows. */
function progressOfReady(pod: Pod, context: ProgressContext): Progress {
  const isLate = readyTurn(pod) > startOf(pod) + allowanceOf(pod, context)
  // Nothing tells when it was lost: its condition says when it was Ready again.
  if (isLate) return { kind: 'lost', since: null }
  return startingUntil(readyTurn(pod) + STARTING_MS, context.now) ?? lostSince(pod)
}

function lostSince(pod: Pod): Progress {
  return { kind: 'lost', since: orNull(readyTurn(pod)) }
}

function stuckSince(pod: Pod): Progress {
  return { kind: 'stuck', since: orNull(startOf(pod)) }
}

function orNull(time: number): number | null {
  return Number.isNaN(time) ? null : time
}

/** NaN, of a time that nothing tells, is over. */
function startingUntil(until: number, now: number): Progress | null {
  return now < until ? { kind: 'starting', until } : null
}

function readyTurn(pod: Pod): number {
  return toTime(findReadyCondition(pod)?.lastTransitionTime)
}

function toTime(time: string | undefined): number {
  return time === undefined ? Number.NaN : Date.parse(time)
}

/** A kubelet begins with a pod that is not Ready: one whose condition has turned since it started was Ready. */
export function wasReady(pod: Pod): boolean {
  // One that runs and does not say since when was started after it was made.
  const made = pod.status?.phase === 'Running' ? pod.metadata.creationTimestamp : undefined
  return readyTurn(pod) - toTime(pod.status?.startTime ?? made) > SECOND_MS
}

function startOf({ metadata, status }: Pod): number {
  return toTime(status?.startTime ?? metadata.creationTimestamp)
}

/** What a container waits for on its way; any other reason is a failure. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing'])

function hasFailed({ status }: Pod): boolean {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  return statuses.some(({ state, lastState }) => {
    const reason = state?.waiting?.reason
    const codes = [state?.terminated?.exitCode ?? 0, lastState?.terminated?.exitCode ?? 0]
    return (reason !== undefined && !ON_ITS_WAY.has(reason)) || codes.some(code => code !== 0)
  })
}

function allowanceOf(pod: Pod, context: ProgressContext): number {
  const own = Math.max(STARTING_MS, ...[...pod.spec.containers, ...pod.spec.initContainers].map(startupMs))
  return own < FETCHING_MS && isBeingFetched(pod, context) ? FETCHING_MS : own
}

type Container = Pod['spec']['containers'][number]

/** With the API's defaults. */
function startupMs({ startupProbe }: Container): number {
  if (startupProbe === undefined) return 0
  const { initialDelaySeconds = 0, failureThreshold = 3, periodSeconds = 10 } = startupProbe
  return (initialDelaySeconds + failureThreshold * periodSeconds) * 1000
}

/** A machine that an autoscaler promised (cluster-autoscaler, Karpenter). */
const PROMISES: ReadonlySet<string> = new Set(['TriggeredScaleUp', 'Nominated'])

function isBeingFetched({ metadata, spec, status }: Pod, { listers, coverage }: ProgressContext): boolean {
  if (coverage('events', metadata.namespace) !== 'known') return false
  const reasons = listers.events.byIndex('object', metadata.uid).map(({ reason = '' }) => reason)
  if (!spec.nodeName) return reasons.some(reason => PROMISES.has(reason))
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  const isWaiting = statuses.some(({ state }) => ON_ITS_WAY.has(state?.waiting?.reason ?? ''))
  return isWaiting && reasons.includes('Pulling')
}

/** Equal for two states of a pod that its Service's backends are judged alike by; its labels aside. */
export function describeProgress(pod: Pod): string {
  const { metadata, spec, status } = pod
  const ready = findReadyCondition(pod)
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  return [
    metadata.deletionTimestamp,
    metadata.ownerReferences.map(({ uid }) => uid).join(),
    spec.nodeName,
    status?.phase,
    status?.startTime,
    ready?.status,
    ready?.lastTransitionTime,
    (status?.podIPs ?? []).map(({ ip }) => ip).join(),
    ...statuses.flatMap(({ state, lastState }) => [
      state?.waiting?.reason,
      state?.terminated?.exitCode,
      lastState?.terminated?.exitCode,
    ]),
  ].join(' ')
}
