import { describe, expect, test } from 'vitest'
import { type EndpointSlice, must, type Pod, type Service } from '@slicescope/model'
import { desiredEndpoints } from './desired-endpoints.ts'
import { expectedEndpointSet, publishedEndpointSet } from './endpoint-set.ts'
import { type ReconcileInput, reconcileSlices } from './reconcile-slices.ts'
import { aPod, aService, findNode, keepSlice } from './testing/objects.ts'
import type { WrittenSlice } from './written-slice.ts'

function pods(count: number, from = 0): readonly Pod[] {
  return Array.from({ length: count }, (_, at) => {
    const number = from + at
    return aPod({ name: `web-${number}`, ips: [`10.0.${Math.floor(number / 250)}.${(number % 250) + 1}`] })
  })
}

function changesFor(
  service: Service,
  of: readonly Pod[],
  existing: readonly EndpointSlice[],
  more: Partial<ReconcileInput> = {},
) {
  return reconcileSlices({
    service,
    groups: desiredEndpoints(service, of, findNode),
    existing,
    triggerTime: null,
    ...more,
  })
}

/** Applies the changes as the API would. */
function applied(service: Service, of: readonly Pod[], existing: readonly EndpointSlice[] = [], max = 100) {
  const changes = changesFor(service, of, existing, { maxEndpointsPerSlice: max })
  const updated = new Map(changes.updates.map(slice => [slice.metadata.name, slice]))
  const kept = existing
    .filter(({ metadata }) => !changes.deletes.includes(metadata.name))
    .map(slice => {
      const update = updated.get(slice.metadata.name)
      return update === undefined ? slice : keepSlice(update)
    })
  const created = changes.creates.map((slice, at) => keepSlice(named(slice, `new-${existing.length + at}`)))
  return { slices: [...kept, ...created], changes }
}

function named(slice: WrittenSlice, name: string): WrittenSlice {
  return { ...slice, metadata: { ...slice.metadata, name } }
}

const sizes = (slices: readonly EndpointSlice[]) => slices.map(({ endpoints }) => endpoints.length)

