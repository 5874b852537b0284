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

/** One reason why no backend, or not every one, answers behind a Service, and the finding that must name it. */
export interface Told {
  /** Of the finding, as `SC-B2`. */
  readonly code: string
  /** Names the namespace, and so the test; differs from those of all other causes. */
  readonly name: string
  /** How sure the finding is to be of the cause. */
  readonly causeCertainty: Certainty
  /** Whether the finding comes before all others and so makes the verdict; else it stands in the list. */
  readonly comesFirst: boolean
  /** A part of its sentence. */
  readonly says?: string | RegExp
  /** The Service it shows at; `web` unless it says otherwise. */
  readonly service?: string
  /** What real kubectl prints when it is given the finding's command: what that claims to show. */
  readonly shows: RegExp
  /** The command follows what happens, and has no end. */
  readonly isEndless?: true
  /** With what the command ends; 1 where a refusal is what it shows. */
  readonly exitCode?: number
  /** Codes of what else is true there. Any other finding that is proven or likely is a mistake. */
  readonly beside?: readonly string[]
}

/** A cause as it is made through the real API. */
export interface Cause extends Told {
  readonly plant: (site: Site) => Promise<unknown>
}

/** Resolves when Slicescope has seen so many backends ready behind the Service. */
export type Sees = (ready: number) => Promise<unknown>

/** A cause that is made in two steps: something comes between, as that Slicescope watches or that the controllers stop. */
export interface LateCause extends Told {
  readonly prepare: (site: Site) => Promise<unknown>
  readonly plant: (site: Site, sees: Sees) => Promise<unknown>
}

/** The Service that causes show at unless they say otherwise. */
export const SERVICE = 'web'
