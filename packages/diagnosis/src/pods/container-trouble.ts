import type { Pod } from '@slicescope/model'
import type { KillingProbe } from './probe-failures.ts'
import type { FailingContainer, Trouble } from './trouble.ts'

type Status = NonNullable<Pod['status']>['containerStatuses'][number]

/** A container, or a sidecar, with what its kubelet said last. */
export interface ContainerView {
  readonly spec: Pod['spec']['containers'][number]
  readonly status: Status | undefined
}

/** All whose readiness the pod's takes: containers and init containers that keep running. */
export function containersOf({ spec, status }: Pod): readonly ContainerView[] {
  const statuses = new Map(
    [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].map(own => [own.name, own]),
  )
  return [...spec.containers, ...spec.initContainers].map(own => ({ spec: own, status: statuses.get(own.name) }))
}

/** Reasons to wait of a container that is on its way, or will be restarted. Any other is one for which it cannot be made (kubelet images and kuberuntime). */
const ON_ITS_WAY: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing', 'CrashLoopBackOff'])

/** Of one that could not be started: how it ended then (kuberuntime, containerd and docker). */
const NOT_STARTED: ReadonlySet<string> = new Set(['StartError', 'ContainerCannotRun'])

/** What events say of a container. */
interface Told {
  /** Its probe failed before its pod was lost: that it was killed once is another story then. */
  readonly failsProbe: () => boolean
  /** Its kubelet said a short while ago that it pauses before it starts the container again. */
  readonly wasHeldBack: (container: string) => boolean
  /** The same of its image. */
  readonly wasPullHeldBack: () => boolean
  /** The probe for which its kubelet may have killed it: such events name no container. */
  readonly killedBy: () => KillingProbe | null
}

/** One that was restarted as often is restarted again and again, and each time its readiness probe fails until it is killed. */
const OFTEN = 3

/** As a process ends that got SIGTERM, which it may heed, or SIGKILL (128 + the number of the signal). */
const KILLED: ReadonlySet<number | undefined> = new Set([0, 137, 143])

/** A container that was restarted, and that its kubelet may have killed: the kernel did not for its memory. */
export function isKilled({ status }: ContainerView): boolean {
  if (status === undefined || status.ready === true || (status.restartCount ?? 0) === 0) return false
  const ended = status.state?.terminated ?? status.lastState?.terminated
  return ended !== undefined && ended.reason !== 'OOMKilled' && KILLED.has(ended.exitCode)
}

/** Why a container waits: the same while its kubelet tries again and while it pauses. */
function reasonOf({ state, lastState }: Status, { wasPullHeldBack }: Told): string | undefined {
  const { waiting, running, terminated = lastState?.terminated } = state ?? {}
  const isBetween = waiting === undefined ? running === undefined : waiting.reason === 'CrashLoopBackOff'
  if (isBetween && NOT_STARTED.has(terminated?.reason ?? '')) return 'RunContainerError'
  return waiting?.reason === 'ErrImagePull' && wasPullHeldBack() ? 'ImagePullBackOff' : waiting?.reason
}

/** Why this container is not ready; null when it is, or where nothing tells. */
export function containerTrouble(view: ContainerView, told: Told): Omit<Trouble, 'pod'> | null {
  const { spec, status } = view
  if (status === undefined || status.ready === true) return null
  const { name, state, lastState } = status
  const field = `status.containerStatuses[${name}]`
  const reason = reasonOf(status, told)
  const ended = state?.terminated ?? lastState?.terminated
  const isRunning = state?.running !== undefined
  const isLooping = reason === 'CrashLoopBackOff' || (ended !== undefined && told.wasHeldBack(name))
  const container = { name, image: spec.image ?? '', reason: reason ?? '', isRunning, isLooping, ended }
  if (reason !== undefined && reason !== '' && !ON_ITS_WAY.has(reason)) {
    return {
      code: 'SC-D1',
      what: `${reason} of container ${name}`,
      field: `${field}.state`,
      found: `waiting, ${state?.waiting?.reason ?? reason}`,
      expected: 'running',
      container,
    }
  }
  const crash = {
    code: 'SC-D2',
    what: `container ${name}`,
    field: `${field}.state`,
    found: [[crashText(container), reason].filter(Boolean).join(', ') || 'terminated', restartsText(status)]
      .filter(Boolean)
      .join(', '),
    expected: 'running',
    container,
  } as const
  const killing = isKilled(view) ? told.killedBy() : null
  const isPast = killing?.isOver === true && isRunning && (status.restartCount ?? 0) < OFTEN
  if (killing !== null && !isPast) return { ...crash, code: killing.probe === 'liveness' ? 'SC-G34' : 'SC-D3' }
  // Between two restarts it runs for moments: what its probe says then is no other story.
  if (isLooping || (!isRunning && ended !== undefined)) return crash
  if (!isRunning) return null
  if (ended?.reason === 'OOMKilled' && !(spec.readinessProbe !== undefined && told.failsProbe())) return crash
  if (status.started === false && spec.startupProbe !== undefined)
    return { code: 'SC-D3', container, what: name, field: `${field}.started`, found: 'false', expected: 'true' }
  if (spec.readinessProbe === undefined) return null
  return { code: 'SC-D4', container, what: name, field: `${field}.ready`, found: 'false', expected: 'true' }
}

function restartsText({ restartCount = 0 }: Status): string {
  if (restartCount === 0) return ''
  return restartCount === 1 ? '1 restart' : `${restartCount} restarts`
}

/** How it ended last, which holds while it waits and runs in turns: "OOMKilled", "exit code 1"; '' where nothing tells. */
export function crashText({ ended }: Pick<FailingContainer, 'ended'>): string {
  if (ended?.reason === 'OOMKilled') return 'OOMKilled'
  return ended?.exitCode === undefined ? '' : `exit code ${ended.exitCode}`
}
