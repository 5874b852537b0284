import { describe, expect, test } from 'vitest'
import { ClusterStore } from './cluster-store.ts'
import { aNode, aPod, aService } from './testing/sample-objects.ts'

const phases = (store: ClusterStore) =>
  store.watches().map(({ resource, namespace, phase }) => `${resource} ${namespace} ${phase}`)

describe('watches', () => {
  test('are those that have a writer, with state and times', () => {
    const store = new ClusterStore(() => 0)
    expect(store.watches()).toEqual([])
    const writer = store.writer('services', null)
    writer.setState({ phase: 'forbidden', reason: 'may not list services', failures: 2 })
    writer.setTimes({ heard: 7, silenceLimit: 20_000 })
    expect(store.watches()).toEqual([
      {
        resource: 'services',
        namespace: null,
        phase: 'forbidden',
        hasSynced: false,
        loaded: 0,
        expected: null,
        reason: 'may not list services',
        failures: 2,
        blind: false,
        asOf: null,
        heard: 7,
        progressed: null,
        stalledAfter: null,
        verified: null,
        silenceLimit: 20_000,
        nextAttempt: null,
      },
    ])
  })

  test('of one resource stand apart by namespace', () => {
    const store = new ClusterStore(() => 0)
    store.writer('pods', 'shop').setState({ phase: 'watching' })
    store.writer('pods', 'infra').setState({ phase: 'forbidden' })
    store.writer('pods', null)
    expect(phases(store).toSorted()).toEqual(['pods infra forbidden', 'pods null listing', 'pods shop watching'])
  })

  test('restart with a new writer, and the old one is heard no more', () => {
    const store = new ClusterStore(() => 0)
    const old = store.writer('pods', 'shop')
    old.setState({ phase: 'watching' })
    store.writer('pods', 'shop')
    old.setState({ phase: 'closed' })
    expect(phases(store)).toEqual(['pods shop listing'])
  })

  test('that are retired are stated no more, and their objects stay', () => {
    const store = new ClusterStore(() => 0)
    store.writer('pods', 'shop').apply([{ type: 'set', object: aPod({ name: 'a' }) }])
    store.writer('pods', 'infra')
    store.retire('pods', 'shop')
    store.retire('nodes', null)
    expect(phases(store)).toEqual(['pods infra listing'])
    expect(store.listers.pods.get('shop/a')?.metadata.name).toBe('a')
  })
})

describe('one order over all resources', () => {
  test('every batch names its resource, number and time', () => {
    let time = 100
    const store = new ClusterStore(() => (time += 1))
    const told: string[] = []
    store.subscribe(batch => {
      for (const entry of batch)
        told.push(`${entry.number} ${entry.time} ${entry.type === 'delta' ? entry.delta.resource : entry.type}`)
    })
    store.writer('services', null).apply([{ type: 'set', object: aService({ name: 'web' }) }])
    store.writer('nodes', null).apply([{ type: 'set', object: aNode('n1') }])
    store.writer('pods', 'shop').apply([{ type: 'set', object: aPod({ name: 'a' }) }])
    expect(told).toEqual([
      '1 101 watch',
      '2 101 batch',
      '3 102 services',
      '4 102 batch',
      '5 103 watch',
      '6 103 batch',
      '7 104 nodes',
      '8 104 batch',
      '9 105 watch',
      '10 105 batch',
      '11 106 pods',
      '12 106 batch',
    ])
    expect(store.number).toBe(12)
  })

  test('who is told finds the Listers as the batch left them, label sets included', () => {
    const store = new ClusterStore(() => 0)
    const seen: unknown[] = []
    const writer = store.writer('pods', null)
    store.subscribe(() =>
      seen.push([
        store.listers.pods.size,
        [...store.listers.podLabels.inNamespace('shop')].map(({ labels }) => labels),
      ]),
    )
    const object = aPod({ name: 'a', labels: { app: 'web' } })
    writer.apply([{ type: 'set', object }])
    writer.apply([{ type: 'delete', object }])
    expect(seen).toEqual([
      [1, [{ app: 'web' }]],
      [0, []],
    ])
  })

  test('label sets are found again by the index of pods', () => {
    const store = new ClusterStore(() => 0)
    const objects = ['a', 'b'].map(name =>
      aPod({ name, labels: { app: 'web', tier: 'front' }, ips: [`10.0.0.${name}`] }),
    )
    store.writer('pods', null).apply(objects.map(object => ({ type: 'set', object })))
    const [set, ...others] = store.listers.podLabels.inNamespace('shop')
    expect(others).toEqual([])
    expect(store.listers.pods.byIndex('labels', set?.key ?? '')).toEqual(objects)
    expect(store.listers.pods.byIndex('ip', '10.0.0.b')).toEqual(objects.slice(1))
  })
})

