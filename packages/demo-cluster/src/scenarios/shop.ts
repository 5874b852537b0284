import type { Simulation } from '../behaviour/simulation.ts'
import type { Scenario } from './scenario.ts'
import { fillShop, SHOP_AGE, SHOP_DEPLOYMENTS } from './shop-content.ts'
import { annotateZone, evictOne, loop, repeat, restartOne, rollOut, scale } from './story.ts'

const SECOND = 1000
const NAMESPACES = ['shop', 'payments', 'media', 'platform']
/** Those that the autoscaler moves. */
const ELASTIC = SHOP_DEPLOYMENTS.filter(({ name, replicas }) => replicas >= 8 && name !== 'checkout')
const FAULTY = { zone: 'eu-1c', every: 240 * SECOND, from: 7 * SECOND, to: 110 * SECOND } as const
const FAULT = 'app=checkout: HTTP probe failed with statuscode: 503'

export const shop: Scenario = {
  name: 'shop',
  description: 'about 20 Services in 4 namespaces; every few minutes checkout loses a zone, and heals',
  seed: 1,
  age: SHOP_AGE,
  fill: fillShop,
  incident: FAULTY,
  play: simulation => {
    playEverydayChurn(simulation)
    playIncident(simulation)
  },
}

/** An autoscaler at work, an eviction now and then, a container that restarts. */
export function playEverydayChurn(simulation: Simulation): void {
  const { random } = simulation
  repeat(simulation, [6 * SECOND, 14 * SECOND], () => {
    const target = random.pick(ELASTIC)
    scale(simulation, target, Math.max(2, target.replicas + random.whole(-2, 3)))
  })
  repeat(simulation, [9 * SECOND, 20 * SECOND], () => evictOne(simulation, NAMESPACES))
  repeat(simulation, [20 * SECOND, 45 * SECOND], () => restartOne(simulation, NAMESPACES))
}

/** In each round: checkout's readiness probes fail in one zone and heal, then a rolling update. */
function playIncident(simulation: Simulation): void {
  const { zone, every, from, to } = FAULTY
  let revision = 0
  loop(simulation, every, [
    { at: from, act: () => annotateZone(simulation, zone, { name: 'probe-fault', value: FAULT }) },
    { at: to, act: () => annotateZone(simulation, zone, { name: 'probe-fault', value: null }) },
    {
      at: 145 * SECOND,
      act: () => {
        revision += 1
        rollOut(simulation, { namespace: 'payments', name: 'payments-api' }, `22.5.${revision}`)
      },
    },
  ])
}
