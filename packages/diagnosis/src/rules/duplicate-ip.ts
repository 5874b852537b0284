import { isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import { objectKey, type Pod } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { kubectlAll, podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words/words.ts'

/** [SC-E9] Two living pods have one address: traffic for one may reach the other. */
export const duplicateIP: Rule = {
  code: 'SC-E9',
  title: 'Duplicate pod IP address',
  inputs: ['pods'],
  helps: ['namespaces'],
  everywhere: ['pods'],
  arises: hasEndpoints,
  find: c => {
    const pairs = servicePods(c)
      .filter(isHolder)
      .flatMap(pod => {
        const pods = c.read('pods')
        const shared = (pod.status?.podIPs ?? []).filter(({ ip }) => pods.countByIndex('ip', ip) > 1)
        const twin = shared.flatMap(({ ip }) =>
          pods
            .byIndex('ip', ip)
            .filter(
              other =>
                other.metadata.uid !== pod.metadata.uid &&
                isHolder(other) &&
                c.knowsIn('pods', other.metadata.namespace),
            )
            .map(other => ({ pod, other, ip })),
        )
        // Of several always the same one is named.
        return twin.toSorted((a, b) => (objectKey(a.other) < objectKey(b.other) ? -1 : 1)).slice(0, 1)
      })
    const [first] = pairs
    if (first === undefined) return null
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: podRef(first.pod),
      lead: 'Pods share an IP address',
      guess: 'the network plugin assigned an address twice',
      facts: `${count(pairs.length, 'pod')} of the Service ${pairs.length === 1 ? 'shares its address' : 'share their addresses'} with another pod: ${first.pod.metadata.name} and ${first.other.metadata.namespace}/${first.other.metadata.name} both have ${first.ip}`,
      evidence: [first.pod, first.other].map(pod => ({
        object: podRef(pod),
        field: 'status.podIPs',
        found: first.ip,
        expected: 'an address of its own',
      })),
      kubectl: kubectlAll`get pods -A -o wide --field-selector status.podIP=${first.ip}`,
      remedy: 'Check the IP address management of the network plugin.',
      remedyClass: 'look',
    }
  },
}

/** Addresses are used again before the old object is gone, and hostNetwork pods have their Node's. */
function isHolder(pod: Pod): boolean {
  return !isPodFinished(pod) && !isPodTerminating(pod) && pod.spec.hostNetwork !== true
}
