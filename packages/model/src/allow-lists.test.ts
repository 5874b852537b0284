import { describe, expect, test } from 'vitest'
import { Interner } from './interner.ts'
import { RESOURCE_NAMES, RESOURCES } from './resources.ts'

const CANARY = 'canary'

/** What must not survive an arrival, wherever it stands. */
const SECRETS = {
  env: [{ name: 'CANARY_PASSWORD', value: CANARY, valueFrom: { secretKeyRef: { name: CANARY, key: CANARY } } }],
  envFrom: [{ secretRef: { name: CANARY } }],
  volumes: [{ name: CANARY, secret: { secretName: CANARY }, hostPath: { path: CANARY } }],
  volumeMounts: [{ name: CANARY, mountPath: CANARY }],
  imagePullSecrets: [{ name: CANARY }],
  command: ['sh', '-c', CANARY],
  args: [CANARY],
  lifecycle: { preStop: { exec: { command: [CANARY] } } },
  livenessProbe: { httpGet: { path: CANARY, httpHeaders: [{ name: 'Authorization', value: CANARY }] } },
  securityContext: { seLinuxOptions: { user: CANARY } },
  managedFields: [{ manager: CANARY, operation: 'Update', fieldsV1: { 'f:spec': { [CANARY]: {} } } }],
  caBundle: CANARY,
  data: { [CANARY]: CANARY },
  stringData: { [CANARY]: CANARY },
  serviceAccountName: CANARY,
}

const ANNOTATIONS = {
  'kubectl.kubernetes.io/last-applied-configuration': `{"env":"${CANARY}"}`,
  [CANARY]: CANARY,
  'kubernetes.io/change-cause': CANARY,
}

const PROBE = { exec: { command: [CANARY] }, httpGet: { port: 80, path: CANARY, host: CANARY, httpHeaders: [CANARY] } }
const CONTAINER = {
  name: 'main',
  image: 'web:1',
  readinessProbe: PROBE,
  startupProbe: PROBE,
  ports: [{ containerPort: 80 }],
}
const CONTAINERS = [CONTAINER, { ...CONTAINER, restartPolicy: 'Always' }]

/** An object that many kinds could be: whatever a kind's allow-list goes into is there. */
const OBJECT = {
  metadata: { name: 'web', namespace: 'shop', uid: '1', labels: { app: 'web' }, ownerReferences: null },
  involvedObject: { kind: 'Pod', name: 'web' },
  addressType: 'IPv4',
  endpoints: [
    { addresses: ['10.0.0.1'], conditions: {}, targetRef: { kind: 'Pod' }, hints: { forZones: [{ name: 'a' }] } },
  ],
  subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }],
  webhooks: [{ name: 'w', clientConfig: { service: { namespace: 'shop', name: 'web' } } }],
  spec: {
    ports: [{ port: 80 }],
    containers: CONTAINERS,
    initContainers: CONTAINERS,
    taints: [{ key: 'k' }],
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: CONTAINERS, initContainers: CONTAINERS } },
  },
  status: {
    conditions: [{ type: 'Ready', status: 'False' }],
    podIPs: [{ ip: '10.0.0.1' }],
    loadBalancer: { ingress: [{ ip: '192.0.2.1' }] },
  },
}

/** The same with the secrets in every object of it; labels are kept, so they get none. */
function plant(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map(element => plant(element))
  if (typeof value !== 'object' || value === null || name === 'labels') return value
  const planted = Object.entries(value).map(([member, inner]) => [member, plant(inner, member)])
  return { ...SECRETS, annotations: ANNOTATIONS, ...Object.fromEntries(planted) }
}

describe('allow-lists', () => {
  test('ConfigMaps and Secrets are never read', () => {
    expect(RESOURCE_NAMES).not.toContain('configmaps')
    expect(RESOURCE_NAMES).not.toContain('secrets')
  })

  test.each(RESOURCE_NAMES)('%s keep no secret that is planted in every part of them', resource => {
    const planted = plant(OBJECT)
    expect(JSON.stringify(planted).split(CANARY).length).toBeGreaterThan(500)
    const kept = RESOURCES[resource].keep(planted, new Interner())
    expect(JSON.stringify(kept)).not.toMatch(/canary/i)
    expect(kept).toEqual(RESOURCES[resource].keep(OBJECT, new Interner()))
  })

  test.each(RESOURCE_NAMES)('%s are read back as they were kept', resource => {
    const managedFields = [
      { manager: 'helm', operation: 'Update', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': {} } },
    ]
    const initContainers = [{ ...CONTAINER, name: 'once' }, ...CONTAINERS]
    const { metadata, spec } = OBJECT
    const raw = { ...OBJECT, metadata: { ...metadata, managedFields }, spec: { ...spec, initContainers } }
    const kept = RESOURCES[resource].keep(raw, new Interner())
    const stored: unknown = JSON.parse(JSON.stringify(kept))
    expect(RESOURCES[resource].restore(stored, new Interner())).toEqual(kept)
    expect(() => RESOURCES[resource].restore({ metadata: { name: 1 } }, new Interner())).toThrow('metadata.name')
  })

  test('of annotations only the named ones are kept', () => {
    const named = { 'service.kubernetes.io/topology-mode': 'Auto' }
    const metadata = { ...OBJECT.metadata, annotations: { ...ANNOTATIONS, ...named } }
    expect(RESOURCES.services.keep({ ...OBJECT, metadata }, new Interner()).metadata.annotations).toEqual(named)
  })

  test('an exec probe is known to be there, its command is not', () => {
    const spec = { containers: [{ name: 'main', readinessProbe: { exec: { command: [CANARY] } } }] }
    expect(RESOURCES.pods.keep({ ...OBJECT, spec }, new Interner()).spec.containers[0]?.readinessProbe).toEqual({
      exec: {},
    })
  })

  test.each([
    ['True', undefined],
    ['False', '2026-01-01T00:00:00Z'],
  ])('of a pod whose condition Ready is %s, when it was started is %s', (ready, expected) => {
    const status = { startTime: '2026-01-01T00:00:00Z', conditions: [{ type: 'Ready', status: ready }] }
    expect(RESOURCES.pods.keep({ ...OBJECT, status }, new Interner()).status?.startTime).toBe(expected)
  })

  test('of init containers only sidecars are kept', () => {
    const initContainers = [{ name: 'once' }, { name: 'sidecar', restartPolicy: 'Always' }]
    const kept = RESOURCES.pods.keep({ ...OBJECT, spec: { initContainers } }, new Interner())
    expect(kept.spec.initContainers?.map(({ name }) => name)).toEqual(['sidecar'])
  })
})

describe('resources', () => {
  test.each(RESOURCE_NAMES)('%s is filed under its own name, by plural and kind', resource => {
    const { kind, version, namespaced } = RESOURCES[resource]
    expect(RESOURCES[resource].resource).toBe(resource)
    expect(resource.startsWith(kind.toLowerCase().replace(/y$/, 'i'))).toBe(true)
    expect(version).toMatch(/^v\d/)
    const kept = RESOURCES[resource].keep(OBJECT, new Interner())
    expect('namespace' in kept.metadata).toBe(namespaced)
  })
})
