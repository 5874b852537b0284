import { hasSelector } from '../arises.ts'
import { policyVerdict } from '../ingress-policies.ts'
import { refOf } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count, listed } from '../words.ts'

/** [SC-E8] NetworkPolicies select the pods and let in nobody, or only some, on the Service's port. */
export const networkPolicy: Rule = {
  code: 'SC-E8',
  title: 'Network policies',
  inputs: ['pods', 'networkpolicies'],
  arises: hasSelector,
  find: c => {
    const found = policyVerdict(c)
    if (found === null || found.worst.way === 'open' || found.worst.way === 'wide') return null
    const { policies, worst } = found
    const { port, number, way } = worst
    const whose = worst.pods === worst.of ? 'of the pods' : `of ${worst.pods} of ${count(worst.of, 'pod')}`
    const [first] = policies
    const names = listed(policies.map(({ metadata }) => metadata.name))
    const isClosed = way === 'closed'
    return {
      severity: isClosed ? 'warning' : 'info',
      certainty: 'proven',
      causeCertainty: isClosed ? 'likely' : 'hint',
      subject: refOf('NetworkPolicy', first),
      title: isClosed ? 'Network policies let nobody in' : 'Network policies let only some in',
      lead: isClosed ? `no way in past NetworkPolicy ${names}` : '',
      ...(isClosed ? {} : { guess: 'the caller is not among them, where the network plugin enforces policies' }),
      facts: isClosed
        ? `no rule allows port ${number} ${whose} (port ${port.name ?? port.port} of the Service), where the network plugin enforces policies`
        : `NetworkPolicy ${names} allows port ${number} ${whose} from some peers only`,
      evidence: policies.slice(0, 3).map(policy => ({
        object: refOf('NetworkPolicy', policy),
        field: 'spec.ingress',
        found:
          policy.spec === undefined || policy.spec.ingress.length === 0
            ? 'no rule'
            : count(policy.spec.ingress.length, 'rule'),
        expected: `a rule for port ${number} and the caller`,
      })),
      kubectl: `kubectl -n ${c.namespace} get netpol -o yaml`,
      remedy:
        'Add an ingress rule for the callers and the port of the pods (the target port, not the port of the Service).',
    }
  },
}
