import { createSimulation, type Simulation } from '../behaviour/simulation.ts'
import type { Scenario } from './scenario.ts'

/** Events are written for the last so many ms of a cluster's past. */
const EVENTS_MS = 600_000

export interface RunOptions {
  readonly seed?: number
  /** Ms since the epoch. Asked again after the past has been told, which takes a while for a big cluster. */
  readonly now: () => number
}

/**
 * A cluster with a scenario's past behind it, its clock at now and its story begun. It moves on only with its clock.
 */
export function runScenario(scenario: Scenario, { seed = scenario.seed, now }: RunOptions): Simulation {
  const start = now()
  const simulation = createSimulation({ seed, start: start - scenario.age })
  simulation.cluster.events.isOn = false
  scenario.fill(simulation)
  simulation.clock.runUntil(start - EVENTS_MS)
  simulation.cluster.events.isOn = true
  simulation.clock.runUntil(now())
  scenario.play(simulation)
  return simulation
}
