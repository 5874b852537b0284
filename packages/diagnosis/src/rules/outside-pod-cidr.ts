import { hasEndpoints } from '../arises.ts'
import { isInCidr } from '../slices/cidr.ts'
import { commands } from '../words/command.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { kubectlAll, kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count, numberText } from '../words/words.ts'

/** [SC-E10] Pod addresses outside the range of their Node, where other pods of the Service are inside theirs. */
export const outsidePodCidr: Rule = {
  code: 'SC-E10',
  title: 'Pod address outside the node range',
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
      lead: 'Pod address is outside the node range',
      guess: 'no route leads to these addresses, unless the network plugin has its own ranges',
      facts: `${numberText(outside.length)} of ${count(placed.length, 'pod')} ${outside.length === 1 ? 'has an address' : 'have addresses'} outside spec.podCIDRs of the node (${first.pod.metadata.name}: ${first.ip}, not in ${first.ranges.join(' or ')})`,
      ...shownEvidence(outside, ({ pod, ip, ranges }) => ({
        object: podRef(pod),
        field: 'status.podIP',
        found: ip,
        expected: `an address of ${ranges.join(' or ')}`,
      })),
      kubectl: commands(
        kubectlIn(c)`get pods ${selecting(c)} -o wide`,
        kubectlAll`get nodes -o custom-columns=NODE:.metadata.name,RANGES:.spec.podCIDRs`,
      ),
      remedy: 'Check the IP address management of the network plugin.',
      remedyClass: 'look',
    }
  },
}
