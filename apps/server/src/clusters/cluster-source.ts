import type { ShownRecording } from '@slicescope/answers'
import type { KubeContext } from '@slicescope/reflector'
import type { Origin } from '@slicescope/view'

/** A cluster that can be followed. */
export interface FollowedSource {
  /** The name of the cluster in URL paths. */
  readonly slug: string
  readonly kube: KubeContext
  readonly origin: Extract<Origin, 'live' | 'demo'>
}

/** A cluster of which there is a recording. */
export interface RecordedSource {
  readonly slug: string
  readonly recording: ShownRecording
  readonly origin: 'recording'
}

/** A cluster that can be shown. */
export type ClusterSource = FollowedSource | RecordedSource

/** Returns what people call the cluster: the name of its context. */
export function contextOf(source: ClusterSource): string {
  return source.origin === 'recording' ? source.recording.identity.context : source.kube.name
}

/** Returns why the cluster cannot be shown, in a sentence; null where nothing is known to be wrong. */
export function problemOf(source: ClusterSource): string | null {
  return source.origin === 'recording' ? null : source.kube.problem
}

export interface DemoInfo {
  readonly scenario: string
  readonly kubeconfig: string
  /** False: it runs for want of another cluster. */
  readonly isAsked: boolean
}

/** What is shown, and by what it all ends. */
export interface Sources {
  readonly sources: readonly ClusterSource[]
  readonly start: ClusterSource
  /** The demo's kubeconfig, for people who want to play with it; null when no demo runs. */
  readonly demo: DemoInfo | null
  /** The kubeconfig that reaches a file that is served to kubectl; null where none is. */
  readonly servedAt: string | null
  readonly stop: () => Promise<void>
}
