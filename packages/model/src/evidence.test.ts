import { expect, test } from 'vitest'
import { ClusterStore } from './cluster-store.ts'
import { RESOURCES } from './resources.ts'

function aStore() {
  const store = new ClusterStore(() => 0)
  return { store, keepPod: (raw: unknown) => RESOURCES.pods.keep(raw, store.interner) }
}

function anEvent(n: number): unknown {
  return {
    metadata: { name: `e-${n}`, namespace: 'shop', uid: `e-${n}` },
    involvedObject: { kind: 'Pod', name: 'web-1', namespace: 'shop', uid: 'pod-1' },
    reason: 'Unhealthy',
    message: 'x'.repeat(1_000),
    lastTimestamp: new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString(),
  }
}

test('of events the newest are held, and of their messages the beginning', () => {
  const { store } = aStore()
  const { limit } = RESOURCES.events.newest ?? { limit: 0 }
  const writer = store.writer('events', null)
  for (let n = 0; n < limit * 2; n += 1) {
    writer.apply([{ type: 'set', object: RESOURCES.events.keep(anEvent(n), store.interner) }])
  }
  const { events } = store.listers
  expect(events.size).toBeLessThanOrEqual(limit * 1.1)
  expect(events.size).toBeGreaterThanOrEqual(limit)
  expect(events.get('shop/e-0')).toBeUndefined()
  expect(events.get(`shop/e-${limit * 2 - 1}`)?.message).toHaveLength(240)
  expect(events.byIndex('object', 'pod-1')).toHaveLength(events.size)
})

test.each([
  ['Warning', 'FailedCreate', true],
  ['Warning', 'Pulled', false],
  ['Normal', 'BackOff', false],
  ['Normal', 'ScalingReplicaSet', true],
  ['Normal', undefined, false],
])('of type %s and reason %s: wanted %s', (type, reason, expected) => {
  expect(RESOURCES.events.isWanted?.({ type, reason })).toBe(expected)
})

test.each([
  ['Service', 'Warning', true],
  ['Service', 'Normal', false],
  ['Pod', 'Warning', false],
  [undefined, 'Warning', false],
])('of an unknown reason about a %s, of type %s: wanted %s', (kind, type, expected) => {
  const involvedObject = kind === undefined ? undefined : { kind }
  expect(RESOURCES.events.isWanted?.({ type, reason: 'SomethingElse', involvedObject })).toBe(expected)
})

test('of a pod no command, environment or volume is held; of its steps to Ready those that lack', () => {
  const { keepPod } = aStore()
  const secret = 'do-not-keep'
  const probe = { exec: { command: [secret] }, periodSeconds: 3 }
  const pod = keepPod({
    metadata: { name: 'web-1', namespace: 'shop', uid: 'pod-1', annotations: { secret } },
    spec: {
      containers: [{ name: 'main', env: [{ value: secret }], args: [secret], readinessProbe: probe }],
      volumes: [{ name: secret }],
      readinessGates: [{ conditionType: 'example.com/gate' }],
    },
    status: {
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized' },
        { type: 'example.com/gate', status: 'True' },
        { type: 'Ready', status: 'True' },
      ],
      containerStatuses: [{ name: 'main', ready: true, state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }],
    },
  })
  expect(JSON.stringify(pod)).not.toContain(secret)
  expect(pod.spec.containers[0]?.readinessProbe).toEqual({ exec: {} })
  expect(pod.status?.conditions.map(({ type }) => type)).toEqual(['Initialized', 'example.com/gate', 'Ready'])
  expect(pod.status?.containerStatuses[0]?.state).toEqual({ running: {} })
})

test('statuses of equal containers are held once', () => {
  const { keepPod } = aStore()
  const [a, b] = ['web-1', 'web-2'].map(name =>
    keepPod({
      metadata: { name, namespace: 'shop', uid: name },
      spec: {},
      status: { containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: {} } }] },
    }),
  )
  expect(a?.status?.containerStatuses).toBe(b?.status?.containerStatuses)
})

test('Ingresses, routes, webhooks and APIServices are found by the Services that they name', () => {
  const { store } = aStore()
  const metadata = { name: 'it', namespace: 'shop', uid: 'it' }
  const backend = { service: { name: 'web', port: { name: 'http' } } }
  const { interner } = store
  const object = (raw: object) => ({ metadata, ...raw })
  store.writer('ingresses', null).apply([
    {
      type: 'set',
      object: RESOURCES.ingresses.keep(
        object({ spec: { rules: [{ http: { paths: [{ backend }, { backend }] } }] } }),
        interner,
      ),
    },
  ])
  store.writer('httproutes', null).apply([
    {
      type: 'set',
      object: RESOURCES.httproutes.keep(
        object({
          spec: {
            rules: [
              {
                backendRefs: [
                  { name: 'web', port: 80 },
                  { kind: 'Other', name: 'not' },
                ],
              },
            ],
          },
        }),
        interner,
      ),
    },
  ])
  store.writer('validatingwebhookconfigurations', null).apply([
    {
      type: 'set',
      object: RESOURCES.validatingwebhookconfigurations.keep(
        object({
          webhooks: [{ name: 'a', clientConfig: { service: { namespace: 'shop', name: 'web' }, caBundle: 'x' } }],
        }),
        interner,
      ),
    },
  ])
  store.writer('apiservices', null).apply([
    {
      type: 'set',
      object: RESOURCES.apiservices.keep(object({ spec: { service: { namespace: 'shop', name: 'web' } } }), interner),
    },
  ])
  const { ingresses, httproutes, validatingwebhookconfigurations, apiservices } = store.listers
  for (const lister of [ingresses, httproutes, validatingwebhookconfigurations, apiservices]) {
    expect(lister.byIndex('service', 'shop/web')).toHaveLength(1)
  }
  expect(httproutes.byIndex('service', 'shop/not')).toEqual([])
})
