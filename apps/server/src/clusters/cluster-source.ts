import type { KubeContext } from '@slicescope/reflector'
import type { Origin } from '@slicescope/view'

/** A cluster that can be shown. */
export interface ClusterSource {
  /** The name of the cluster in URL paths. */
  readonly slug: string
  readonly kube: KubeContext
  readonly origin: Extract<Origin, 'live' | 'demo'>
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
  readonly stop: () => Promise<void>
}
