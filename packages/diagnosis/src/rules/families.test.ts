import { expect, test } from 'vitest'
import { aService, change, ZONES } from '../law/raw.ts'
import { cluster, codesOf, findingOf, podOn, type TestCluster } from '../testing/web-service.ts'

function podWith(n: number, ...ips: readonly string[]) {
  return podOn(`n${n}`, n, { status: { podIP: ips[0], podIPs: ips.map(ip => ({ ip })) } })
}

function behind(ipFamilies: readonly string[], ...pods: readonly ReturnType<typeof podWith>[]): TestCluster {
  return change(cluster(pods, ZONES), ['services', aService({ ipFamilies })])
}

test('[SC-C6] one pod of two without an address of a family is told, and is no alarm', () => {
  const made = behind(['IPv4', 'IPv6'], podWith(1, '10.0.0.1', 'fd00::1'), podWith(2, '10.0.0.2'))
  expect(findingOf(made, 'SC-C6')).toMatchObject({
    severity: 'info',
    explains: 0,
    lead: 'Some pods have no IPv6 address',
    facts: expect.stringMatching(/^1 of 2 pods has no IPv6 address; the Service wants IPv4 and IPv6/),
  })
  const both = behind(['IPv4', 'IPv6'], podWith(1, '10.0.0.1', 'fd00::1'), podWith(2, '10.0.0.2', 'fd00::2'))
  expect(codesOf(both)).not.toContain('SC-C6')
})

test('[SC-C6] where the Service has no other family it leaves the pod out', () => {
  const made = behind(['IPv6'], podWith(1, '10.0.0.1', 'fd00::1'), podWith(2, '10.0.0.2'))
  expect(findingOf(made, 'SC-C6').sentence).toMatchInlineSnapshot(
    `"Some pods have no IPv6 address: 1 of 2 pods has no IPv6 address; the Service wants only IPv6 and leaves it out; none ready."`,
  )
  expect(findingOf(made, 'SC-C6').explains).toBe(1)
})

test('[SC-C6] two are both', () => {
  const made = behind(['IPv4', 'IPv6'], podWith(1, '10.0.0.1'), podWith(2, '10.0.0.2'))
  expect(findingOf(made, 'SC-C6').sentence).toMatchInlineSnapshot(
    `"Pods have no IPv6 address: the Service wants IPv4 and IPv6, and both pods have only IPv4; 2 of 2 still ready."`,
  )
})
