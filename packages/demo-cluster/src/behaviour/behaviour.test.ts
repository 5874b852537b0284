import { describe, expect, test, vi } from 'vitest'
import {
  aDeployment,
  addNode,
  aService,
  aSimulation,
  aStatefulSet,
  aTemplate,
  countReady,
  endpointsOf,
  eventReasons,
} from '../testing/simulation.ts'
import type { Simulation } from './simulation.ts'

/** Hundreds of pods in minutes of their life; on a busy machine that takes a while. */
vi.setConfig({ testTimeout: 120_000 })

function withWeb(replicas = 6, more: Parameters<typeof aDeployment>[0] = {}): Simulation {
  const simulation = aSimulation()
  simulation.storage.create('services', aService())
  simulation.storage.create('deployments', aDeployment({ replicas, ...more }))
  simulation.clock.step(15_000)
  return simulation
}

const podNames = ({ storage }: Simulation) => storage.list('pods').map(({ metadata }) => metadata.name)

describe('a Deployment', () => {
  test('becomes pods that are spread over the zones, ready, and in slices and Endpoints', () => {
    const simulation = withWeb()
    expect(countReady(simulation)).toBe('6/6')
    const zones = endpointsOf(simulation).map(text => text.split(' ')[2])
    expect(Object.fromEntries([...Map.groupBy(zones, zone => zone)].map(([zone, own]) => [zone, own.length]))).toEqual({
      'eu-1a': 2,
      'eu-1b': 2,
      'eu-1c': 2,
    })
    const endpoints = simulation.storage.get('endpoints', { namespace: 'shop', name: 'web' })
    expect(endpoints?.subsets?.[0]?.addresses).toHaveLength(6)
    expect(simulation.storage.get('deployments', { namespace: 'shop', name: 'web' })?.status).toMatchObject({
      replicas: 6,
      readyReplicas: 6,
      availableReplicas: 6,
      updatedReplicas: 6,
    })
    expect(eventReasons(simulation)).toEqual(
      expect.arrayContaining(['Created', 'Pulled', 'ScalingReplicaSet', 'Scheduled', 'Started', 'SuccessfulCreate']),
    )
  })

  test('takes seconds to get there: first an endpoint that is not ready', () => {
    const simulation = aSimulation()
    simulation.storage.create('services', aService())
    simulation.storage.create('deployments', aDeployment({ replicas: 1 }))
    const seen = new Set<string>()
    for (let step = 0; step < 150; step++) {
      simulation.clock.step(100)
      seen.add(countReady(simulation))
    }
    expect([...seen]).toEqual(['0/0', '0/1', '1/1'])
  })

  test('scales as kubectl scale asks, at the scale of a big Service', () => {
    const simulation = aSimulation({ nodes: 12 })
    simulation.storage.create('services', aService())
    simulation.storage.create('deployments', aDeployment({ replicas: 3 }))
    simulation.clock.step(15_000)
    const scale = (replicas: number) =>
      simulation.storage.patch('deployments', { namespace: 'shop', name: 'web' }, { spec: { replicas } })
    scale(250)
    simulation.clock.step(40_000)
    expect(countReady(simulation)).toBe('250/250')
    scale(3)
    simulation.clock.step(40_000)
    expect(countReady(simulation)).toBe('3/3')
  })

  test('rolls out within maxSurge and maxUnavailable', () => {
    const simulation = withWeb(8)
    const before = podNames(simulation)
    const template = { spec: { containers: [{ ...aTemplate().spec.containers[0], image: 'web:2' }] } }
    simulation.storage.patch('deployments', { namespace: 'shop', name: 'web' }, { spec: { template } })
    let fewest = 8
    let most = 0
    for (let step = 0; step < 600; step++) {
      simulation.clock.step(100)
      fewest = Math.min(fewest, endpointsOf(simulation).filter(text => text.includes(' TTF ')).length)
      const alive = simulation.storage.list('pods').filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      most = Math.max(most, alive.length)
    }
    expect(countReady(simulation)).toBe('8/8')
    expect(podNames(simulation).filter(name => before.includes(name))).toEqual([])
    expect({ fewest, most }).toEqual({ fewest: 6, most: 10 })
    const sets = simulation.storage.list('replicasets').map(({ spec }) => spec.replicas)
    expect(sets.toSorted((a = 0, b = 0) => a - b)).toEqual([0, 8])
  })

  test('replaces a pod that is deleted, and one whose label is taken away, which lives on', () => {
    const simulation = withWeb(3)
    const [deleted = '', relabelled = ''] = podNames(simulation)
    simulation.storage.delete('pods', { namespace: 'shop', name: deleted })
    simulation.storage.patch(
      'pods',
      { namespace: 'shop', name: relabelled },
      { metadata: { labels: { app: 'other' } } },
    )
    simulation.clock.step(20_000)
    expect(countReady(simulation)).toBe('3/3')
    expect(podNames(simulation)).not.toContain(deleted)
    const free = simulation.storage.get('pods', { namespace: 'shop', name: relabelled })
    expect(free?.metadata.ownerReferences).toEqual([])
  })

  test('deleted, it takes ReplicaSets and pods along; a Service takes its slices', () => {
    const simulation = withWeb(3)
    simulation.storage.delete('deployments', { namespace: 'shop', name: 'web' })
    simulation.storage.delete('services', { namespace: 'shop', name: 'web' })
    simulation.clock.step(20_000)
    for (const resource of ['replicasets', 'pods', 'endpointslices', 'endpoints'] as const) {
      expect(simulation.storage.list(resource)).toEqual([])
    }
  })
})

