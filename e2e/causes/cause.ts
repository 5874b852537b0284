import type { Api, ControlPlane } from '@slicescope/control-plane'
import type { Certainty } from '@slicescope/diagnosis'

/** Where a cause is planted: a namespace of its own, on a cluster that it shares with the other causes. */
export interface Site {
  readonly plane: ControlPlane
  readonly api: Api
  readonly namespace: string
  /** Nodes whose kubelet is simulated, in the zones a, b and c. */
  readonly nodes: readonly string[]
  /** A Node in zone a that no kubelet serves: the status that is written to a pod there stays. */
  readonly still: string
}

/** One reason why nobody, or not everybody, answers behind a Service, as it is made through the real API. */
export interface Cause {
  /** Of the finding, as `SC-B2`. */
  readonly code: string
  /** Names the namespace, and so the test; differs from those of all other causes. */
  readonly name: string
  /** How sure the finding is to be of the cause. */
  readonly causeCertainty: Certainty
  /** Whether the finding comes before all others and so makes the verdict; else it stands in the list. */
  readonly comesFirst: boolean
  /** Makes what is wrong. The Service it shows at is named `web` unless `service` says otherwise. */
  readonly plant: (site: Site) => Promise<unknown>
  readonly service?: string
  /** What real kubectl prints when it is given the finding's command: what that claims to show. Null where the command asks for a kubelet. */
  readonly shows: RegExp | null
}

/** The Service that causes show at unless they say otherwise. */
export const SERVICE = 'web'
