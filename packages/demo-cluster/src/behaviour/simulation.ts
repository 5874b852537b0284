import { createStorage, type Storage } from '../api/storage.ts'
import type { Cluster } from './cluster.ts'
import { startBehaviour } from './controllers.ts'
import { Random } from './random.ts'
import { SimClock } from './sim-clock.ts'

/** A cluster that lives, in a time of its own. */
export interface Simulation {
  readonly storage: Storage
  readonly clock: SimClock
  readonly cluster: Cluster
  readonly random: Random
}

/** An empty, living cluster whose clock stands at `start` (ms since the epoch). Same seed and same writes, same story. */
export function createSimulation({ seed, start }: { readonly seed: number; readonly start: number }): Simulation {
  const clock = new SimClock(start)
  const identities = new Random(seed)
  const random = new Random(seed + 1)
  const storage = createStorage({ now: clock.now, random: identities.next })
  const cluster = startBehaviour({ storage, clock, random })
  return { storage, clock, cluster, random }
}
