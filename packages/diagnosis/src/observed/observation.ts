import type { ServiceSummary } from '@slicescope/graph'
import type { Seen } from '../changes/watched.ts'
import type { Finding } from '../finding.ts'
import type { Circumstances } from '../losses/loss-memory.ts'
import type { Wanted } from '../workloads/wanted-count.ts'

/** What one entry showed of one Service, at the entry's time (ms since the epoch). Plain data; holds nothing of stored objects. */
export type Observation = Shown & { readonly time: number }

type Shown =
  | {
      /** How it is: counts, zones and ports, and its health by these and by what its workloads want. */
      readonly type: 'state'
      readonly summary: ServiceSummary
      /** Whether we watched when it became so; false for what was there when we began. */
      readonly isSeenComing: boolean
      readonly circumstances: Circumstances
    }
  /** The Service, its slices, its pods or their Nodes changed, so controllers have work. */
  | { readonly type: 'touched' }
  /** Something happened to it. */
  | { readonly type: 'seen'; readonly seen: Seen }
  /** What its diagnosis came to. */
  | { readonly type: 'outcome'; readonly findings: readonly Finding[]; readonly wanted: Wanted }
  /** Nothing was seen since `from`: what differs now may have happened at any time between. */
  | { readonly type: 'gap'; readonly from: number }
  | { readonly type: 'deleted' }

/** How a Service was from `time` on. */
export interface ObservedState {
  readonly time: number
  readonly circumstances: Circumstances
  /** Counts of the Service, of each zone and of each port. */
  readonly summary: ServiceSummary
}

/** A finding as it is remembered. Readers who cannot read all of `reads` may not be told of it. */
export type ObservedFinding = Pick<
  Finding,
  'code' | 'severity' | 'causeCertainty' | 'subject' | 'title' | 'lead' | 'sentence' | 'explains' | 'reads'
>

/** What was found from `time` on. */
export interface ObservedOutcome {
  readonly time: number
  readonly findings: readonly ObservedFinding[]
  readonly wanted: Wanted
}
