import { isRecord } from '@slicescope/model'
import type { RawContainerStatus, RawPod } from '../raw-objects.ts'
import { humanDuration } from './human-duration.ts'

export interface PodSummary {
  /** `1/2` */
  readonly ready: string
  readonly status: string
  /** `0`, `3 (5m ago)` */
  readonly restarts: string
}

/** The columns READY, STATUS and RESTARTS; upstream kubernetes pkg/printers/internalversion/printers.go, printPod. */
export function summarizePod(pod: RawPod, now: number): PodSummary {
  const init = initSummary(pod)
  const main = pod.status.containerStatuses ?? []
  const sidecars = (pod.spec.initContainers ?? []).filter(container => container.restartPolicy === 'Always').length
  const running = main.filter(status => status.ready && isRecord(status.state?.['running']))
  const readySidecars = init.ready
  const counted = init.reason === undefined ? [...main, ...init.sidecars] : init.all
  return {
    ready: `${running.length + readySidecars}/${pod.spec.containers.length + sidecars}`,
    status: statusOf(pod, init.reason ?? mainReason(pod, main, running.length > 0)),
    restarts: restartsOf(counted, now),
  }
}

function statusOf({ metadata, status }: RawPod, reason: string): string {
  if (metadata.deletionTimestamp === undefined) return reason
  if (status.reason === 'NodeLost') return 'Unknown'
  return status.phase === 'Succeeded' || status.phase === 'Failed' ? reason : 'Terminating'
}

interface InitSummary {
  readonly all: readonly RawContainerStatus[]
  readonly sidecars: readonly RawContainerStatus[]
  /** Ready sidecars. */
  readonly ready: number
  /** Why the pod is still initializing; undefined when it is not. */
  readonly reason: string | undefined
}

function initSummary(pod: RawPod): InitSummary {
  const specs = pod.spec.initContainers ?? []
  const listed: unknown = pod.status['initContainerStatuses']
  const all: readonly RawContainerStatus[] = Array.isArray(listed) ? listed : []
  const isSidecar = (name: string) => specs.some(spec => spec.name === name && spec.restartPolicy === 'Always')
  const sidecars = all.filter(status => isSidecar(status.name))
  const blocking = all.findIndex(
    status => terminated(status)?.['exitCode'] !== 0 && !(isSidecar(status.name) && status.started === true),
  )
  const blocked = all[blocking]
  return {
    all,
    sidecars,
    ready: sidecars.filter(status => status.started === true && status.ready).length,
    reason: blocked === undefined ? undefined : initReason(blocked, `${blocking}/${specs.length}`),
  }
}

function initReason(status: RawContainerStatus, progress: string): string {
  const ended = terminated(status)
  if (ended !== undefined) return `Init:${endReason(ended)}`
  const waiting = waitingReason(status)
  return waiting === undefined || waiting === 'PodInitializing' ? `Init:${progress}` : `Init:${waiting}`
}

function mainReason(pod: RawPod, statuses: readonly RawContainerStatus[], hasRunning: boolean): string {
  const { phase = '', reason, conditions = [] } = pod.status
  const isGated = conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')
  const reasons = statuses
    .map(status => waitingReason(status) ?? endedReason(status))
    .filter(found => found !== undefined)
  const found = reasons[0] ?? (isGated ? 'SchedulingGated' : (reason ?? phase))
  if (found !== 'Completed') return found
  const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  if (hasRunning && isReady) return 'Running'
  return reasons.find(one => one !== 'Completed') ?? (hasRunning ? 'NotReady' : found)
}

function waitingReason({ state }: RawContainerStatus): string | undefined {
  const waiting = state?.['waiting']
  const reason = isRecord(waiting) ? waiting['reason'] : undefined
  return typeof reason === 'string' && reason !== '' ? reason : undefined
}

function endedReason(status: RawContainerStatus): string | undefined {
  const ended = terminated(status)
  return ended === undefined ? undefined : endReason(ended)
}

function terminated({ state }: RawContainerStatus): Readonly<Record<string, unknown>> | undefined {
  const ended = state?.['terminated']
  return isRecord(ended) ? ended : undefined
}

function endReason(ended: Readonly<Record<string, unknown>>): string {
  if (typeof ended['reason'] === 'string' && ended['reason'] !== '') return ended['reason']
  return ended['signal'] ? `Signal:${Number(ended['signal'])}` : `ExitCode:${Number(ended['exitCode'])}`
}

function restartsOf(statuses: readonly RawContainerStatus[], now: number): string {
  const count = statuses.reduce((sum, status) => sum + status.restartCount, 0)
  const ends = statuses.map(lastEnd).filter(end => !Number.isNaN(end))
  return count === 0 || ends.length === 0 ? String(count) : `${count} (${humanDuration(now - Math.max(...ends))} ago)`
}

function lastEnd({ lastState }: RawContainerStatus): number {
  const ended = lastState?.['terminated']
  const finishedAt = isRecord(ended) ? ended['finishedAt'] : undefined
  return typeof finishedAt === 'string' ? Date.parse(finishedAt) : Number.NaN
}
