import { hasSelector } from '../arises.ts'
import { policyVerdict } from '../selectors/ingress-policies.ts'
import { kubectlIn, refOf } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count, listed, numberText } from '../words/words.ts'

/** [SC-E8] NetworkPolicies select the pods and allow no ingress, or some callers only, on the Service's port. */
export const networkPolicy: Rule = {
  code: 'SC-E8',
  title: 'Network policy',
  inputs: ['pods', 'networkpolicies'],
  arises: hasSelector,
  find: c => {
    const found = policyVerdict(c)
    if (found === null || found.worst.way === 'open' || found.worst.way === 'wide') return null
    const { policies, worst } = found
    const { port, number, way } = worst
    const whose = worst.pods === worst.of ? 'of the pods' : `of ${numberText(worst.pods)} of ${count(worst.of, 'pod')}`
    const [first] = policies
    const names = listed(policies.map(({ metadata }) => metadata.name))
    const isClosed = way === 'closed'
    return {
      severity: isClosed ? 'warning' : 'info',
      certainty: 'proven',
      causeCertainty: isClosed ? 'likely' : 'hint',
      subject: refOf('NetworkPolicy', first),
      lead: isClosed ? 'Network policies allow no ingress' : 'Network policies allow some callers only',
      ...(isClosed ? {} : { guess: 'the caller is not one of them, if the network plugin enforces policies' }),
      facts: isClosed
        ? `no rule of NetworkPolicy ${names} allows port ${number} ${whose} (port ${port.name ?? port.port} of the Service), if the network plugin enforces policies`
        : `NetworkPolicy ${names} allows port ${number} ${whose} from some peers`,
      ...shownEvidence(policies, policy => ({
        object: refOf('NetworkPolicy', policy),
        field: 'spec.ingress',
        found:
          policy.spec === undefined || policy.spec.ingress.length === 0
            ? 'no rule'
            : count(policy.spec.ingress.length, 'rule'),
        expected: `a rule for port ${number} and the caller`,
      })),
      kubectl: kubectlIn(c)`get networkpolicies -o yaml`,
      remedy: `Compare the ingress rules with the callers and with port ${number}: a rule names the port of the pods, not of the Service.`,
      remedyClass: 'look',
    }
  },
}