test('a pod ends gracefully: ready, then serving and terminating, then terminating, then gone', () => {
  const simulation = aSimulation()
  simulation.storage.create('services', aService())
  simulation.storage.create('pods', {
    metadata: { name: 'one', namespace: 'shop', labels: { app: 'web' } },
    spec: aTemplate().spec,
  })
  simulation.clock.step(12_000)
  simulation.storage.delete('pods', { namespace: 'shop', name: 'one' })
  const seen: string[] = []
  for (let step = 0; step < 100; step++) {
    const now = endpointsOf(simulation)
      .map(text => text.split(' ')[1])
      .join()
    if (seen.at(-1) !== now) seen.push(now)
    simulation.clock.step(100)
  }
  expect(seen).toEqual(['TTF', 'FTT', 'FFT', ''])
})

describe('annotations that make pods misbehave', () => {
  test('probe: not ready, with an event; healed when it goes', () => {
    const simulation = withWeb(2)
    const [name = ''] = podNames(simulation)
    const annotate = (value: string | null) =>
      simulation.storage.patch(
        'pods',
        { namespace: 'shop', name },
        { metadata: { annotations: { 'demo.slicescope.dev/probe': value } } },
      )
    annotate('HTTP probe failed with statuscode: 503')
    simulation.clock.step(11_000)
    expect(countReady(simulation)).toBe('1/2')
    expect(simulation.storage.list('events').find(({ reason }) => reason === 'Unhealthy')?.message).toBe(
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
    )
    annotate(null)
    simulation.clock.step(7000)
    expect(countReady(simulation)).toBe('2/2')
  })

  test('sandbox: on a node without an address, so no endpoint; healed when it goes', () => {
    const simulation = withWeb(1, { annotations: { 'demo.slicescope.dev/sandbox': 'no route' } })
    expect(countReady(simulation)).toBe('0/0')
    const [pod] = simulation.storage.list('pods')
    expect(pod?.spec.nodeName).toBeDefined()
    expect(pod?.status).toMatchObject({ phase: 'Pending', hostIP: expect.any(String) })
    expect(pod?.status.podIP).toBeUndefined()
    expect(pod?.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'PodReadyToStartContainers', status: 'False' }),
    )
    const [name = ''] = podNames(simulation)
    const annotations = { 'demo.slicescope.dev/sandbox': null }
    simulation.storage.patch('pods', { namespace: 'shop', name }, { metadata: { annotations } })
    simulation.clock.step(25_000)
    expect(countReady(simulation)).toBe('1/1')
  })

  test('image: never starts, yet is an endpoint that is not ready', () => {
    const simulation = withWeb(1, { annotations: { 'demo.slicescope.dev/image': 'not found' } })
    expect(countReady(simulation)).toBe('0/1')
    const [pod] = simulation.storage.list('pods')
    expect(pod?.status.phase).toBe('Pending')
    expect(pod?.status.containerStatuses?.[0]?.state).toMatchObject({
      waiting: { reason: expect.stringContaining('Image') },
    })
  })

  test('crash: restarts again and again, ever more slowly', () => {
    const simulation = withWeb(1, { annotations: { 'demo.slicescope.dev/crash': 'OOMKilled' } })
    simulation.clock.step(60_000)
    const [pod] = simulation.storage.list('pods')
    expect(pod?.status.containerStatuses?.[0]).toMatchObject({
      restartCount: 2,
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
    })
  })

  test('a node that goes down takes its pods out, and brings them back', () => {
    const simulation = withWeb(6)
    const down = (value: string | null) =>
      simulation.storage.patch(
        'nodes',
        { name: 'node-0' },
        { metadata: { annotations: { 'demo.slicescope.dev/down': value } } },
      )
    down('power')
    simulation.clock.step(7000)
    expect(countReady(simulation)).toBe('5/6')
    const node = simulation.storage.get('nodes', { name: 'node-0' })
    expect(node?.status.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('Unknown')
    expect(node?.spec.taints?.map(({ effect }) => effect)).toEqual(['NoSchedule', 'NoExecute'])
    const lost = simulation.storage.list('pods').find(({ spec }) => spec.nodeName === 'node-0')
    expect(lost?.status.containerStatuses?.[0]?.ready).toBe(true)
    down(null)
    simulation.clock.step(9000)
    expect(countReady(simulation)).toBe('6/6')
    expect(simulation.storage.get('nodes', { name: 'node-0' })?.spec.taints).toEqual([])
  })

  test('a node that stays down loses its pods after five minutes; they hang as terminating until it returns', () => {
    const simulation = withWeb(6)
    const down = { metadata: { annotations: { 'demo.slicescope.dev/down': 'for good' } } }
    simulation.storage.patch('nodes', { name: 'node-0' }, down)
    simulation.clock.step(330_000)
    const lost = endpointsOf(simulation).filter(text => text.includes(' FFT '))
    expect(lost).toHaveLength(1)
    expect(countReady(simulation)).toBe('6/7')
    const up = { metadata: { annotations: { 'demo.slicescope.dev/down': null } } }
    simulation.storage.patch('nodes', { name: 'node-0' }, up)
    simulation.clock.step(20_000)
    expect(countReady(simulation)).toBe('6/6')
  })

  test('a fault on a node fails the probes of the pods it names', () => {
    const simulation = withWeb(6)
    simulation.storage.patch(
      'nodes',
      { name: 'node-2' },
      {
        metadata: {
          annotations: { 'demo.slicescope.dev/probe-fault': 'app=web: HTTP probe failed with statuscode: 503' },
        },
      },
    )
    simulation.clock.step(11_000)
    expect(countReady(simulation)).toBe('5/6')
  })
})

