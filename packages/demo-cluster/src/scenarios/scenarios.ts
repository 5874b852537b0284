import { odd } from './odd.ts'
import { PLANTED } from './planted.ts'
import type { Scenario } from './scenario.ts'
import { shop } from './shop.ts'
import { zoneOutage } from './zone-outage.ts'

/** All scenarios, the default one first. */
export const SCENARIOS: readonly Scenario[] = [shop, zoneOutage, odd, ...PLANTED]

/** Raised for a name that is no scenario; its message lists those that are. */
export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError'

  constructor(name: string) {
    super(`unknown demo scenario "${name}"; there are ${SCENARIOS.map(scenario => scenario.name).join(', ')}`)
  }
}

/** @throws UnknownScenarioError */
export function getScenario(name: string): Scenario {
  const found = SCENARIOS.find(scenario => scenario.name === name)
  if (found === undefined) throw new UnknownScenarioError(name)
  return found
}
