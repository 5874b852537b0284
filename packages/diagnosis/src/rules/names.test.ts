import { expect, test } from 'vitest'
import { aNode, aService, aWorkload, change, empty, FAILING, healthy, stateful, ZONES } from '../law/raw.ts'
import { cluster, codesOf, diagnoseWeb, findingOf, podOn } from '../testing/web-service.ts'

function nameless() {
  const made = stateful('')
  return change(made, ['statefulsets', aWorkload({ spec: { serviceName: '' } })])
}

test('[SC-F1] a StatefulSet without serviceName gives its pods no names, where a headless Service would', () => {
  expect(findingOf(nameless(), 'SC-F1')).toMatchObject({
    severity: 'warning',
    lead: 'StatefulSet web has no serviceName',
    facts: '3 pods have no DNS name of their own',
  })
  const withAddress = change(nameless(), ['services', aService({ clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'] })])
  expect(codesOf(withAddress)).not.toContain('SC-F1')
})

test('[SC-F1] pods that no StatefulSet owns say a subdomain of their own', () => {
  const pods = [1, 2, 3].map(n => podOn(`n${n}`, n, { spec: { hostname: 'web', subdomain: 'peers' } }))
  const made = healthy()
  made.set('pods', ...pods)
  expect(findingOf(made, 'SC-F1').sentence).toMatchInlineSnapshot(
    `"Service peers does not exist: the pods have subdomain peers; 3 pods have no DNS name of their own."`,
  )
})

test('[SC-F1] [SC-F7] of pods from before serviceName changed only that is said', () => {
  const made = change(stateful('web-old'), ['statefulsets', aWorkload({ spec: { serviceName: 'web' } })])
  expect(codesOf(made)).toContain('SC-F7')
  expect(codesOf(made)).not.toContain('SC-F1')
})

test('[SC-F4] a selector that matches nothing is explained by the StatefulSet that it should match', () => {
  const set = aWorkload({ replicas: 2, spec: { serviceName: 'web' } })
  const made = change(empty({ selector: { app: 'website' } }), ['statefulsets', set], ['nodes', aNode('n1', 'eu-1a')])
  expect(diagnoseWeb(made).findings[0]).toMatchObject({ code: 'SC-F4', severity: 'warning', explains: 2 })
})

test('[SC-F5] a pod that has ended waits for no name', () => {
  const ended = { phase: 'Failed', conditions: [{ type: 'Ready', status: 'False' }] }
  expect(codesOf(stateful('web', {}, { status: ended }))).not.toContain('SC-F5')
})

test('[SC-F5] a pod that holds up its OrderedReady StatefulSet names the circle, and where to break it', () => {
  const [pod] = [0].map(n =>
    podOn('n1', n, {
      metadata: { ownerReferences: [{ kind: 'StatefulSet', name: 'web', uid: 'workload-web', controller: true }] },
      spec: { hostname: 'web-0', subdomain: 'web' },
      status: FAILING,
    }),
  )
  const made = cluster([pod ?? {}], ZONES)
  made.set('services', aService({ clusterIP: 'None', clusterIPs: ['None'] }))
  made.set('statefulsets', aWorkload({ replicas: 3, spec: { serviceName: 'web' }, status: { replicas: 1 } }))
  expect(diagnoseWeb(made).findings[0]).toMatchObject({
    code: 'SC-F5',
    causeCertainty: 'proven',
    explains: 3,
    lead: 'Pod web-0 holds up StatefulSet web',
    facts: expect.stringContaining(
      'a circle if web-0 waits for one of these names, which podManagementPolicy Parallel breaks',
    ),
  })
  const parallel = { serviceName: 'web', podManagementPolicy: 'Parallel' }
  made.set('statefulsets', aWorkload({ replicas: 3, spec: parallel, status: { replicas: 1 } }))
  expect(findingOf(made, 'SC-F5')).toMatchObject({ severity: 'info', causeCertainty: 'likely' })
})