test('a pod that fits no node stays Pending and says why, until a node comes', () => {
  const simulation = withWeb(1, { pod: { nodeSelector: { disk: 'ssd' } } })
  const [pod] = simulation.storage.list('pods')
  expect(pod?.status.conditions).toMatchObject([{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }])
  expect(eventReasons(simulation)).toContain('FailedScheduling')
  simulation.storage.create('nodes', { metadata: { name: 'fast', labels: { disk: 'ssd' } } })
  simulation.clock.step(20_000)
  expect(endpointsOf(simulation)).toHaveLength(1)
})

describe('a StatefulSet', () => {
  test('comes up one by one with names that stay, behind a headless Service', () => {
    const simulation = aSimulation()
    simulation.storage.create('services', aService('my-db', { clusterIP: 'None' }))
    simulation.storage.create('statefulsets', aStatefulSet())
    const order: string[] = []
    simulation.storage.subscribe('pods', ({ type, object }) => {
      const isReady = object.status.conditions?.some(
        condition => condition.type === 'Ready' && condition.status === 'True',
      )
      if (type === 'ADDED') order.push(`made ${object.metadata.name}`)
      else if (isReady === true && order.at(-1) !== `ready ${object.metadata.name}`)
        order.push(`ready ${object.metadata.name}`)
    })
    simulation.clock.step(40_000)
    expect(order).toEqual([
      'made my-db-0',
      'ready my-db-0',
      'made my-db-1',
      'ready my-db-1',
      'made my-db-2',
      'ready my-db-2',
    ])
    const [slice] = simulation.storage.list('endpointslices')
    expect(slice?.metadata.labels).toMatchObject({ 'service.kubernetes.io/headless': '' })
    expect(slice?.endpoints?.map(({ hostname }) => hostname).toSorted()).toEqual(['my-db-0', 'my-db-1', 'my-db-2'])
  })

  test('a pod that is deleted comes back under its name; scaling down takes the last', () => {
    const simulation = aSimulation()
    simulation.storage.create('statefulsets', aStatefulSet())
    simulation.clock.step(40_000)
    const uid = () => simulation.storage.get('pods', { namespace: 'shop', name: 'my-db-1' })?.metadata.uid
    const before = uid()
    simulation.storage.delete('pods', { namespace: 'shop', name: 'my-db-1' })
    simulation.clock.step(20_000)
    expect(uid()).toBeDefined()
    expect(uid()).not.toBe(before)
    simulation.storage.patch('statefulsets', { namespace: 'shop', name: 'my-db' }, { spec: { replicas: 1 } })
    simulation.clock.step(30_000)
    expect(podNames(simulation)).toEqual(['my-db-0'])
  })
})

