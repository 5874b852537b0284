import type { Trouble } from '../trouble.ts'
import { troubleRule, whats } from '../trouble-rule.ts'
import { count } from '../words.ts'

/** [SC-C1] Pods are Pending because no Node takes them. */
export const unschedulable = troubleRule({
  code: 'SC-C1',
  title: 'Pods wait for a Node',
  words: troubles => ({
    ...wordsOf(troubles),
    title: `${count(troubles.length, 'pod')} without a Node`,
    lost: 'waiting for a node',
    // The events of the scheduler are gone after an hour.
    command: `get pod ${troubles[0].pod.metadata.name} -o jsonpath='{.status.phase} {.spec.schedulerName} {.status.conditions[?(@.type=="PodScheduled")]}'`,
  }),
})

function wordsOf(troubles: readonly Trouble[]) {
  if (troubles.every(isGated)) return GATED
  if (troubles.every(({ found }) => found === 'absent')) return UNSEEN
  return {
    lead: `unschedulable (${whats(troubles)})`,
    remedy:
      'Free what the message names, or ask for less: resources, taints, affinity, volumes; then the scheduler goes on by itself.',
  }
}

const GATED = {
  lead: 'a scheduling gate holds the pods back',
  remedy: 'Whoever set spec.schedulingGates takes them away: until then the scheduler passes these pods over.',
}

const UNSEEN = {
  causeCertainty: 'likely',
  lead: 'a scheduler that does not run',
  remedy:
    'See whether the scheduler that spec.schedulerName of the pods names runs; kube-scheduler passes over the others.',
} as const

function isGated({ pod: { status } }: Trouble): boolean {
  return (status?.conditions ?? []).some(({ reason }) => reason === 'SchedulingGated')
}
