import { Random } from '@slicescope/model/random'
import { describe, expect, test } from 'vitest'
import { StatusError } from './status.ts'
import { createStorage, type Storage } from './storage.ts'

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

function aStorage(window = 100): Storage {
  return createStorage({ now: () => NOW, random: new Random(7).next, window: { changes: window } })
}

function aPod(name: string, nodeName?: string) {
  return {
    metadata: { name, namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web' }], ...(nodeName === undefined ? {} : { nodeName }) },
  }
}

function refusal(act: () => unknown): { code: number; reason: string | undefined } {
  try {
    act()
  } catch (error) {
    if (error instanceof StatusError) return { code: error.code, reason: error.status.reason }
    throw error
  }
  throw new Error('was not refused')
}

function generatedObjects() {
  const storage = aStorage()
  storage.create('pods', { ...aPod(''), metadata: { generateName: 'web-', namespace: 'shop' } })
  storage.create('services', { metadata: { name: 'web', namespace: 'shop' }, spec: { ports: [{ port: 80 }] } })
  return [storage.list('pods'), storage.list('services')]
}

function createdSpec(spec: { readonly [field: string]: unknown }) {
  return aStorage().create('services', { metadata: { name: 'web', namespace: 'shop' }, spec }).spec
}

describe('identity', () => {
  test('the same seed gives the same uids, names and addresses', () => {
    expect(generatedObjects()).toEqual(generatedObjects())
    expect(generatedObjects()[0]?.[0]?.metadata).toMatchObject({
      name: expect.stringMatching(/^web-[a-z0-9]{5}$/),
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      creationTimestamp: '2026-01-02T03:04:05Z',
    })
  })

  test('a name taken is refused, an object gone is not found', () => {
    const storage = aStorage()
    storage.create('pods', aPod('a'))
    expect(refusal(() => storage.create('pods', aPod('a')))).toEqual({ code: 409, reason: 'AlreadyExists' })
    expect(refusal(() => storage.delete('pods', { namespace: 'shop', name: 'b' }))).toEqual({
      code: 404,
      reason: 'NotFound',
    })
  })

  test('what is handed out cannot be edited', () => {
    const pod = aStorage().create('pods', aPod('a'))
    expect(() => Object.assign(pod.spec, { nodeName: 'x' })).toThrow(TypeError)
  })
})

describe('changes', () => {
  test('one rising version for all kinds; a change of nothing is none', () => {
    const storage = aStorage()
    const pod = storage.create('pods', aPod('a'))
    const node = storage.create('nodes', { metadata: { name: 'n' } })
    expect(Number(node.metadata.resourceVersion)).toBe(Number(pod.metadata.resourceVersion) + 1)
    const same = storage.patch('pods', { namespace: 'shop', name: 'a' }, { metadata: { labels: { app: 'web' } } })
    expect(same).toBe(pod)
    expect(storage.resourceVersion).toBe(Number(node.metadata.resourceVersion))
  })

  test('a stale version is refused', () => {
    const storage = aStorage()
    const old = storage.create('pods', aPod('a'))
    storage.patch('pods', { namespace: 'shop', name: 'a' }, { metadata: { labels: { x: 'y' } } })
    expect(refusal(() => storage.update('pods', old))).toEqual({ code: 409, reason: 'Conflict' })
  })

  test('generation counts changes of the spec, not of labels or status', () => {
    const storage = aStorage()
    const ref = { namespace: 'shop', name: 'web' }
    storage.create('deployments', {
      metadata: ref,
      spec: { selector: {}, template: { spec: { containers: [] } } },
    })
    storage.patch('deployments', ref, { metadata: { labels: { a: 'b' } } })
    storage.patch('deployments', { ...ref, subresource: 'status' }, { status: { replicas: 1 }, spec: { replicas: 9 } })
    expect(storage.get('deployments', ref)).toMatchObject({
      metadata: { generation: 1 },
      spec: { replicas: 1 },
      status: { replicas: 1 },
    })
    storage.patch('deployments', ref, { spec: { replicas: 2 }, status: { replicas: 7 } })
    expect(storage.get('deployments', ref)).toMatchObject({
      metadata: { generation: 2 },
      spec: { replicas: 2 },
      status: { replicas: 1 },
    })
  })

  test('listeners hear changes in order, also when the first of them writes', () => {
    const storage = aStorage()
    const heard: string[] = []
    storage.subscribe('pods', event => {
      if (event.type === 'ADDED' && event.object.metadata.name === 'a') storage.delete('pods', event.object.metadata)
    })
    const stop = storage.subscribe('pods', event => heard.push(event.type))
    storage.create('pods', aPod('a'))
    expect(heard).toEqual(['ADDED', 'DELETED'])
    stop()
    storage.create('pods', aPod('b', 'n'))
    expect(heard).toHaveLength(2)
  })
})

describe('deletion', () => {
  test('a bound pod is marked first and removed with grace 0', () => {
    const storage = aStorage()
    const ref = { namespace: 'shop', name: 'a' }
    storage.create('pods', aPod('a', 'n'))
    expect(storage.delete('pods', ref).metadata).toMatchObject({
      deletionTimestamp: '2026-01-02T03:04:35Z',
      deletionGracePeriodSeconds: 30,
    })
    expect(storage.delete('pods', ref, { gracePeriodSeconds: 5 }).metadata.deletionTimestamp).toBe(
      '2026-01-02T03:04:10Z',
    )
    storage.delete('pods', ref, { gracePeriodSeconds: 0 })
    expect(storage.get('pods', ref)).toBeUndefined()
  })

  test('an object with finalizers goes when the last is taken off', () => {
    const storage = aStorage()
    storage.create('pods', { ...aPod('a'), metadata: { ...aPod('a').metadata, finalizers: ['x/y'] } })
    const ref = { namespace: 'shop', name: 'a' }
    expect(storage.delete('pods', ref).metadata.deletionTimestamp).toBe('2026-01-02T03:04:05Z')
    storage.patch('pods', ref, { metadata: { finalizers: null } })
    expect(storage.get('pods', ref)).toBeUndefined()
  })

  test('a namespace terminates until it is finalized', () => {
    const storage = aStorage()
    storage.create('namespaces', { metadata: { name: 'shop' } })
    expect(storage.delete('namespaces', { name: 'shop' }).status).toEqual({ phase: 'Terminating' })
    storage.update('namespaces', { metadata: { name: 'shop' }, spec: { finalizers: [] } }, 'finalize')
    expect(storage.get('namespaces', { name: 'shop' })).toBeUndefined()
  })

  test('preconditions hold', () => {
    const storage = aStorage()
    storage.create('pods', aPod('a'))
    const wrong = () => storage.delete('pods', { namespace: 'shop', name: 'a' }, { preconditions: { uid: 'other' } })
    expect(refusal(wrong)).toEqual({ code: 409, reason: 'Conflict' })
  })
})

describe('history', () => {
  test('a past list can be had again while the window holds it', () => {
    const storage = aStorage(3)
    storage.create('pods', aPod('a'))
    storage.create('pods', aPod('b'))
    const then = storage.resourceVersion
    const before = storage.list('pods')
    storage.delete('pods', { namespace: 'shop', name: 'a' })
    storage.create('pods', aPod('c'))
    expect(storage.table('pods').listAt(then)).toEqual(before)
    storage.create('pods', aPod('d'))
    storage.create('pods', aPod('e'))
    expect(storage.table('pods').changesSince(then)).toBeUndefined()
  })

  test('changes older than the window are forgotten', () => {
    let now = NOW
    const storage = createStorage({ now: () => now, random: new Random(7).next, window: { ageMs: 300_000 } })
    storage.create('pods', aPod('a'))
    const first = storage.resourceVersion
    now += 290_000
    storage.create('pods', aPod('b'))
    const second = storage.resourceVersion
    now += 100_000
    storage.create('pods', aPod('c'))
    expect(
      storage
        .table('pods')
        .changesSince(first)
        ?.map(event => event.object.metadata.name),
    ).toEqual(['b', 'c'])
    expect(storage.table('pods').changesSince(first - 1)).toBeUndefined()
    expect(storage.table('pods').changesSince(second)).toHaveLength(1)
    expect(storage.list('pods')).toHaveLength(3)
  })

  test('versions of an object share what did not change', () => {
    const storage = aStorage()
    const before = storage.create('pods', { ...aPod('a'), status: { phase: 'Pending' } })
    const spec = structuredClone(before.spec)
    const after = storage.update('pods', { ...before, spec, metadata: { ...before.metadata, labels: { app: 'x' } } })
    expect(after.metadata.labels).toEqual({ app: 'x' })
    expect(after.spec).toBe(before.spec)
    expect(before.metadata.labels).toEqual({ app: 'web' })
  })

  test('after compaction only the present can be told', () => {
    const storage = aStorage()
    storage.create('pods', aPod('a'))
    const then = storage.resourceVersion
    storage.create('nodes', { metadata: { name: 'n' } })
    storage.compact()
    expect(storage.table('pods').changesSince(then)).toBeUndefined()
    expect(storage.table('pods').changesSince(storage.resourceVersion)).toEqual([])
  })
})

describe('Services', () => {
  test('a plain one gets an address, a family and its ports completed', () => {
    expect(createdSpec({ ports: [{ port: 80 }], selector: { app: 'web' } })).toEqual({
      type: 'ClusterIP',
      selector: { app: 'web' },
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      clusterIP: expect.stringMatching(/^10\.96\./),
      clusterIPs: [expect.stringMatching(/^10\.96\./)],
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    })
  })

  test('dual-stack gets two addresses', () => {
    const spec = createdSpec({ ports: [{ port: 80 }], ipFamilyPolicy: 'PreferDualStack' })
    expect(spec.ipFamilies).toEqual(['IPv4', 'IPv6'])
    expect(spec.clusterIPs).toEqual([expect.stringMatching(/^10\.96\./), expect.stringMatching(/^fd00:96::/)])
  })

  test('headless keeps None; without selector it allows both families', () => {
    expect(createdSpec({ clusterIP: 'None', selector: { a: 'b' } })).toMatchObject({
      clusterIPs: ['None'],
      ipFamilies: ['IPv4'],
    })
    expect(createdSpec({ clusterIP: 'None' })).toMatchObject({
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    })
  })

  test('ExternalName has no address', () => {
    expect(createdSpec({ type: 'ExternalName', externalName: 'db.example' })).toEqual({
      type: 'ExternalName',
      externalName: 'db.example',
      sessionAffinity: 'None',
    })
  })

  test('an update keeps what was allocated, a deletion gives it back', () => {
    const storage = aStorage()
    const ref = { namespace: 'shop', name: 'web' }
    const first = storage.create('services', { metadata: ref, spec: { type: 'NodePort', ports: [{ port: 80 }] } })
    const second = storage.update('services', { metadata: ref, spec: { type: 'NodePort', ports: [{ port: 80 }] } })
    expect(second).toBe(first)
    storage.delete('services', ref)
    const { clusterIP } = first.spec
    expect(
      storage.create('services', { metadata: ref, spec: { ...(clusterIP ? { clusterIP } : {}), ports: [] } }).spec,
    ).toMatchObject({ clusterIP })
  })
})
