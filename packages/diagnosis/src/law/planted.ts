import type { Watched } from '../changes/watched.ts'
import type { TestCluster } from '../testing/web-service.ts'
import type { Raw } from './raw.ts'
import type { Plan, Random } from './random-service.ts'

/** Objects that are written beside a Service. */
export type Around = readonly (readonly [Parameters<TestCluster['set']>[0], Raw])[]

/** A cause put into a healthy Service. */
export interface Planted {
  readonly code: string
  /** What may also be told there, by a fact of its own. */
  readonly also?: readonly string[]
  /** Seconds after which it is still the cause; AGES unless told otherwise. */
  readonly ages?: readonly number[]
  /** Whether it can be in this Service; in any unless told otherwise. */
  readonly fits?: (plan: Plan) => boolean
  /** What was seen to happen to it, of the plan before it is changed. */
  readonly watched?: (plan: Plan, random: Random) => readonly Watched[]
  /** Changes the plan; answers with what is written beside it. */
  readonly plant: (plan: Plan, random: Random) => Around
}
