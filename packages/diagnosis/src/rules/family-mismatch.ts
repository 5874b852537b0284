import { addressFamilies, isPodFinished, podAddresses } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { leftWords } from '../lost-words.ts'
import { matchedPods } from '../matched-pods.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count, listed } from '../words.ts'

/** [SC-C6] The Service has an IP family that its pods have no address of. */
export const familyMismatch: Rule = {
  code: 'SC-C6',
  title: 'IP families of Service and pods',
  inputs: ['pods'],
  arises: hasSelector,
  find: c => {
    const pods = matchedPods(c).filter(pod => !isPodFinished(pod) && (pod.status?.podIPs.length ?? 0) > 0)
    const families = addressFamilies(c.service).filter(family => c.facts.ipFamilies.includes(family))
    const lacking = families.filter(
      family => pods.length > 0 && pods.every(pod => podAddresses(pod, family).length === 0),
    )
    const [first] = pods
    if (first === undefined || lacking.length === 0) return null
    const isAll = lacking.length === families.length
    return {
      severity: isAll ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      title: `No pod has an ${listed(lacking)} address`,
      cause: `no pod has an ${listed(lacking)} address`,
      facts: `the Service is ${families.join(' and ')}, its ${count(pods.length, 'pod')} ${pods.length === 1 ? 'is' : 'are'} not, ${leftWords(c)}`,
      evidence: [
        {
          object: podRef(first),
          field: 'status.podIPs',
          found: (first.status?.podIPs ?? []).map(({ ip }) => ip).join(', '),
          expected: listed(lacking),
        },
      ],
      kubectl: kubectl(c, `get svc ${c.facts.name} -o jsonpath='{.spec.ipFamilies} {.spec.ipFamilyPolicy}'`),
      remedy:
        'Give the Service the families that its pods have (ipFamilies, ipFamilyPolicy), or the cluster network both.',
      explains: isAll ? pods.length : 0,
    }
  },
}
