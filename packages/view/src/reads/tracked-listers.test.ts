import { TestCluster } from '@slicescope/graph/testing'
import { RESOURCE_NAMES } from '@slicescope/model'
import { expect, test } from 'vitest'
import { viewOfStore } from '../view-of-store.ts'
import { aPod, aService, BEGIN } from '../testing/view-harness.ts'

test('[L1] a template that sets the label of a role ends the search for who should, though it makes no pod', () => {
  const cluster = new TestCluster()
  cluster.set('services', aService({ selector: { app: 'web', part: 'leader' } }))
  cluster.set('pods', aPod(1))
  for (const resource of RESOURCE_NAMES)
    cluster.store.writer(resource, null).setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  const view = viewOfStore(cluster.store, { startedAt: BEGIN })
  cluster.store.subscribe(batch => view.apply(batch.map(entry => ({ ...entry, time: BEGIN }))))
  const codes = () => {
    view.diagnose(BEGIN, () => false)
    const outcomes = view.outcomes().map(outcome => ({ type: 'outcome', outcome }) as const)
    view.apply(outcomes.map(each => ({ ...each, number: 0, time: BEGIN, fieldSet: 0 })))
    return view.row('shop/web')?.findings.map(({ code }) => code)
  }
  expect(codes()).toContain('SC-G28')
  const labels = { app: 'web', part: 'reader' }
  cluster.set('deployments', {
    metadata: { name: 'web', namespace: 'shop', uid: 'deployment-web' },
    spec: { replicas: 0, template: { metadata: { labels } } },
  })
  expect(codes()).not.toContain('SC-G28')
})
