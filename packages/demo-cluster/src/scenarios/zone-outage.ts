import type { Scenario } from './scenario.ts'
import { playEverydayChurn } from './shop.ts'
import { fillShop, SHOP_AGE } from './shop-content.ts'
import { annotateZone, loop } from './story.ts'

const SECOND = 1000

export const zoneOutage: Scenario = {
  name: 'zone-outage',
  description: 'the shop, and every few minutes all nodes of eu-1b stop reporting, then return',
  seed: 2,
  age: SHOP_AGE,
  fill: fillShop,
  play: simulation => {
    playEverydayChurn(simulation)
    loop(simulation, 210 * SECOND, [
      { at: 6 * SECOND, act: () => annotateZone(simulation, 'eu-1b', { name: 'down', value: 'power' }) },
      { at: 100 * SECOND, act: () => annotateZone(simulation, 'eu-1b', { name: 'down', value: null }) },
    ])
  },
}
