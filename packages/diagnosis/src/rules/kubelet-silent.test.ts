import { expect, test } from 'vitest'
import { PENDING, withAbsent } from '../law/raw.ts'
import { ago, aLease, codesOf, diagnoseWeb, findingOf, NOW, withLeases } from '../testing/web-service.ts'

/** web-3 has waited on n3 for an address since long. */
function waiting() {
  return withAbsent({ status: { ...PENDING, conditions: [] } })
}

const LEASE = { namespace: 'kube-node-lease', name: 'n3' }

test('[SC-D10] the lease of a Node is asked for where one of its pods waits for an address, and no other', () => {
  expect(diagnoseWeb(waiting()).leases).toEqual([LEASE])
  const young = withAbsent({ metadata: { creationTimestamp: ago(10) }, status: { ...PENDING, conditions: [] } })
  expect(diagnoseWeb(young).leases).toEqual([])
})

test('[SC-D10] a lease that is renewed, is being read or is not there proves nothing: SC-C2 stays', () => {
  const renewed = aLease({ first: NOW - 40_000 })
  for (const lease of [renewed, { state: 'loading' }, { state: 'absent' }] as const) {
    const made = withLeases(waiting(), lease)
    expect(codesOf(made)).toContain('SC-C2')
    expect(codesOf(made)).not.toContain('SC-D10')
    expect(diagnoseWeb(made).cannotTell).toEqual([])
  }
})

test('[D2] [SC-D10] where leases cannot be read it cannot tell, and says so', () => {
  const { cannotTell } = diagnoseWeb(withLeases(waiting(), { state: 'forbidden' }))
  expect(cannotTell).toEqual([
    {
      code: 'SC-D10',
      title: 'Kubelet stopped reporting',
      missing: [{ resource: 'leases', namespace: 'kube-node-lease', reason: 'forbidden' }],
    },
  ])
})

test('[D4] [SC-D10] says that it went by a lease', () => {
  const old = aLease({ first: NOW - 40_001 })
  const { reads, broken } = findingOf(withLeases(waiting(), old), 'SC-D10')
  expect(reads).toContainEqual({ resource: 'leases', namespace: 'kube-node-lease' })
  expect(broken).toEqual(['pod-3'])
})
