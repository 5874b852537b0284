import type { Simulation } from '../behaviour/simulation.ts'
import { createDeployment, createNamespaces, createNodes, createStatefulSet, type WorkloadShape } from './build.ts'
import { repeat, scale } from './story.ts'
import { createSystem } from './system.ts'

const SECOND = 1000
/** Two in each of the three zones. */
const NODES = 6

/** The one that an autoscaler moves, never below this. */
const ELASTIC: WorkloadShape = { namespace: 'shop', name: 'catalog', replicas: 6 }
const DATABASE: WorkloadShape = {
  namespace: 'shop',
  name: 'session-cache',
  replicas: 3,
  ports: [{ name: 'redis', port: 6379, target: 6379 }],
}
const DEPLOYMENTS: readonly WorkloadShape[] = [
  ELASTIC,
  { namespace: 'shop', name: 'cart', replicas: 4 },
  { namespace: 'payments', name: 'payments-api', replicas: 3 },
  { namespace: 'platform', name: 'auth', replicas: 3 },
]

/** The healthy Services that a fault is planted among. */
export const NEIGHBOURS: readonly WorkloadShape[] = [...DEPLOYMENTS, DATABASE]

/** Fills an empty cluster with a small part of the shop. */
export function fillNeighbourhood({ storage, clock }: Simulation): void {
  createNodes(storage, NODES)
  clock.step(30 * SECOND)
  createSystem(storage)
  createNamespaces(storage, ['shop', 'payments', 'platform'])
  createStatefulSet(storage, DATABASE)
  for (const shape of DEPLOYMENTS) createDeployment(storage, shape)
}

/** An autoscaler at work on one of them. */
export function playNeighbourhood(simulation: Simulation): void {
  const { random } = simulation
  repeat(simulation, [15 * SECOND, 40 * SECOND], () =>
    scale(simulation, ELASTIC, ELASTIC.replicas + random.whole(0, 4)),
  )
}
