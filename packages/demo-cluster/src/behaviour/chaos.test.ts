import { expect, test, vi } from 'vitest'
import { expectedEndpointSet, isControlled, isPodReady, publishedEndpointSet } from '@slicescope/kubernetes'
import { demoKey } from './demo-annotations.ts'
import { Random } from './random.ts'
import type { Simulation } from './simulation.ts'
import { aDeployment, aService, aSimulation, aStatefulSet } from '../testing/simulation.ts'
import { asNode, asPod, asService, asSlice } from './views.ts'

vi.setConfig({ testTimeout: 120_000 })

const WORKLOADS = ['a', 'b', 'c']

function annotate(key: 'down' | 'probe', value: string | null) {
  return { metadata: { annotations: { [demoKey(key)]: value } } }
}

/** One thing that people or the world do. */
function disturb({ storage }: Simulation, random: Random): void {
  const name = random.pick(WORKLOADS)
  const pods = storage.list('pods', { namespace: 'shop' })
  const deeds = [
    () => storage.patch('deployments', { namespace: 'shop', name }, { spec: { replicas: random.whole(0, 12) } }),
    () => {
      const template = { metadata: { annotations: { rolled: String(random.next()) } } }
      storage.patch('deployments', { namespace: 'shop', name }, { spec: { template } })
    },
    () => pods.length > 0 && storage.delete('pods', { namespace: 'shop', name: random.pick(pods).metadata.name }),
    () => {
      if (pods.length === 0) return
      const labels = { app: random.pick([...WORKLOADS, 'nobody']) }
      storage.patch('pods', { namespace: 'shop', name: random.pick(pods).metadata.name }, { metadata: { labels } })
    },
    () => {
      const node = random.pick(storage.list('nodes')).metadata.name
      storage.patch('nodes', { name: node }, annotate('down', random.chance(0.5) ? 'yes' : null))
    },
    () => {
      if (pods.length === 0) return
      const pod = { namespace: 'shop', name: random.pick(pods).metadata.name }
      storage.patch('pods', pod, annotate('probe', random.chance(0.5) ? 'no' : null))
    },
    () =>
      storage.patch('services', { namespace: 'shop', name }, { spec: { selector: { app: random.pick(WORKLOADS) } } }),
    () =>
      storage.patch('statefulsets', { namespace: 'shop', name: 'my-db' }, { spec: { replicas: random.whole(0, 4) } }),
  ]
  random.pick(deeds)()
}

/** All faults taken away, and all Services touched, so that the controller looks at zones and nodes again. */
function heal({ storage, clock }: Simulation): void {
  for (const { metadata } of storage.list('nodes')) storage.patch('nodes', metadata, annotate('down', null))
  clock.step(20_000)
  for (const { metadata } of storage.list('pods')) storage.patch('pods', metadata, annotate('probe', null))
  clock.step(400_000)
  for (const { metadata } of storage.list('services')) {
    storage.patch('services', metadata, { metadata: { annotations: { touched: 'yes' } } })
  }
  clock.step(5_000)
}

function expectAtRest({ storage }: Simulation): void {
  const pods = storage.list('pods')
  const alive = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  expect(alive).toHaveLength(pods.length)
  expect(pods.filter(pod => !isPodReady(asPod(pod)))).toEqual([])
  for (const set of [...storage.list('replicasets'), ...storage.list('statefulsets')]) {
    const own = pods.filter(({ metadata }) => metadata.ownerReferences?.[0]?.uid === set.metadata.uid)
    expect([set.metadata.name, own.length]).toEqual([set.metadata.name, set.spec.replicas])
  }
  for (const raw of storage.list('services')) {
    const service = asService(raw)
    if (!isControlled(service)) continue
    const slices = storage
      .list('endpointslices')
      .filter(slice => slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name)
    const findNode = (name: string) => {
      const node = storage.get('nodes', { name })
      return node === undefined ? undefined : asNode(node)
    }
    expect(publishedEndpointSet(slices.map(asSlice))).toEqual(expectedEndpointSet(service, pods.map(asPod), findNode))
  }
}

test.each([1, 2, 38])('whatever happens, the cluster comes to rest where it should: seed %i', seed => {
  const simulation = aSimulation({ seed })
  const random = new Random(seed)
  for (const name of WORKLOADS) {
    simulation.storage.create('services', aService(name))
    simulation.storage.create('deployments', aDeployment({ name, replicas: 4 }))
  }
  simulation.storage.create('services', aService('my-db', { clusterIP: 'None' }))
  simulation.storage.create('statefulsets', aStatefulSet())
  for (let deed = 0; deed < 80; deed++) {
    disturb(simulation, random)
    simulation.clock.step(random.between(0, 3000))
  }
  heal(simulation)
  expect(simulation.storage.list('pods').length).toBeGreaterThan(0)
  expectAtRest(simulation)
})
