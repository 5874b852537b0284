import { listAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import type { PodReport } from './pod-status.ts'

/** What the kubelet of a pod's node knows of it. */
export interface PodRun {
  readonly key: string
  readonly uid: string
  report: PodReport
  /** Gives up what is planned next. */
  cancel: () => void
  /** What fell due while the node was down. */
  parked: (() => void) | null
  probe: 'none' | 'passing' | 'failing'
  restart: string | undefined
  crashes: number
  isEnding: boolean
}

export function containerName(pod: RawObject): string {
  return textAt(listAt(pod, 'spec', 'containers')[0], 'name') ?? 'main'
}

export function imageOf(pod: RawObject): string {
  return textAt(listAt(pod, 'spec', 'containers')[0], 'image') ?? 'app'
}

export function isJobPod(pod: RawObject): boolean {
  const policy = textAt(pod, 'spec', 'restartPolicy')
  return policy === 'Never' || policy === 'OnFailure'
}
