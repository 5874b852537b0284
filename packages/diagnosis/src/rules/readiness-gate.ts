import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-D6] All containers are ready, and a readiness gate is not. */
export const readinessGate = troubleRule({
  code: 'SC-D6',
  title: 'Readiness gates are not met',
  words: troubles => ({
    lead: `readiness gate ${whats(troubles)} is not met`,
    title: `${count(troubles.length, 'pod')} held by a readiness gate`,
    remedy: 'Look at the controller that sets this condition, often that of a load balancer; the pod itself is ready.',
    command: `get pod ${troubles[0].pod.metadata.name} -o jsonpath='{.spec.readinessGates} {.status.conditions}'`,
  }),
})