describe('a new Service', () => {
  test('without pods gets one placeholder per family, with nulls', () => {
    const { creates, updates, deletes } = changesFor(aService({ ipFamilies: ['IPv4', 'IPv6'] }), [], [])
    expect({ updates, deletes }).toEqual({ updates: [], deletes: [] })
    expect(creates.map(({ addressType, endpoints, ports }) => ({ addressType, endpoints, ports }))).toEqual([
      { addressType: 'IPv4', endpoints: null, ports: null },
      { addressType: 'IPv6', endpoints: null, ports: null },
    ])
  })

  test('its slice carries labels, owner, prefix and time', () => {
    const service = aService({}, { labels: { team: 'shop', 'kubernetes.io/service-name': 'reserved' } })
    const [slice] = changesFor(service, pods(1), [], { triggerTime: '2026-01-01T00:00:00Z' }).creates
    expect(slice?.metadata).toEqual({
      generateName: 'web-',
      namespace: 'shop',
      labels: {
        team: 'shop',
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:00Z' },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          name: 'web',
          uid: 'uid-service',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    })
  })

  test('a headless one is labelled so', () => {
    const [slice] = changesFor(aService({ clusterIP: 'None' }), pods(1), []).creates
    expect(slice?.metadata.labels['service.kubernetes.io/headless']).toBe('')
  })

  test('250 pods fill 100, 100 and 50', () => {
    expect(sizes(applied(aService(), pods(250)).slices)).toEqual([100, 100, 50])
  })

  test('one that is being deleted gets no new slices', () => {
    const service = aService({}, { deletionTimestamp: '2026-01-01T00:00:00Z' })
    expect(changesFor(service, pods(1), []).creates).toEqual([])
  })
})

describe('a Service with slices', () => {
  test('nothing to do writes nothing', () => {
    const { slices } = applied(aService(), pods(150))
    expect(applied(aService(), pods(150), slices).changes).toEqual({ creates: [], updates: [], deletes: [] })
    const empty = applied(aService(), []).slices
    expect(applied(aService(), [], empty).changes).toEqual({ creates: [], updates: [], deletes: [] })
  })

  test('a pod that changes is written in its own slice only', () => {
    const { slices } = applied(aService(), pods(250))
    const changed = pods(250).map(pod =>
      pod.metadata.name === 'web-120' ? aPod({ name: 'web-120', ips: ['10.0.0.121'], ready: false }) : pod,
    )
    const { changes } = applied(aService(), changed, slices)
    expect(changes.updates.map(({ metadata }) => metadata.name)).toEqual(['new-1'])
    expect(changes.creates).toEqual([])
  })

  test('a pod of the same name with another uid is written in place', () => {
    const { slices } = applied(aService(), [aPod({ uid: 'old' })])
    const { changes } = applied(aService(), [aPod({ uid: 'new' })], slices)
    expect(changes.updates[0]?.endpoints?.[0]?.targetRef?.uid).toBe('new')
  })

  test('slices that are written anyway are filled, the fullest first', () => {
    const { slices } = applied(aService(), pods(20), [], 10)
    // Two leave the first slice and one the second; three new ones come: one fills the second, two the first.
    const rest = pods(20).filter(({ metadata }) => !['web-0', 'web-1', 'web-10'].includes(metadata.name))
    const { slices: after, changes } = applied(aService(), [...rest, ...pods(2, 20)], slices, 10)
    expect(sizes(after)).toEqual([9, 10])
    expect(changes.creates).toEqual([])
  })

  test('what is left goes into one unchanged slice that holds it all, the fullest such', () => {
    const { slices } = applied(aService(), pods(25), [], 10)
    expect(sizes(applied(aService(), pods(28), slices, 10).slices)).toEqual([10, 10, 8])
  })

  test('else into a new one: slices are not topped up', () => {
    const { slices } = applied(aService(), pods(25), [], 10)
    expect(sizes(applied(aService(), pods(32), slices, 10).slices)).toEqual([10, 10, 5, 7])
  })

  test('as many as fill a slice get a new one, even beside an empty slice of their ports', () => {
    const headless = aService({ clusterIP: 'None', ports: [] })
    const { slices } = applied(headless, [])
    expect(sizes(applied(headless, pods(9), slices, 10).slices)).toEqual([9])
    expect(sizes(applied(headless, pods(10), slices, 10).slices)).toEqual([0, 10])
  })

  test('half-empty slices are never rebalanced', () => {
    const { slices } = applied(aService(), pods(20), [], 10)
    const few = [...pods(2), ...pods(2, 10)]
    expect(sizes(applied(aService(), few, slices, 10).slices)).toEqual([2, 2])
  })

  test('an emptied slice goes; the last becomes the placeholder', () => {
    const { slices } = applied(aService(), pods(20), [], 10)
    expect(sizes(applied(aService(), pods(10), slices, 10).slices)).toEqual([10])
    const { slices: none, changes } = applied(aService(), [], slices, 10)
    expect(none.map(({ endpoints, ports }) => [endpoints.length, ports.length])).toEqual([[0, 0]])
    expect([changes.creates.length, changes.updates.length, changes.deletes.length]).toEqual([0, 1, 1])
  })

  test('[trap 6] the placeholder is recycled when the first pods come', () => {
    const { slices } = applied(aService(), [])
    const { slices: after, changes } = applied(aService(), pods(3), slices)
    expect(after.map(({ metadata, endpoints }) => [metadata.name, endpoints.length])).toEqual([['new-0', 3]])
    expect(changes.creates).toEqual([])
  })

  test('other ports take over the slice under its name', () => {
    const { slices } = applied(aService(), pods(2))
    const changed = aService({ ports: [{ name: 'http', port: 80, targetPort: 9090 }] })
    const { slices: after } = applied(changed, pods(2), slices)
    expect(after.map(({ metadata, ports }) => [metadata.name, ports[0]?.port])).toEqual([['new-0', 9090]])
  })

  test('changed labels of the Service rewrite every slice; reserved ones do not', () => {
    const { slices } = applied(aService(), pods(150))
    const relabelled = aService({}, { labels: { team: 'web' } })
    expect(applied(relabelled, pods(150), slices).changes.updates.map(slice => slice.metadata.labels['team'])).toEqual([
      'web',
      'web',
    ])
    const reserved = aService({}, { labels: { team: 'shop', 'service.kubernetes.io/headless': '' } })
    expect(applied(reserved, pods(150), slices).changes.updates).toEqual([])
  })

  test('[trap 10] slices of an old uid are deleted, never reused', () => {
    const { slices } = applied(aService(), pods(2))
    const { changes } = applied(aService({}, { uid: 'uid-new' }), pods(2), slices)
    expect(changes.deletes).toEqual(['new-0'])
    expect(changes.creates).toHaveLength(1)
  })

  test('slices of another manager, or of none, are left alone', () => {
    const [slice] = applied(aService(), pods(2)).slices
    const foreign = {
      ...must(slice),
      metadata: { ...must(slice).metadata, labels: { 'kubernetes.io/service-name': 'web' } },
    }
    expect(applied(aService(), [], [foreign]).changes.deletes).toEqual([])
  })

  test('a family that the Service lost loses its slices', () => {
    const dual = [aPod({ ips: ['10.0.0.1', 'fd00::1'] })]
    const { slices } = applied(aService({ ipFamilies: ['IPv4', 'IPv6'] }), dual)
    expect(applied(aService(), dual, slices).changes.deletes).toEqual(['new-1'])
  })
})

describe('hints', () => {
  const mixed = [
    aPod({ name: 'a' }),
    aPod({ name: 'b', ips: ['10.0.0.2'], ready: false }),
    aPod({ name: 'c', ips: ['10.0.0.3'], spec: { nodeName: 'bare' } }),
  ]
  const hintsOf = (spec: object, annotations: object = {}) =>
    changesFor(aService(spec, { annotations }), mixed, []).creates[0]?.endpoints?.map(({ hints }) => hints)

  test.each(['PreferClose', 'PreferSameZone'])(
    '%s: the own zone, on ready endpoints with a zone',
    trafficDistribution => {
      expect(hintsOf({ trafficDistribution })).toEqual([{ forZones: [{ name: 'eu-1a' }] }, undefined, undefined])
    },
  )

  test('PreferSameNode: the own node too', () => {
    expect(hintsOf({ trafficDistribution: 'PreferSameNode' })).toEqual([
      { forZones: [{ name: 'eu-1a' }], forNodes: [{ name: 'node-1' }] },
      undefined,
      { forNodes: [{ name: 'bare' }] },
    ])
  })

  test('topology-mode Auto wins, and its hints are not predicted', () => {
    expect(hintsOf({ trafficDistribution: 'PreferClose' }, { 'service.kubernetes.io/topology-mode': 'Auto' })).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('turning it on and off rewrites slices that nothing else changes', () => {
    const { slices } = applied(aService(), pods(2))
    const { slices: hinted, changes } = applied(aService({ trafficDistribution: 'PreferClose' }), pods(2), slices)
    expect(changes.updates[0]?.endpoints?.[0]?.hints).toEqual({ forZones: [{ name: 'eu-1a' }] })
    expect(applied(aService({ trafficDistribution: 'PreferClose' }), pods(2), hinted).changes.updates).toEqual([])
    expect(applied(aService(), pods(2), hinted).changes.updates[0]?.endpoints?.[0]).not.toHaveProperty('hints')
  })
})

test('whatever the packing, the published set is the expected one', () => {
  const service = aService({ ipFamilies: ['IPv4', 'IPv6'], trafficDistribution: 'PreferClose' })
  const all = pods(37).map((pod, at) =>
    at % 3 === 0 ? { ...pod, metadata: { ...pod.metadata, deletionTimestamp: 'x' } } : pod,
  )
  const { slices } = applied(service, all, applied(service, pods(90, 20), [], 10).slices, 10)
  expect(publishedEndpointSet(slices)).toEqual(expectedEndpointSet(service, all, findNode))
  expect(publishedEndpointSet(slices)).toHaveLength(37)
})