describe('what is no change of an object', () => {
  test('is an entry too, as soon as it is noted', () => {
    const told: unknown[] = []
    const store = new ClusterStore<string>(() => 5)
    store.subscribe(batch =>
      told.push(batch.map(({ number: _number, time: _time, fieldSet: _set, ...entry }) => entry)),
    )
    const lease = { namespace: 'kube-node-lease', name: 'n1' }
    store.noteLease(lease, { state: 'absent' })
    store.noteTime()
    store.noteClockStep(-3000)
    store.noteGap(1, 5)
    store.conclude(['a', 'b'])
    store.conclude([])
    const batch = { type: 'batch' }
    expect(told).toEqual([
      [{ type: 'lease', lease, answer: { state: 'absent' } }, batch],
      [{ type: 'time' }, batch],
      [{ type: 'clock', stepped: -3000 }, batch],
      [{ type: 'gap', from: 1, to: 5 }, batch],
      [{ type: 'outcome', outcome: 'a' }, { type: 'outcome', outcome: 'b' }, batch],
    ])
  })

  test('a watch that is followed no more says so once', () => {
    const store = new ClusterStore(() => 5)
    const told: unknown[] = []
    store.writer('pods', 'shop')
    store.subscribe(batch => told.push(batch[0]))
    store.retire('pods', 'shop')
    store.retire('pods', 'shop')
    expect(told).toEqual([expect.objectContaining({ type: 'unwatched', resource: 'pods', namespace: 'shop' })])
  })
})

/** Pods that were heard of at 1000, over HTTP/2. */
function setUp() {
  const clock = { now: 1000 }
  const store = new ClusterStore(() => clock.now)
  const pods = store.writer('pods', null)
  const told: unknown[] = []
  pods.setState({ phase: 'watching', hasSynced: true })
  pods.setTimes({ heard: 1000, silenceLimit: 20_000 })
  store.subscribe(batch => told.push(batch.map(entry => (entry.type === 'watch' ? entry.watch : entry.type))))
  return { clock, store, pods, told }
}

describe('silence', () => {
  test('is noticed when it has lasted too long, as of when something was last heard', () => {
    const { clock, store, told } = setUp()
    expect(store.silentAt()).toBe(21_001)
    clock.now = 21_000
    store.noteSilence()
    expect(told).toEqual([])
    clock.now = 21_001
    store.noteSilence()
    store.noteSilence()
    expect(told).toEqual([[expect.objectContaining({ resource: 'pods', blind: true, asOf: 1000 }), 'batch']])
    expect(store.silentAt()).toBeNull()
  })

  test('ends with the first sign of life, and means nothing of what is refused', () => {
    const { clock, store, pods, told } = setUp()
    clock.now = 30_000
    store.noteSilence()
    pods.setTimes({ heard: 30_000 })
    expect(told.at(-1)).toEqual([expect.objectContaining({ blind: false, asOf: null }), 'batch'])
    expect(store.silentAt()).toBe(50_001)
    pods.setState({ phase: 'forbidden' })
    expect(store.silentAt()).toBeNull()
  })

  test('a reopening that fails is as blind, as of when something was last heard', () => {
    const { pods } = setUp()
    pods.setState({ phase: 'closed', failures: 0 })
    expect(pods.state()).toMatchObject({ blind: false, asOf: null })
    pods.setState({ failures: 1 })
    expect(pods.state()).toMatchObject({ blind: true, asOf: 1000 })
    pods.setState({ phase: 'watching', failures: 0 })
    expect(pods.state()).toMatchObject({ blind: false, asOf: null })
  })
})
