import { expect, test } from 'vitest'
import { change, healthy, withAbsent } from '../law/raw.ts'
import { codesOf, type TestCluster } from '../testing/web-service.ts'

function endpointsOf(made: TestCluster, ...ips: readonly string[]): TestCluster {
  return change(made, [
    'endpoints',
    {
      metadata: { name: 'web', namespace: 'shop', uid: 'e' },
      subsets: [{ addresses: ips.map(ip => ({ ip })), ports: [{ port: 8080 }] }],
    },
  ])
}

const ALL = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const

test('[SC-E15] an address of a pod that is Ready is right, whatever the slices say', () => {
  expect(codesOf(endpointsOf(withAbsent({}), ...ALL))).not.toContain('SC-E15')
  // The Endpoints controller does not ask for Nodes.
  expect(codesOf(endpointsOf(withAbsent({ spec: { nodeName: 'gone' } }), ...ALL))).toEqual(['SC-C5'])
})

test('[SC-E15] an address of no pod is not', () => {
  expect(codesOf(endpointsOf(healthy(), ...ALL, '10.0.0.99'))).toEqual(['SC-E15'])
})
