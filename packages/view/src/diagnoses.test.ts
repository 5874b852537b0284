import { RESOURCES } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { ALL_RIGHTS, type Rights } from './rights.ts'
import { aNode, aPod, aService, aSlice, anEndpoint, NOT_READY, ViewHarness } from './testing/view-harness.ts'

const TYPO = aService({ selector: { app: 'wbe' } })

/** A Service whose selector has a typo, with the pods that it misses. */
function setUp(): ViewHarness {
  const harness = new ViewHarness()
  harness.set('services', TYPO)
  harness.set('endpointslices', aSlice([]))
  harness.set('pods', aPod(1), aPod(2))
  harness.synced()
  return harness
}

function diagnoseAll(harness: ViewHarness): void {
  while (harness.view.diagnose(harness.now, () => true)) harness.now += 0
}

describe('the verdict says why, proven by a finding', () => {
  test('a selector with a typo: row and view say the same sentence, with severity and evidence', () => {
    const harness = setUp()
    diagnoseAll(harness)
    const row = harness.view.row('shop/web')
    const view = harness.view.serviceView('shop/web', harness.now)
    expect(view?.findings[0]).toMatchObject({ code: 'SC-B2', severity: 'critical', causeCertainty: 'likely' })
    expect(row?.verdict).toBe(view?.verdict.sentence)
    expect(row?.verdict).toContain('`wbe`')
    expect([row?.severity, view?.verdict.severity]).toEqual(['critical', 'critical'])
    expect(row?.findings[0]).toEqual({ code: 'SC-B2', title: 'Selector typo' })
    expect(row?.findings.map(({ code }) => code)).toEqual([...new Set(view?.findings.map(({ code }) => code))])
  })

  test('a change runs again only what it touches, and tells of it', () => {
    const harness = setUp()
    diagnoseAll(harness)
    harness.view.takeChanged()
    harness.set('services', aService())
    diagnoseAll(harness)
    expect(harness.view.serviceView('shop/web', harness.now)?.findings.map(({ code }) => code)).not.toContain('SC-B2')
    expect(harness.view.takeChanged().rows).toContain('shop/web')
    expect(harness.view.diagnose(harness.now, () => false)).toBe(false)
  })

  test('stops when its time is over, and goes on with what waits', () => {
    const harness = setUp()
    harness.set('services', aService({ selector: { app: 'wbe' } }, { name: 'other', uid: 'service-other' }))
    const isDiagnosed = (key: string) => (harness.view.row(key)?.findings.length ?? 0) > 0
    const told: string[] = []
    let isWaiting = true
    while (isWaiting) {
      isWaiting = harness.view.diagnose(harness.now, () => true)
      told.push(['shop/web', 'shop/other'].map(key => (isDiagnosed(key) ? '+' : '-')).join(''))
    }
    expect([...new Set(told)]).toEqual(['--', '+-', '++'])
  })

  test('[L5] without pods it cannot tell, and says for want of what', () => {
    const harness = new ViewHarness()
    harness.set('services', TYPO)
    harness.set('endpointslices', aSlice([]))
    harness.synced('services', 'endpointslices')
    const view = harness.view.serviceView('shop/web', harness.now)
    expect(view?.findings.map(({ code }) => code)).not.toContain('SC-B2')
    expect(view?.cannotTell).toContainEqual(
      expect.objectContaining({ missing: [{ resource: 'pods', namespace: 'shop', reason: 'loading' }] }),
    )
  })

  test('what is stale says its counts in the past, not a cause', () => {
    const harness = setUp()
    diagnoseAll(harness)
    harness.now += 75_001
    expect(harness.view.row('shop/web')?.verdict).toMatch(/^As of .* \(stale\): /)
  })
})

function notReadyPod(n: number, waiting: { readonly reason: string } | null) {
  return {
    ...aPod(n),
    spec: { nodeName: 'n1', containers: [{ name: 'web' }] },
    status: {
      phase: 'Running',
      podIPs: [{ ip: `10.0.0.${n}` }],
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
      containerStatuses: [{ name: 'web', ready: false, restartCount: 4, state: waiting === null ? {} : { waiting } }],
    },
  }
}

/** Of pod web-n, on a Node of its own. */
function hinted(n: number, zone: string) {
  return anEndpoint(n, { zone, nodeName: `n${n}`, hints: { forZones: [{ name: zone }] } })
}

function otherNodes(zone: string) {
  return Array.from({ length: 30 }, (_, n) => aNode(`other-${n}`, zone))
}

test('who counts the nodes of zones hears of a node that comes or changes its zone', () => {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.set('endpointslices', aSlice([hinted(1, 'eu-1a'), ...[2, 3, 4, 5, 6].map(n => hinted(n, 'eu-1b'))]))
  harness.set('nodes', aNode('n1', 'eu-1a'), ...[2, 3, 4, 5, 6].map(n => aNode(`n${n}`, 'eu-1b')))
  harness.synced()
  const isOverloaded = () => {
    diagnoseAll(harness)
    return harness.view.row('shop/web')?.findings.some(({ code }) => code === 'SC-E6')
  }
  expect(isOverloaded()).toBe(false)
  harness.set('nodes', ...otherNodes('eu-1a'))
  expect(isOverloaded()).toBe(true)
  harness.set('nodes', ...otherNodes('eu-1b'))
  expect(isOverloaded()).toBe(false)
})

