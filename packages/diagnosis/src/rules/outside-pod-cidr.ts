import { hasEndpoints } from '../arises.ts'
import { isInCidr } from '../cidr.ts'
import { servicePods } from '../pod-trouble.ts'
import { podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words.ts'

/** [SC-E10] Pod addresses outside the range of their Node, where other pods of the Service are inside theirs. */
export const outsidePodCidr: Rule = {
  code: 'SC-E10',
  title: 'Address ranges of the nodes',
  inputs: ['pods', 'nodes'],
  arises: hasEndpoints,
  find: c => {
    const placed = servicePods(c).flatMap(pod => {
      const ranges = c.read('nodes').get(pod.spec.nodeName ?? '')?.spec?.podCIDRs ?? []
      const ip = pod.status?.podIP ?? ''
      const isInside = ranges.map(range => isInCidr(ip, range)).filter(each => each !== null)
      return pod.spec.hostNetwork === true || isInside.length === 0
        ? []
        : [{ pod, ip, ranges, isInside: isInside.some(Boolean) }]
    })
    const outside = placed.filter(({ isInside }) => !isInside)
    const [first] = outside
    // A network plugin with addresses of its own has all of them outside, and that is well.
    if (first === undefined || outside.length === placed.length) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: podRef(first.pod),
      title: `${count(outside.length, 'pod')} with an address outside the range of the node`,
      lead: '',
      guess: 'no route leads there, unless the network plugin has ranges of its own',
      facts: `${outside.length} of ${count(placed.length, 'pod')} ${outside.length === 1 ? 'has an address' : 'have addresses'} outside spec.podCIDRs of the node (${first.pod.metadata.name}: ${first.ip}, not in ${first.ranges.join(' or ')})`,
      evidence: outside.slice(0, 3).map(({ pod, ip, ranges }) => ({
        object: podRef(pod),
        field: 'status.podIP',
        found: ip,
        expected: `an address of ${ranges.join(' or ')}`,
      })),
      kubectl: `kubectl -n ${c.namespace} get pod ${first.pod.metadata.name} -o jsonpath='{.status.podIP}{"\\n"}'; kubectl get node ${first.pod.spec.nodeName ?? ''} -o jsonpath='{.spec.podCIDRs}'`,
      remedy: 'Delete the pod so that it gets a new address, and look at the address management of the network plugin.',
    }
  },
}