test('a DaemonSet has a pod on every node, new ones too', () => {
  const simulation = aSimulation()
  const template = aTemplate({ name: 'agent' })
  simulation.storage.create('daemonsets', {
    metadata: { name: 'agent', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'agent' } }, template },
  })
  simulation.clock.step(15_000)
  addNode(simulation, 'node-6', 'eu-1a')
  simulation.clock.step(20_000)
  const nodes = simulation.storage.list('pods').map(({ spec }) => spec.nodeName)
  expect(nodes).toHaveLength(7)
  expect(new Set(nodes)).toEqual(new Set(['node-0', 'node-1', 'node-2', 'node-3', 'node-4', 'node-5', 'node-6']))
})

test('a Job runs to its end', () => {
  const simulation = aSimulation()
  const template = aTemplate({ name: 'once', probe: false, pod: { restartPolicy: 'Never' } })
  simulation.storage.create('jobs', {
    metadata: { name: 'once', namespace: 'shop' },
    spec: { completions: 3, parallelism: 2, template },
  })
  simulation.clock.step(60_000)
  expect(simulation.storage.list('pods').map(({ status }) => status.phase)).toEqual([
    'Succeeded',
    'Succeeded',
    'Succeeded',
  ])
  expect(simulation.storage.list('jobs')[0]?.status).toMatchObject({ succeeded: 3, active: 0 })
})

