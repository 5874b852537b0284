import { addressFamilies, isPodFinished, podAddresses } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { leftWords } from '../lost-words.ts'
import { matchedPods } from '../matched-pods.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { listed, selectorText } from '../words.ts'

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
      facts: `the Service wants ${families.join(' and ')}, and ${pods.length === 1 ? 'its pod has' : `all ${pods.length} pods have`} ${isAll ? others(lacking) : listed(families.filter(family => !lacking.includes(family)))} alone; ${leftWords(c)}`,
      evidence: [
        {
          object: podRef(first),
          field: 'status.podIPs',
          found: (first.status?.podIPs ?? []).map(({ ip }) => ip).join(', '),
          expected: `an address of ${listed(lacking)}`,
        },
      ],
      kubectl: `${kubectl(c, `get svc ${c.facts.name} -o jsonpath='{.spec.ipFamilies} {.spec.ipFamilyPolicy}{"\\n"}'`)}; ${kubectl(c, `get pods -l "${selectorText(c.facts.selector)}" -o custom-columns='NAME:.metadata.name,IPS:.status.podIPs[*].ip'`)}`,
      remedy:
        'Give the Service the families that its pods have (ipFamilies, ipFamilyPolicy), or the cluster network both.',
      explains: isAll ? pods.length : 0,
    }
  },
}

function others(families: readonly string[]): string {
  return families.includes('IPv6') ? 'IPv4' : 'IPv6'
}
