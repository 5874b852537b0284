import { expect, test } from 'vitest'
import { aPod, change, empty } from '../law/raw.ts'
import { codesOf, diagnoseWeb, findingOf, type TestCluster } from '../testing/web-service.ts'

function withNamespaces(...names: readonly string[]): TestCluster {
  const made = empty()
  made.set('namespaces', ...names.map(name => ({ metadata: { name, uid: `ns-${name}` } })))
  return made
}

const STAGING_POD = aPod(9, { metadata: { namespace: 'staging', uid: 'staging-9' } })

test('[SC-B4] [D5] a search that did not reach all namespaces says how many', () => {
  const made = change(withNamespaces('staging', 'pay'), ['pods', STAGING_POD])
  made.coverages.set('pods/pay', 'forbidden')
  const { sentence, reads } = findingOf(made, 'SC-B4')
  expect(sentence).toContain('(searched 2 of 3 namespaces)')
  expect(reads.filter(({ resource }) => resource === 'pods').map(({ namespace }) => namespace)).toEqual([
    'shop',
    'staging',
  ])
})

test('[SC-B4] [L5] pods held of a namespace that cannot be read are not there', () => {
  const made = change(withNamespaces('staging'), ['pods', STAGING_POD])
  made.coverages.set('pods/staging', 'forbidden')
  expect(codesOf(made)).toEqual(['SC-B1'])
  expect(findingOf(made, 'SC-B1')).toMatchObject({
    facts: expect.stringMatching(/none in the other namespaces that can be read \(searched 1 of 2 namespaces\)$/),
    guess: expect.stringContaining('in a namespace that cannot be read'),
    reads: expect.not.arrayContaining([{ resource: 'pods', namespace: null }]),
  })
})

test('[SC-B1] where namespaces cannot be listed, nobody can tell of how many; a search of all says so', () => {
  const made = withNamespaces('staging')
  expect(findingOf(made, 'SC-B1').sentence).toMatchInlineSnapshot(
    `"Selector matches no pod: app=web matches 0 of 0 pods in shop and none in any other namespace (searched 2 of 2 namespaces). Possible cause: the pods were not created, or have other labels."`,
  )
  made.coverages.set('namespaces', 'forbidden')
  expect(findingOf(made, 'SC-B1').sentence).toMatchInlineSnapshot(
    `"Selector matches no pod: app=web matches 0 of 0 pods in shop and none in the other namespaces that can be read (searched 1 namespace). Possible cause: the pods were not created, have other labels, or are in a namespace that cannot be read."`,
  )
})

test('[SC-B4] is a hint, and stands behind a typo in its own namespace', () => {
  const made = change(
    withNamespaces('staging'),
    ['pods', STAGING_POD],
    ['pods', aPod(1, { metadata: { labels: { app: 'wbe' } } })],
  )
  expect(codesOf(made)).toEqual(['SC-B2', 'SC-B4'])
  expect(diagnoseWeb(made).findings.map(({ causeCertainty }) => causeCertainty)).toEqual(['likely', 'hint'])
})

test('[SC-B4] where all namespaces were searched it reads them all', () => {
  const made = change(withNamespaces('staging'), ['pods', STAGING_POD])
  expect(findingOf(made, 'SC-B4').reads).toContainEqual({ resource: 'pods', namespace: null })
})
