import type { Pod } from '@slicescope/model'
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

/** Reasons for which a container cannot be made at all (kubelet images and kuberuntime). */
const CANNOT_BE_MADE: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
])

/**
 * Why this container is not ready; null when it is, or where nothing tells. `failsProbe` says whether its probe failed
 * before its pod was lost: that it was killed once is another story then.
 */
export function containerTrouble(
  { spec, status }: ContainerView,
  failsProbe: () => boolean,
): Omit<Trouble, 'pod'> | null {
  if (status === undefined || status.ready === true) return null
  const { name, state, lastState } = status
  const field = `status.containerStatuses[${name}]`
  const reason = state?.waiting?.reason
  const ended = state?.terminated ?? lastState?.terminated
  const isRunning = state?.running !== undefined
  const container = { name, image: spec.image ?? '', reason: reason ?? '', isRunning, ended }
  if (reason !== undefined && CANNOT_BE_MADE.has(reason)) {
    return {
      code: 'SC-D1',
      what: `${reason} of container ${name}`,
      field: `${field}.state`,
      found: `waiting, ${reason}`,
      expected: 'running',
      container,
    }
  }
  const crash = {
    code: 'SC-D2',
    what: `container ${name}`,
    field: `${field}.state`,
    found: [crashText(container) || 'terminated', restartsText(status)].filter(Boolean).join(', '),
    expected: 'running',
    container,
  } as const
  if (!isRunning && (reason === 'CrashLoopBackOff' || ended !== undefined)) return crash
  if (!isRunning) return null
  if (ended?.reason === 'OOMKilled' && !(spec.readinessProbe !== undefined && failsProbe())) return crash
  if (status.started === false && spec.startupProbe !== undefined)
    return { code: 'SC-D3', container, what: name, field: `${field}.started`, found: 'false', expected: 'true' }
  if (spec.readinessProbe === undefined) return null
  return { code: 'SC-D4', container, what: name, field: `${field}.ready`, found: 'false', expected: 'true' }
}

function restartsText({ restartCount = 0 }: Status): string {
  if (restartCount === 0) return ''
  return restartCount === 1 ? '1 restart' : `${restartCount} restarts`
}

/** How it ended, and why it waits: "OOMKilled", "exit code 1, CrashLoopBackOff". */
export function crashText({ ended, reason }: FailingContainer): string {
  const code = ended?.exitCode === undefined ? undefined : `exit code ${ended.exitCode}`
  return [ended?.reason === 'OOMKilled' ? 'OOMKilled' : code, reason].filter(Boolean).join(', ')
}
