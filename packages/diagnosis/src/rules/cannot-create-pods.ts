import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods } from '../matched-pods.ts'
import { aboutUids } from '../pod-events.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '../wanted.ts'
import { matchingWorkloads, type Workload, workloadText } from '../workloads.ts'
import { count } from '../words.ts'

/** [SC-B6] The workload wants pods and cannot make any: quota, pod security, a webhook. */
export const cannotCreatePods: Rule = {
  code: 'SC-B6',
  title: 'Pods cannot be created',
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: ['events'],
  arises: isEmptyBySelector,
  find: c => {
    const [workload] = matchingWorkloads(c).filter(({ replicas, has }) => replicas > 0 && has === 0)
    if (matchedPods(c).length > 0 || workload === undefined) return null
    const failure = failureOf(c, workload)
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: failure === null ? 'likely' : 'proven',
      subject: workload.ref,
      title: `${workloadText(workload)} has no pods`,
      cause:
        failure === null
          ? 'something keeps pods from being created'
          : `${workloadText(workload)} cannot create pods (${failure.message})`,
      facts: `0 of ${count(workload.replicas, 'pod')} of ${workloadText(workload)} ${workload.replicas === 1 ? 'is' : 'are'} there`,
      evidence: [
        { object: workload.ref, field: 'status.replicas', found: '0', expected: String(workload.replicas) },
        ...(failure === null
          ? []
          : [{ object: workload.ref, field: failure.field, found: failure.message, expected: 'no such failure' }]),
      ],
      kubectl: `kubectl -n ${c.namespace} get events --field-selector reason=FailedCreate`,
      remedy: 'Mend what the message names: a quota, pod security, an admission webhook or a missing service account.',
      explains: workload.replicas,
    }
  },
}

function failureOf(
  c: Case,
  { uid, conditions }: Workload,
): { readonly field: string; readonly message: string } | null {
  const condition = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  if (condition !== undefined)
    return { field: 'status.conditions[ReplicaFailure]', message: shorten(condition.message ?? condition.reason ?? '') }
  const owned = c
    .read('replicasets')
    .byIndex('owner', uid)
    .map(({ metadata }) => metadata.uid)
  const [event] = aboutUids(c, [uid, ...owned], ['FailedCreate'])
  return event === undefined ? null : { field: 'event FailedCreate', message: shorten(event.message ?? '') }
}

/** What is said before the first colons names the pod; what follows names the reason. */
function shorten(message: string): string {
  return message.replace(/^(?:Error creating: )?pods? "[^"]*" is forbidden: /, '').slice(0, 120)
}
