import type { Pod } from '@slicescope/model'
import type { Trouble } from './trouble.ts'

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
  if (reason !== undefined && CANNOT_BE_MADE.has(reason)) {
    return {
      code: 'SC-D1',
      what: notMade(reason, name, spec.image),
      field: `${field}.state`,
      found: `waiting, ${reason}`,
      expected: 'running',
    }
  }
  const ended = state?.terminated ?? lastState?.terminated
  if (state?.running === undefined && (reason === 'CrashLoopBackOff' || ended !== undefined)) {
    return crash({ field, name, reason, ended })
  }
  if (state?.running === undefined) return null
  if (ended?.reason === 'OOMKilled' && !(spec.readinessProbe !== undefined && failsProbe()))
    return crash({ field, name, reason: undefined, ended })
  if (status.started === false && spec.startupProbe !== undefined)
    return { code: 'SC-D3', what: name, field: `${field}.started`, found: 'false', expected: 'true' }
  if (spec.readinessProbe === undefined) return null
  return { code: 'SC-D4', what: name, field: `${field}.ready`, found: 'false', expected: 'true' }
}

function notMade(reason: string, container: string, image = `of container ${container}`): string {
  if (reason === 'InvalidImageName') return `image name ${image} is not valid (${reason})`
  if (reason === 'RunContainerError') return `container ${container} cannot be started (${reason})`
  return isOfImage(reason)
    ? `image ${image} cannot be pulled (${reason})`
    : `container ${container} cannot be made (${reason})`
}

function isOfImage(reason: string): boolean {
  return reason.includes('Image') || reason === 'RegistryUnavailable' || reason === 'SignatureValidationFailed'
}

interface Crash {
  readonly field: string
  readonly name: string
  readonly reason: string | undefined
  readonly ended: { readonly reason?: string; readonly exitCode?: number } | undefined
}

function crash({ field, name, reason, ended }: Crash): Omit<Trouble, 'pod'> {
  const isKilled = ended?.reason === 'OOMKilled'
  const code = ended?.exitCode === undefined ? undefined : `exit code ${ended.exitCode}`
  const why = [isKilled ? 'OOMKilled' : code, reason].filter(Boolean).join(', ')
  return {
    code: 'SC-D2',
    what: `container ${name} ${does(reason, isKilled)}${why === '' ? '' : ` (${why})`}`,
    field: `${field}.state`,
    found: why || 'ended',
    expected: 'running',
  }
}

/** One that waits in CrashLoopBackOff has ended more than once. */
function does(reason: string | undefined, isKilled: boolean): string {
  if (isKilled) return reason === undefined ? 'was killed for its memory' : 'is killed for its memory again and again'
  return reason === undefined ? 'has ended' : 'ends again and again'
}
