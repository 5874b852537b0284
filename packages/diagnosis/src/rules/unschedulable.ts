import { kubectlIn, selecting } from '../words/refs.ts'
import { alsoWords, commonest, troubleRule } from '../pods/trouble-rule.ts'
import type { Trouble } from '../pods/trouble.ts'

/** [SC-C1] Pods are Pending because no Node takes them. */
export const unschedulable = troubleRule({
  code: 'SC-C1',
  title: 'Unschedulable pods',
  words: (troubles, c) => ({
    ...wordsOf(troubles),
    lost: 'waiting for a node',
    // The events of the scheduler are gone after an hour.
    kubectl: kubectlIn(c)`get pods ${selecting(c)} --field-selector status.phase=Pending -o jsonpath=${PENDING}`,
  }),
})

const PENDING =
  '{range .items[*]}{.metadata.name} {.status.phase} {.spec.schedulerName} {.status.conditions[?(@.type=="PodScheduled")]}{"\\n"}{end}'

function wordsOf(troubles: readonly [Trouble, ...Trouble[]]) {
  if (troubles.every(isGated)) return GATED
  if (troubles.every(({ found }) => found === 'absent')) return UNSEEN
  const told = commonest(troubles)
  return {
    lead: 'Pods are unschedulable',
    more: [`scheduler: ${told.what}`, alsoWords(troubles, told)].filter(Boolean).join('; '),
    remedy:
      'Check the message of the scheduler: it names the resource, taint, affinity rule or volume that blocks the pods.',
  }
}

const GATED = {
  lead: 'Scheduling gate blocks the pods',
  remedy:
    'Check the controller that set spec.schedulingGates: the scheduler skips these pods until it removes the gate.',
}

const UNSEEN = {
  causeCertainty: 'likely',
  lead: 'Scheduler is not running',
  remedy: 'Check that the scheduler named in spec.schedulerName of the pods is running.',
} as const

function isGated({ pod: { status } }: Trouble): boolean {
  return (status?.conditions ?? []).some(({ reason }) => reason === 'SchedulingGated')
}
