import { podAddresses } from '@slicescope/kubernetes'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { getSlices } from '../slices/slices.ts'
import { count } from '../words/words.ts'

/** [SC-E7] Ready in one IP family and in none of the other. */
export const oneFamily: Rule = {
  code: 'SC-E7',
  title: 'Ready in one IP family only',
  inputs: [],
  helps: ['pods'],
  arises: graph => hasEndpoints(graph) && graph.service.ipFamilies.length > 1,
  find: c => {
    const ready = (family: string) =>
      c.graph.endpoints.filter(({ addressType, state }) => addressType === family && state === 'ready').length
    const counts = c.facts.ipFamilies.map(family => ({ family, ready: ready(family) }))
    const lost = counts.find(own => own.ready === 0)
    const kept = counts.find(own => own.ready > 0)
    if (lost === undefined || kept === undefined || !isPromised(c, lost.family)) return null
    if (isWithoutAddresses(c, lost.family)) return null
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: `No ready endpoint in ${lost.family}`,
      facts: `${count(kept.ready, `ready ${kept.family} endpoint`)} and none in ${lost.family}; clients that use the ${lost.family} address get no answer`,
      evidence: counts.map(own => ({
        object: serviceRef(c),
        field: `ready endpoints in slices of ${own.family}`,
        found: String(own.ready),
        expected: '1 or more',
      })),
      kubectl: getSlices(
        c,
        '-o',
        'custom-columns=NAME:.metadata.name,TYPE:.addressType,READY:.endpoints[*].conditions.ready',
      ),
      remedy: 'Check that the pods have addresses of both IP families.',
      remedyClass: 'look',
    }
  },
}

/**
 * Whether clients may ask for it: the Service has a cluster IP of the family, or its pods an address. The API server
 * gives a headless Service without selector both families by default, also on a cluster that has one.
 */
function isPromised(c: Case, family: string): boolean {
  const isOf = (address: string) => address.includes(':') === (family === 'IPv6')
  const pods = c.knows('pods') ? servicePods(c) : []
  return (
    c.facts.clusterIPs.some(address => address !== 'None' && isOf(address)) ||
    pods.some(({ status }) => (status?.podIPs ?? []).some(({ ip }) => isOf(ip)))
  )
}

/** Then SC-C6 says it, with the cause. */
function isWithoutAddresses(c: Case, family: string): boolean {
  const pods = c.knows('pods') ? matchedPods(c) : []
  return pods.length > 0 && pods.every(pod => podAddresses(pod, family === 'IPv6' ? 'IPv6' : 'IPv4').length === 0)
}
