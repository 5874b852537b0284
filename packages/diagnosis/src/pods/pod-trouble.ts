import { findReadyCondition, isPodFinished, isPodReady, isPodTerminating } from '@slicescope/kubernetes'
import { type Condition, eventTime, type Node, type Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { type ContainerView, containersOf, containerTrouble, isKilled } from './container-trouble.ts'
import { isExpired, kubeletLease } from '../slices/leases.ts'
import { isYoung } from '../losses/loss.ts'
import { messageWords } from '../words/message-words.ts'
import { isNodeDown, isNodeSilent } from './node-state.ts'
import { eventsOf } from './pod-events.ts'
import { killingProbe, probeFailures } from './probe-failures.ts'
import type { Trouble, TroubleCode } from './trouble.ts'
import { listed } from '../words/words.ts'

/** What rules about troubles declare. */
export const TROUBLE_INPUTS = { inputs: ['pods'], helps: ['nodes', 'events'] } as const

/** The troubles of the Service's pods, by code. Finished pods have none, terminating ones only a Node that holds them. */
export function troublesOf(c: Case): ReadonlyMap<TroubleCode, readonly Trouble[]> {
  return c.once(findTroubles)
}

function findTroubles(c: Case): ReadonlyMap<TroubleCode, readonly Trouble[]> {
  // What is on its way has no cause.
  const settled = servicePods(c).filter(pod => isPodReady(pod) || !c.isStarting(pod))
  const troubles = settled.flatMap(pod => troubleOf(pod, c) ?? [])
  return Map.groupBy(troubles, ({ code }) => code)
}

/** The pods in its namespace that the selector matches or a slice names. Needs pods. */
export function servicePods(c: Case): readonly Pod[] {
  return c.once(findPods)
}

function findPods(c: Case): readonly Pod[] {
  const pods = c.read('pods')
  return c.graph.pods.flatMap(({ namespace, name }) =>
    namespace === c.namespace ? (pods.get(`${namespace}/${name}`) ?? []) : [],
  )
}

/** The same, by uid. */
export function servicePodsByUid(c: Case): ReadonlyMap<string, Pod> {
  return c.once(mapByUid)
}

function mapByUid(c: Case): ReadonlyMap<string, Pod> {
  return new Map(servicePods(c).map(pod => [pod.metadata.uid, pod]))
}

function troubleOf(pod: Pod, c: Case): Trouble | null {
  if (isPodReady(pod) || isPodFinished(pod)) return null
  // Only its Node's kubelet could say that the containers of one that is being deleted have ended.
  if (isPodTerminating(pod)) return onAnyDownNode(pod, c)
  return (
    unscheduled(pod, c) ??
    onDownNode(pod, c) ??
    onSilentNode(pod, c) ??
    withoutAddress(pod) ??
    uninitialized(pod, c) ??
    ofContainers(pod, c) ??
    gated(pod) ??
    onAnyDownNode(pod, c) ??
    unexplained(pod, c)
  )
}

/** Whether its condition Ready has turned since it was started. */
function wasReady(pod: Pod): boolean {
  return toTime(findReadyCondition(pod)?.lastTransitionTime) > toTime(pod.status?.startTime)
}

function conditionOf(pod: Pod, type: string): Condition | undefined {
  return pod.status?.conditions.find(condition => condition.type === type)
}

/** A scheduler says something of each pod within the second, if only that no Node takes it. */
const SCHEDULER_MS = 30_000

function unscheduled(pod: Pod, c: Case): Trouble | null {
  if (pod.spec.nodeName) return null
  const condition = conditionOf(pod, 'PodScheduled')
  const field = 'status.conditions[PodScheduled]'
  if (condition === undefined) {
    const isOverdue = c.clock.isPast(toTime(pod.metadata.creationTimestamp) + SCHEDULER_MS)
    const what = 'no scheduler has processed them'
    return isOverdue ? { code: 'SC-C1', pod, what, field, found: 'absent', expected: 'True' } : null
  }
  if (condition.status !== 'False') return null
  const what = condition.reason === 'SchedulingGated' ? 'SchedulingGated' : (condition.message ?? '')
  return {
    code: 'SC-C1',
    pod,
    what: messageWords(what === '' ? (condition.reason ?? 'Unschedulable') : what),
    field,
    found: ['False', condition.reason, condition.message].filter(Boolean).join(', '),
    expected: 'True',
  }
}

/** Only the condition Ready flips when a Node is lost; what its kubelet said last of the containers stays. */
function onDownNode(pod: Pod, c: Case): Trouble | null {
  const isUnready = containersOf(pod).some(({ status }) => status !== undefined && status.ready !== true)
  return isUnready ? null : onAnyDownNode(pod, c)
}

/** Whatever its containers were when the Node was last heard. */
function onAnyDownNode(pod: Pod, c: Case): Trouble | null {
  const node = nodeOf(pod, c)
  if (node === undefined || !isNodeDown(node)) return null
  const ready = findReadyCondition(pod)
  return {
    code: 'SC-D9',
    pod,
    what: node.metadata.name,
    field: 'status.conditions[Ready]',
    found: [ready?.status ?? 'absent', ready?.reason].filter(Boolean).join(', '),
    expected: 'True',
  }
}

function nodeOf({ spec: { nodeName } }: Pod, c: Case): Node | undefined {
  return nodeName === undefined ? undefined : c.read('nodes').get(nodeName)
}

/** A Node's pods get no address while its kubelet says nothing; only then its lease is asked for. */
function onSilentNode(pod: Pod, c: Case): Trouble | null {
  const { nodeName = '' } = pod.spec
  if (withoutAddress(pod) === null || isYoung(pod.metadata.creationTimestamp ?? null, c.clock)) return null
  const node = c.read('nodes').get(nodeName)
  const lease = node === undefined ? null : c.lease(kubeletLease(nodeName))
  if (lease === null || !isExpired(lease)) return null
  return {
    code: 'SC-D10',
    pod,
    what: nodeName,
    field: 'status.podIPs',
    found: 'none',
    expected: 'an address',
  }
}

function withoutAddress(pod: Pod): Trouble | null {
  const { status, spec } = pod
  if (!spec.nodeName || status?.podIP || (status?.podIPs.length ?? 0) > 0) return null
  return { code: 'SC-C2', pod, what: '', field: 'status.podIPs', found: 'none', expected: 'an address' }
}

function uninitialized(pod: Pod, c: Case): Trouble | null {
  if (conditionOf(pod, 'Initialized')?.status !== 'False') return null
  // A sidecar that runs lets the next one begin.
  const sidecars = new Set(pod.spec.initContainers.map(({ name }) => name))
  const stuck = (pod.status?.initContainerStatuses ?? []).find(
    ({ name, state }) =>
      (state?.running !== undefined && !sidecars.has(name)) ||
      isFailing(state?.waiting?.reason) ||
      (state?.terminated?.exitCode ?? 0) > 0,
  )
  if (stuck === undefined) return null
  const ended = stuck.state?.terminated ?? stuck.lastState?.terminated
  return {
    code: 'SC-C3',
    pod,
    what: `init container ${stuck.name}`,
    field: `status.initContainerStatuses[${stuck.name}].state`,
    found: stuck.state?.waiting?.reason ?? (stuck.state?.running === undefined ? 'ended' : 'running'),
    expected: 'terminated with exit code 0',
    container: {
      name: stuck.name,
      image: '',
      reason: stuck.state?.waiting?.reason ?? '',
      isRunning: stuck.state?.running !== undefined,
      isLooping:
        stuck.state?.waiting?.reason === 'CrashLoopBackOff' ||
        (ended !== undefined && wasHeldBack(pod, c, isRestarted(stuck.name, pod))),
      ended,
    },
  }
}

/** Waiting for its turn is no failure. */
function isFailing(reason: string | undefined): boolean {
  return reason !== undefined && reason !== 'PodInitializing' && reason !== 'ContainerCreating'
}

function ofContainers(pod: Pod, c: Case): Trouble | null {
  const told = {
    failsProbe: () => hasFailedBeforeLoss(pod, c),
    wasHeldBack: (container: string) => wasHeldBack(pod, c, isRestarted(container, pod)),
    wasPullHeldBack: () => wasHeldBack(pod, c, isPulled),
    killedBy: () => (containersOf(pod).filter(isKilled).length > 1 ? null : killingProbe(c, pod)),
  }
  const found = containersOf(pod).flatMap(container => containerTrouble(container, told) ?? [])
  const [worst] = found.toSorted((a, b) => (a.code < b.code ? -1 : 1))
  if (worst === undefined) return null
  const node = nodeOf(pod, c)
  // What a probe says is no news from a Node that says nothing; a container that has ended stays so.
  const isStale = OF_PROBES.has(worst.code) && node !== undefined && isNodeSilent(node)
  return (isStale ? onAnyDownNode(pod, c) : null) ?? { ...worst, pod }
}

/** The longest pause that a kubelet makes before it tries again (kubelet.go, MaxContainerBackOff and backOffPeriod). */
const LONGEST_PAUSE_MS = 300_000

const isRestarted =
  (container: string, { spec }: Pod) =>
  (message: string) =>
    message.startsWith('Back-off restarting failed container') &&
    (spec.containers.length + spec.initContainers.length === 1 || `${message} `.includes(` ${container} `))

const isPulled = (message: string) => message.startsWith('Back-off pulling image')

/** Its kubelet said a short while ago that it pauses before it tries again. */
function wasHeldBack(pod: Pod, c: Case, isAbout: (message: string) => boolean): boolean {
  const last = eventsOf(c, [pod], ['BackOff']).find(({ message = '' }) => isAbout(message))
  return last !== undefined && !c.clock.isPast(toTime(eventTime(last)) + LONGEST_PAUSE_MS)
}

const OF_PROBES: ReadonlySet<TroubleCode> = new Set(['SC-D3', 'SC-D4'])

/** Nothing above explains it. A pod that starts is no news, and one that is in no slice for its Node has SC-C5. */
function unexplained(pod: Pod, c: Case): Trouble | null {
  if (!wasReady(pod) && isYoung(pod.metadata.creationTimestamp ?? null, c.clock)) return null
  if (c.knows('nodes') && nodeOf(pod, c) === undefined) return null
  const { unready, all } = unreadyAmong(pod)
  // That one of several lacks is SC-D7.
  if (unready.length > 0 && unready.length < all) return null
  const ready = findReadyCondition(pod)
  return {
    code: 'SC-G23',
    pod,
    what: all === 0 ? 'no container status' : listed(unready.map(({ spec }) => spec.name)),
    field: 'status.conditions[Ready]',
    found: [ready?.status ?? 'absent', ready?.reason, ready?.message].filter(Boolean).join(', '),
    expected: 'True',
  }
}

/** A probe fails a few times before the pod counts as not Ready; a container that ends makes it so at once. */
function hasFailedBeforeLoss(pod: Pod, c: Case): boolean {
  const lost = toTime(findReadyCondition(pod)?.lastTransitionTime)
  return probeFailures(c, [pod]).some(({ firstTimestamp }) => toTime(firstTimestamp) < lost)
}

function gated(pod: Pod): Trouble | null {
  const ready = findReadyCondition(pod)
  const missing = pod.spec.readinessGates.find(
    ({ conditionType }) => conditionOf(pod, conditionType)?.status !== 'True',
  )
  if (ready?.reason !== 'ReadinessGatesNotReady' || missing === undefined) return null
  const condition = conditionOf(pod, missing.conditionType)
  return {
    code: 'SC-D6',
    pod,
    what: missing.conditionType,
    field: `status.conditions[${missing.conditionType}]`,
    found: condition?.status ?? 'absent',
    expected: 'True',
  }
}

/** The containers that take part in readiness and are not ready, beside those that are. */
export function unreadyAmong(pod: Pod): { readonly unready: readonly ContainerView[]; readonly all: number } {
  const all = containersOf(pod).filter(({ status }) => status !== undefined)
  return { unready: all.filter(({ status }) => status?.ready !== true), all: all.length }
}
