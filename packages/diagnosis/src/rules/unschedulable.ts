import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-C1] Pods are Pending because no Node takes them. */
export const unschedulable = troubleRule({
  code: 'SC-C1',
  title: 'Pods wait for a Node',
  words: troubles => ({
    cause: `unschedulable (${whats(troubles)})`,
    title: `${count(troubles.length, 'pod')} cannot be scheduled`,
    lost: 'waiting for a node',
    remedy:
      'Free what the message names, or ask for less: resources, taints, affinity, volumes; then the scheduler goes on by itself.',
    command: `describe pod ${troubles[0].pod.metadata.name}`,
  }),
})
