import { expect, test } from 'vitest'
import {
  aPod,
  aService,
  aSlice,
  codesOf,
  diagnoseWeb,
  findingOf,
  TestCluster,
  verdictIn,
} from '../testing/web-service.ts'

/** Service and pods that its selector misses; the slice is the controller's placeholder. */
function misses(selector: object, ...labels: readonly object[]): TestCluster {
  const cluster = new TestCluster()
  cluster.set('services', aService({ selector }))
  cluster.set('namespaces', { metadata: { name: 'shop', uid: 'ns-shop' } })
  cluster.set('endpointslices', aSlice(null))
  cluster.set('pods', ...labels.map((own, n) => aPod(n, { metadata: { labels: own } })))
  return cluster
}

test('[SC-B2] a selector that matches no pod names the nearest labels and how many pods have them', () => {
  const others = Array.from({ length: 211 }, () => ({ app: 'payments' }))
  const cluster = misses({ app: 'wbe' }, { app: 'web' }, { app: 'web' }, { app: 'web', tier: 'front' }, ...others)
  const finding = findingOf(cluster, 'SC-B2')
  expect(finding).toMatchObject({
    severity: 'warning',
    certainty: 'proven',
    causeCertainty: 'likely',
    subject: { kind: 'Service', namespace: 'shop', name: 'web' },
    lead: 'Selector typo',
    facts: 'app=wbe matches 0 of 214 pods in shop; 3 pods differ only in app: `wbe` in the selector, `web` on the pods',
    kubectl: 'kubectl -n shop get pods --show-labels',
    explains: 3,
    reads: [
      { resource: 'services', namespace: 'shop' },
      { resource: 'endpointslices', namespace: 'shop' },
      { resource: 'pods', namespace: 'shop' },
    ],
  })
  expect(finding.evidence[0]).toEqual({
    object: { kind: 'Service', namespace: 'shop', name: 'web' },
    field: 'spec.selector["app"]',
    found: 'wbe',
    expected: 'web',
  })
  expect(verdictIn(cluster)).toMatchObject({
    code: 'SC-B2',
    severity: 'warning',
    sentence: finding.sentence,
  })
})

test.each([
  ['two letters swapped', { app: 'wbe' }, { app: 'web' }],
  ['a letter left out', { app: 'checkot' }, { app: 'checkout' }],
  ['two letters wrong', { app: 'fromtemd' }, { app: 'frontend' }],
  ['the case', { app: 'Web' }, { app: 'web' }],
  ['the case of a key', { App: 'web' }, { app: 'web' }],
  ['a key without its prefix', { app: 'web' }, { 'app.kubernetes.io/name': 'web' }],
  ['a key with another prefix', { 'example.com/role': 'db' }, { role: 'db' }],
  ['another key beside one of that name', { app: 'web' }, { app: 'storefront', 'app.kubernetes.io/name': 'web' }],
  ['one of two pairs', { app: 'wbe', tier: 'front' }, { app: 'web', tier: 'front' }],
  ['both of two pairs', { app: 'wbe', tier: 'frotn' }, { app: 'web', tier: 'front' }],
])('[SC-B2] %s is near', (_what, selector, labels) => {
  expect(codesOf(misses(selector, labels))).toContain('SC-B2')
})

test.each([
  ['another word', { app: 'web' }, { app: 'payments' }],
  ['another short word', { app: 'db' }, { app: 'ui' }],
  ['three letters wrong', { app: 'frontend' }, { app: 'frxxxend' }],
  ['no label at all', { app: 'web' }, {}],
  [
    'the pair that matches is not the one that decides',
    { app: 'web', tier: 'front' },
    { app: 'payments', tier: 'front' },
  ],
])('[SC-B2] %s is not near', (_what, selector, labels) => {
  expect(codesOf(misses(selector, labels))).not.toContain('SC-B2')
})

test('[SC-B2] of several near sets the nearest is named', () => {
  const cluster = misses({ app: 'frontend' }, { app: 'frontedn' }, { app: 'Frontend' }, { app: 'fronxxnd' })
  expect(findingOf(cluster, 'SC-B2').sentence).toMatchInlineSnapshot(
    `"Likely: selector differs in upper and lower case. app=frontend matches 0 of 3 pods in shop; 1 pod differs only in app: \`frontend\` in the selector, \`Frontend\` on the pods."`,
  )
})

test('[SC-B2] a key in other letters is a difference of case', () => {
  expect(findingOf(misses({ App: 'web' }, { app: 'web' }), 'SC-B2').sentence).toMatchInlineSnapshot(
    `"Likely: selector differs in upper and lower case. App=web matches 0 of 1 pod in shop; 1 pod differs only in the key of \`web\`: \`App\` in the selector, \`app\` on the pods."`,
  )
})

test('[SC-B2] other numbers are a guess', () => {
  const finding = findingOf(misses({ app: 'shard-1' }, { app: 'shard-2' }), 'SC-B2')
  expect(finding.causeCertainty).toBe('hint')
  expect(finding.sentence).toMatchInlineSnapshot(
    `"Selector matches no pod: app=shard-1 matches 0 of 1 pod in shop; 1 pod differs only in app: \`shard-1\` in the selector, \`shard-2\` on the pods. Possible cause: another number or version was meant."`,
  )
})

test('[SC-B2] pods of another namespace are not its own', () => {
  const cluster = misses({ app: 'wbe' })
  cluster.set('pods', aPod(9, { metadata: { namespace: 'pay', labels: { app: 'web' } } }))
  expect(codesOf(cluster)).not.toContain('SC-B2')
})

test('[SC-B2] says "cannot tell" before pods are listed and while they cannot be read', () => {
  const cluster = misses({ app: 'wbe' }, { app: 'web' })
  for (const reason of ['loading', 'forbidden'] as const) {
    cluster.coverages.set('pods', reason)
    const { findings, cannotTell } = diagnoseWeb(cluster)
    expect(findings.filter(({ code }) => code === 'SC-B2')).toEqual([])
    expect(cannotTell.find(({ code }) => code === 'SC-B2')?.missing).toEqual([
      { resource: 'pods', namespace: 'shop', reason },
    ])
  }
})
