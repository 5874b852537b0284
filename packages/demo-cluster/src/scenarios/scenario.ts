import type { Simulation } from '../behaviour/simulation.ts'

/** A zone that is broken on purpose in each round. Times are ms after its beginning. */
export interface PlantedIncident {
  readonly zone: string
  readonly every: number
  readonly from: number
  readonly to: number
}

/** A named, seeded content of the demo cluster. Each is a file of its own, listed in `scenarios.ts`. */
export interface Scenario {
  readonly name: string
  /** One line for people who choose. */
  readonly description: string
  /** The seed that its story was made for; another one may be asked for. */
  readonly seed: number
  /** How long the cluster has lived when the server first follows it, ms. */
  readonly age: number
  /** Fills the empty cluster, at the beginning of its life; what comes later is planned on its clock. */
  readonly fill: (simulation: Simulation) => void
  /** What is broken on purpose while people look on, if anything. */
  readonly incident?: PlantedIncident
  /** Begins what happens while people look on. */
  readonly play: (simulation: Simulation) => void
}