describe('nodes', () => {
  test('endpoints of a deleted Node stay until its pods are given up', () => {
    const simulation = withWeb(6)
    simulation.storage.delete('nodes', { name: 'node-0' })
    simulation.clock.step(1000)
    expect(countReady(simulation)).toBe('6/6')
    simulation.clock.step(20_000)
    expect(countReady(simulation)).toBe('6/6')
    expect(simulation.storage.list('pods').some(({ spec }) => spec.nodeName === 'node-0')).toBe(false)
  })

  test('a zone label that is taken away reaches the slices with the next sync only', () => {
    const simulation = withWeb(6)
    simulation.storage.patch(
      'nodes',
      { name: 'node-0' },
      { metadata: { labels: { 'topology.kubernetes.io/zone': null } } },
    )
    simulation.clock.step(5000)
    expect(endpointsOf(simulation).filter(text => text.endsWith('undefined'))).toEqual([])
    simulation.storage.patch(
      'services',
      { namespace: 'shop', name: 'web' },
      { metadata: { annotations: { touched: 'yes' } } },
    )
    simulation.clock.step(5000)
    expect(endpointsOf(simulation).filter(text => text.endsWith('undefined'))).toHaveLength(1)
  })
})

test('hand-made Endpoints of a Service without selector are mirrored', () => {
  const simulation = aSimulation()
  simulation.storage.create('services', aService('legacy', { selector: {} }))
  simulation.storage.create('endpoints', {
    metadata: { name: 'legacy', namespace: 'shop' },
    subsets: [
      {
        addresses: [{ ip: '192.0.2.1' }],
        notReadyAddresses: [{ ip: '192.0.2.2' }],
        ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
      },
    ],
  })
  simulation.clock.step(2000)
  const [slice] = simulation.storage.list('endpointslices')
  expect(slice?.endpoints).toEqual([
    { addresses: ['192.0.2.1'], conditions: { ready: true } },
    { addresses: ['192.0.2.2'], conditions: { ready: false } },
  ])
  simulation.storage.delete('endpoints', { namespace: 'shop', name: 'legacy' })
  simulation.clock.step(2000)
  expect(simulation.storage.list('endpointslices')).toEqual([])
})

test('a Service of type LoadBalancer gets an address', () => {
  const simulation = aSimulation()
  simulation.storage.create('services', aService('web', { type: 'LoadBalancer' }))
  simulation.clock.step(10_000)
  const { status } = simulation.storage.get('services', { namespace: 'shop', name: 'web' }) ?? {}
  expect(status).toMatchObject({ loadBalancer: { ingress: [{ ip: '203.0.113.1' }] } })
})

test('an edited slice is put right', () => {
  const simulation = withWeb(3)
  const [slice] = simulation.storage.list('endpointslices')
  simulation.storage.patch(
    'endpointslices',
    { namespace: 'shop', name: slice?.metadata.name ?? '' },
    { endpoints: null },
  )
  expect(countReady(simulation)).toBe('0/0')
  simulation.clock.step(2000)
  expect(countReady(simulation)).toBe('3/3')
})

test('a namespace that is deleted empties and goes', () => {
  const simulation = withWeb(3)
  simulation.storage.delete('namespaces', { name: 'shop' })
  simulation.clock.step(30_000)
  expect(simulation.storage.list('namespaces').map(({ metadata }) => metadata.name)).not.toContain('shop')
  for (const resource of ['pods', 'services', 'endpointslices', 'deployments', 'events'] as const) {
    expect(simulation.storage.list(resource)).toEqual([])
  }
})

function story(seed: number): string {
  const simulation = aSimulation({ seed })
  simulation.storage.create('services', aService())
  simulation.storage.create('deployments', aDeployment({ replicas: 9 }))
  simulation.clock.step(20_000)
  simulation.storage.patch('deployments', { namespace: 'shop', name: 'web' }, { spec: { replicas: 4 } })
  simulation.clock.step(3000)
  return JSON.stringify([
    simulation.storage.list('pods'),
    simulation.storage.list('endpointslices'),
    simulation.storage.list('events'),
  ])
}

test('the same seed tells the same story, another seed another', () => {
  expect(story(7)).toBe(story(7))
  expect(story(7)).not.toBe(story(8))
})