describe('whose loss a finding explains', () => {
  const CRASHED = { reason: 'CrashLoopBackOff' }

  function brokenBy(code: string, crashed: readonly number[]) {
    const harness = new ViewHarness()
    harness.set('services', aService())
    harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, NOT_READY), anEndpoint(3, NOT_READY)]))
    harness.set('pods', aPod(1), ...[2, 3].map(n => notReadyPod(n, crashed.includes(n) ? CRASHED : null)))
    harness.synced()
    diagnoseAll(harness)
    return harness.view.serviceView('shop/web', harness.now)?.findings.find(finding => finding.code === code)?.broken
  }

  test('is said by their keys, and in a word where it is all that is lost', () => {
    expect(brokenBy('SC-D2', [3])).toEqual(['pod-3'])
    expect(brokenBy('SC-D2', [2, 3])).toBe('all')
  })
})

describe('rights', () => {
  const WITHOUT_PODS: Rights = { mayRead: resource => resource !== 'pods' }

  test('a reader without the rights to what a finding was concluded from sees neither it nor its words', () => {
    const harness = setUp()
    diagnoseAll(harness)
    for (const rights of [WITHOUT_PODS, ALL_RIGHTS]) {
      const isTold = rights === ALL_RIGHTS
      const view = harness.view.serviceView('shop/web', harness.now, rights)
      expect(view?.findings.some(({ code }) => code === 'SC-B2')).toBe(isTold)
      expect(view?.verdict.sentence.includes('wbe')).toBe(isTold)
      const row = harness.view.row('shop/web', rights)
      expect(row?.verdict.includes('wbe')).toBe(isTold)
      expect(row?.findings.some(({ code }) => code === 'SC-B2')).toBe(isTold)
    }
  })
})

test('where no workload may be read, how many are wanted is not known and changes no health', () => {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, NOT_READY)]))
  harness.synced()
  diagnoseAll(harness)
  expect(harness.view.row('shop/web')).toMatchObject({ wanted: null, rolling: false, health: 'degraded' })
})

test('pods that are wanted and not made have a minute; then fewer is a loss, told in numbers where no cause is known', () => {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2)]))
  harness.synced('services', 'endpointslices')
  const deployments = harness.store.writer('deployments', null)
  const others = (['replicasets', 'statefulsets', 'daemonsets'] as const).map(each => harness.store.writer(each, null))
  for (const writer of [deployments, ...others])
    writer.setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  const deployment = {
    metadata: { name: 'web', namespace: 'shop', uid: 'deployment-web' },
    spec: { replicas: 3, template: { metadata: { labels: { app: 'web' } } } },
  }
  deployments.apply([{ type: 'set', object: RESOURCES.deployments.keep(deployment, harness.store.interner) }])
  diagnoseAll(harness)
  expect(harness.view.row('shop/web')).toMatchObject({ health: 'healthy', wanted: 3, severity: null })
  harness.now += 60_000
  harness.heard()
  harness.store.noteTime()
  diagnoseAll(harness)
  expect(harness.view.row('shop/web')).toMatchObject({
    health: 'degraded',
    severity: 'warning',
    verdict:
      'Fewer backends than wanted: 1 of 3 wanted backends missing since 03:01:00 UTC, 2 ready. Pods are still loading, so the cause is unknown.',
  })
})

test('what was scaled to zero and is scaled up again has a minute before it counts as lost', () => {
  const harness = new ViewHarness()
  harness.set('services', aService())
  const deployments = harness.store.writer('deployments', null)
  const others = (['replicasets', 'statefulsets', 'daemonsets'] as const).map(each => harness.store.writer(each, null))
  const scaleTo = (replicas: number, ready: number) => {
    const deployment = {
      metadata: { name: 'web', namespace: 'shop', uid: 'deployment-web' },
      spec: { replicas, template: { metadata: { labels: { app: 'web' } } } },
    }
    deployments.apply([{ type: 'set', object: RESOURCES.deployments.keep(deployment, harness.store.interner) }])
    harness.set('endpointslices', aSlice(Array.from({ length: ready }, (_, n) => anEndpoint(n))))
    diagnoseAll(harness)
  }
  const wait = (seconds: number) => {
    harness.now += seconds * 1000
    harness.heard()
    harness.store.noteTime()
    diagnoseAll(harness)
  }
  scaleTo(2, 2)
  harness.synced()
  for (const writer of [deployments, ...others])
    writer.setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  wait(120)
  scaleTo(0, 0)
  wait(15)
  expect(harness.view.row('shop/web')).toMatchObject({ health: 'empty', severity: 'info' })
  scaleTo(4, 0)
  expect(harness.view.row('shop/web')).toMatchObject({ health: 'empty', severity: 'info', recovered: null })
  wait(30)
  expect(harness.view.row('shop/web')).toMatchObject({ severity: 'info', recovered: null })
  wait(31)
  expect(harness.view.row('shop/web')).toMatchObject({ severity: 'critical' })
})
