import { createSimulation, type Simulation } from '../behaviour/simulation.ts'
import type { Scenario } from './scenario.ts'

/** Events are written for the last so many ms of a cluster's past. */
const EVENTS_MS = 600_000

/**
 * A cluster with a scenario's past behind it, its clock at `now` (ms since the epoch) and its story begun. It moves on
 * only with its clock.
 */
export function runScenario(scenario: Scenario, options: { readonly seed?: number; readonly now: number }): Simulation {
  const { seed = scenario.seed, now } = options
  const simulation = createSimulation({ seed, start: now - scenario.age })
  simulation.cluster.events.isOn = false
  scenario.fill(simulation)
  simulation.clock.runUntil(now - EVENTS_MS)
  simulation.cluster.events.isOn = true
  simulation.clock.runUntil(now)
  scenario.play(simulation)
  return simulation
}
