import { expect, test } from 'vitest'
import { clusterOverview } from './cluster-overview.ts'
import { clusterOverviewSchema } from './schema/overview.ts'
import type { Row } from './schema/row.ts'

const ZONES = ['eu-1a', 'eu-1b', 'eu-1c'] as const

/** A Service with `each` backends in each zone, of which those in eu-1b are lost. */
function aRow(name: string, over: Partial<Row> = {}): Row {
  return {
    key: `shop/${name}`,
    namespace: 'shop',
    name,
    type: 'ClusterIP',
    health: 'healthy',
    ready: 6,
    total: 6,
    starting: 0,
    terminating: 0,
    wanted: 6,
    absent: 0,
    rolling: false,
    recovered: null,
    standing: false,
    dependedOn: false,
    slices: 1,
    zones: ZONES.map(zone => ({ zone, ready: 2, total: 2, starting: 0, unknown: 0 })),
    verdict: 'well',
    severity: null,
    findings: [],
    since: null,
    ...over,
  }
}

const hit = (name: string): Row =>
  aRow(name, {
    health: 'degraded',
    severity: 'critical',
    ready: 4,
    zones: ZONES.map(zone => ({ zone, ready: zone === 'eu-1b' ? 0 : 2, total: 2, starting: 0, unknown: 0 })),
    findings: [{ code: 'SC-D9', title: 'Nodes not Ready' }],
  })

const unpulled = (name: string): Row =>
  aRow(name, { health: 'degraded', severity: 'warning', findings: [{ code: 'SC-B3', title: 'Image pull failed' }] })

const down: Row = {
  ...hit('metrics'),
  health: 'down',
  ready: 0,
  total: 2,
  zones: [{ zone: 'eu-1b', ready: 0, total: 2, starting: 0, unknown: 0 }],
}

const nodes = (notReady: readonly string[]) =>
  ZONES.flatMap(zone =>
    [1, 2, 3].map(number => {
      const name = `${zone}-${number}`
      const status = notReady.includes(name) ? 'Unknown' : 'True'
      return {
        metadata: { name, uid: name, labels: { 'topology.kubernetes.io/zone': zone } },
        status: { conditions: [{ type: 'Ready', status }] },
      }
    }),
  )

const WHOLE_ZONE = ['eu-1b-1', 'eu-1b-2', 'eu-1b-3']

test('a zone whose nodes are all down is one sentence for the cluster, with what it costs', () => {
  const rows = [down, ...['a', 'b', 'c'].map(hit), aRow('well')]
  const overview = clusterOverviewSchema.parse(clusterOverview({ rows, nodes: nodes(WHOLE_ZONE) }))
  expect(overview.sentence).toBe('Zone eu-1b is down: 3 nodes NotReady; 3 Services lost backends, 1 has none')
  expect(overview.severity).toBe('critical')
  expect(overview.causes).toMatchObject([
    { kind: 'zone', zone: 'eu-1b', services: rows.slice(0, 4).map(({ key }) => key) },
  ])
  expect(overview.zones.find(({ zone }) => zone === 'eu-1b')).toEqual({
    zone: 'eu-1b',
    nodes: { ready: 0, total: 3 },
    ready: 2,
    total: 10,
    starting: 0,
    unknown: 0,
    services: 5,
    losing: 4,
  })
  expect(overview.nodes).toEqual({ ready: 6, total: 9 })
})

test('what is unknown or starts is no loss of its zone', () => {
  const zones = [{ zone: 'eu-1a', ready: 2, total: 6, starting: 1, unknown: 3 }]
  const overview = clusterOverview({ rows: [aRow('odd', { zones })], nodes: null })
  expect(overview.zones).toEqual([
    { zone: 'eu-1a', nodes: null, ready: 2, total: 6, starting: 1, unknown: 3, services: 1, losing: 0 },
  ])
})

test('some nodes of a zone are no zone that is down', () => {
  const { sentence, causes } = clusterOverview({ rows: ['a', 'b'].map(hit), nodes: nodes(['eu-1b-2']) })
  expect(sentence).toBe('Nodes NotReady in zone eu-1b: 1 of 3 NotReady; 2 Services lost backends')
  expect(causes[0]?.kind).toBe('nodes')
})

test('without Nodes the zone is told by what its Services lost, and that Nodes cannot be read', () => {
  const overview = clusterOverview({ rows: ['a', 'b', 'c'].map(hit), nodes: null })
  expect(overview.sentence).toBe('Zone eu-1b lost its backends: Nodes cannot be read; 3 Services lost backends')
  expect(overview.nodes).toBeNull()
  expect(clusterOverview({ rows: ['a', 'b'].map(hit), nodes: null }).causes).toEqual([])
})

test('Services that share a finding and no place share that; one Service shares nothing', () => {
  const { causes, sentence } = clusterOverview({ rows: ['a', 'b', 'c'].map(unpulled), nodes: nodes([]) })
  expect(causes).toMatchObject([{ kind: 'finding', code: 'SC-B3', title: 'Image pull failed', severity: 'warning' }])
  expect(sentence).toContain('Image pull failed: 3 Services lost backends')
  expect(clusterOverview({ rows: [down], nodes: nodes(WHOLE_ZONE) }).causes).toEqual([])
})

test('all is well: counts say so; what starts or has recovered needs nobody', () => {
  const recovered = {
    at: '2026-11-24T03:00:00Z',
    lastedMs: 94_000,
    was: { severity: 'critical' as const, sentence: 'x', lost: 1, of: 5 },
  }
  const rows = [aRow('a'), aRow('b', { ready: 5, starting: 1 }), aRow('c', { recovered, severity: 'info' })]
  const overview = clusterOverview({ rows, nodes: nodes([]) })
  expect(overview.sentence).toBe('No Service needs attention: 17 of 18 backends ready in 3 Services')
  expect(overview.severity).toBeNull()
  expect(overview.recovered).toEqual(['shop/c'])
  expect(clusterOverview({ rows: [], nodes: null }).sentence).toBe('No Services')
})

test('several losses without a cause in common are counted', () => {
  const rows = [hit('a'), aRow('b')]
  expect(clusterOverview({ rows, nodes: nodes([]) }).sentence).toBe(
    '1 of 2 Services needs attention, with no cause in common',
  )
})
