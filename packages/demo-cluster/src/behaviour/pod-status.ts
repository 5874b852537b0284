import { unreachable } from '@slicescope/model'
import { conditionStatus, withConditions } from './conditions.ts'
import { listAt, numberAt, recordAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'

/** What a pod's containers are doing; they all do the same. */
export type ContainersDo =
  | { readonly state: 'creating' }
  | { readonly state: 'waiting'; readonly reason: string; readonly message: string }
  | { readonly state: 'running'; readonly since: string; readonly ready: boolean }
  | { readonly state: 'ended'; readonly since: string; readonly exitCode: number; readonly reason: string }

export interface PodReport {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed'
  readonly containers: ContainersDo
  readonly restarts: number
  /** How the containers ended the last time. */
  readonly lastEnd?: { readonly at: string; readonly exitCode: number; readonly reason: string }
}

/** The status that the kubelet writes for a pod on its node (pkg/kubelet/status/generate.go for the conditions). */
export function podStatus(pod: RawObject, report: PodReport, time: string): RawObject {
  const { phase, containers } = report
  const areReady = containers.state === 'running' && containers.ready
  const hasSandbox = textAt(pod, 'status', 'podIP') !== undefined && phase !== 'Succeeded' && phase !== 'Failed'
  const started = phase === 'Pending' ? {} : { startTime: textAt(pod, 'status', 'startTime') ?? time }
  return {
    ...recordAt(pod, 'status'),
    ...started,
    phase,
    conditions: withConditions(
      pod,
      [
        { type: 'PodReadyToStartContainers', status: hasSandbox ? 'True' : 'False' },
        { type: 'Initialized', status: 'True' },
        { type: 'ContainersReady', ...readiness(pod, areReady, phase) },
        { type: 'Ready', ...readyCondition(pod, areReady, phase) },
        { type: 'PodScheduled', status: 'True' },
      ],
      time,
    ),
    containerStatuses: listAt(pod, 'spec', 'containers').map(container => containerStatus(container, report)),
  }
}

type Readiness = { readonly status: 'True' | 'False'; readonly reason?: string; readonly message?: string }

function readiness(pod: RawObject, areReady: boolean, phase: PodReport['phase']): Readiness {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' }
  if (areReady) return { status: 'True' }
  const names = listAt(pod, 'spec', 'containers').map(container => textAt(container, 'name') ?? '')
  const message = `containers with unready status: [${names.join(' ')}]`
  return { status: 'False', reason: 'ContainersNotReady', message }
}

/** Readiness gates count only once the containers are ready. */
function readyCondition(pod: RawObject, areReady: boolean, phase: PodReport['phase']): Readiness {
  const missing = listAt(pod, 'spec', 'readinessGates')
    .map(gate => textAt(gate, 'conditionType') ?? '')
    .filter(type => conditionStatus(pod, type) !== 'True')
  if (!areReady || missing.length === 0) return readiness(pod, areReady, phase)
  const message = missing.map(type => `the status of pod readiness gate "${type}" is not "True", but False`).join(', ')
  return { status: 'False', reason: 'ReadinessGatesNotReady', message }
}

function containerStatus(container: unknown, { containers, restarts, lastEnd }: PodReport): RawObject {
  const image = textAt(container, 'image') ?? 'app'
  const isRunning = containers.state === 'running'
  return {
    name: textAt(container, 'name') ?? 'main',
    image,
    imageID: isRunning ? `docker-pullable://${image}` : '',
    ready: isRunning && containers.ready,
    started: isRunning,
    restartCount: restarts,
    state: containerState(containers),
    lastState:
      lastEnd === undefined
        ? {}
        : { terminated: { exitCode: lastEnd.exitCode, reason: lastEnd.reason, finishedAt: lastEnd.at } },
  }
}

function containerState(containers: ContainersDo): RawObject {
  switch (containers.state) {
    case 'creating':
      return { waiting: { reason: 'ContainerCreating' } }
    case 'waiting':
      return { waiting: { reason: containers.reason, message: containers.message } }
    case 'running':
      return { running: { startedAt: containers.since } }
    case 'ended':
      return {
        terminated: { exitCode: containers.exitCode, reason: containers.reason, finishedAt: containers.since },
      }
    default:
      return unreachable(containers)
  }
}

/** The longest initialDelaySeconds of the pod's readiness probes in ms; undefined without any such probe. */
export function readinessDelay(pod: RawObject): number | undefined {
  const probes = listAt(pod, 'spec', 'containers')
    .map(container => recordAt(container, 'readinessProbe'))
    .filter(probe => Object.keys(probe).length > 0)
  if (probes.length === 0) return undefined
  return Math.max(...probes.map(probe => numberAt(probe, 'initialDelaySeconds') ?? 0)) * 1000
}
