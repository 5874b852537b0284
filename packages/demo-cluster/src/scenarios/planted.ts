import type { Storage } from '../api/storage.ts'
import { demoKey } from '../behaviour/demo-annotations.ts'
import { createDeployment, deployment, serviceFor, statefulSet, type WorkloadShape } from './build.ts'
import { fillNeighbourhood, playNeighbourhood } from './neighbourhood.ts'
import type { Scenario } from './scenario.ts'

const MINUTE = 60_000
const FIRST_SEED = 11
const AGE = 180 * MINUTE
/** So long before the first look that all has come to rest, and recent enough that its Events are there. */
const PLANTED_BEFORE = 8 * MINUTE

interface Plant {
  readonly name: string
  readonly description: string
  readonly plant: (storage: Storage) => void
}

const WEB: WorkloadShape = { namespace: 'shop', name: 'web', replicas: 3 }
const DB: WorkloadShape = {
  namespace: 'shop',
  name: 'orders-db',
  replicas: 3,
  ports: [{ name: 'postgres', port: 5432, target: 5432 }],
}

const NO_NETWORK =
  'plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized'

/** One cause each, on the Service web (or orders-db) of the namespace shop. */
const PLANTS: readonly Plant[] = [
  {
    name: 'no-selector',
    description: 'web has no selector and no slices',
    plant: storage => {
      storage.create('services', {
        metadata: { namespace: 'shop', name: 'web' },
        spec: { ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }] },
      })
      storage.create('deployments', deployment(WEB))
    },
  },
  {
    name: 'selector-typo',
    description: 'web selects app=wbe, and its pods have app=web',
    plant: storage => createDeployment(storage, { ...WEB, service: { selector: { app: 'wbe' } } }),
  },
  {
    name: 'unschedulable',
    description: 'the pods of web ask for a node with a label that no node has',
    plant: storage => createDeployment(storage, { ...WEB, pod: { nodeSelector: { disktype: 'nvme' } } }),
  },
  {
    name: 'probe-failing',
    description: 'the readiness probes of web are answered with 503',
    plant: storage =>
      createDeployment(storage, {
        ...WEB,
        annotations: { [demoKey('probe')]: 'HTTP probe failed with statuscode: 503' },
      }),
  },
  {
    name: 'port-name',
    description: 'the target port of web is a name that no container declares',
    plant: storage =>
      createDeployment(storage, { ...WEB, service: { ports: [{ name: 'http', port: 80, targetPort: 'web' }] } }),
  },
  {
    name: 'headless-dns',
    description: 'the StatefulSet orders-db is named through another Service than its headless one, which is not there',
    plant: storage => {
      storage.create('services', serviceFor({ ...DB, service: { clusterIP: 'None' } }))
      storage.create('statefulsets', statefulSet(DB, 'orders-db-headless'))
    },
  },
  {
    name: 'network-plugin',
    description: 'the network plugin gives the pods of web no address',
    plant: storage => createDeployment(storage, { ...WEB, annotations: { [demoKey('sandbox')]: NO_NETWORK } }),
  },
  {
    name: 'other-namespace',
    description: 'web is in the namespace shop, its pods are in platform',
    plant: storage => {
      storage.create('services', serviceFor(WEB))
      storage.create('deployments', deployment({ ...WEB, namespace: 'platform' }))
    },
  },
]

function scenarioOf({ name, description, plant }: Plant, index: number): Scenario {
  return {
    name,
    description: `a small shop: ${description}`,
    seed: FIRST_SEED + index,
    age: AGE,
    fill: simulation => {
      simulation.clock.after(AGE - PLANTED_BEFORE, () => plant(simulation.storage))
      fillNeighbourhood(simulation)
    },
    play: playNeighbourhood,
  }
}

/** Small clusters with one planted cause each, which stays until it is fixed. */
export const PLANTED: readonly Scenario[] = PLANTS.map(scenarioOf)
