import type { Scenario } from './scenario.ts'
import { playEverydayChurn } from './shop.ts'
import { fillShop, SHOP_AGE } from './shop-content.ts'
import { annotateZone, loop } from './story.ts'

const SECOND = 1000

const OUTAGE = { zone: 'eu-1b', every: 210 * SECOND, from: 6 * SECOND, to: 100 * SECOND } as const

export const zoneOutage: Scenario = {
  name: 'zone-outage',
  description: 'the shop, and every few minutes all nodes of eu-1b stop reporting, then return',
  seed: 2,
  age: SHOP_AGE,
  fill: fillShop,
  incident: OUTAGE,
  play: simulation => {
    playEverydayChurn(simulation)
    const { zone, every, from, to } = OUTAGE
    loop(simulation, every, [
      { at: from, act: () => annotateZone(simulation, zone, { name: 'down', value: 'power' }) },
      { at: to, act: () => annotateZone(simulation, zone, { name: 'down', value: null }) },
    ])
  },
}
