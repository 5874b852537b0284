import { isEmptyBySelector } from '../arises.ts'
import { isYoung } from '../loss.ts'
import { creationFailure } from '../creation-failure.ts'
import { matchedPods } from '../matched-pods.ts'
import { messageWords } from '../message-words.ts'
import type { Rule } from '../rule.ts'
import { isScaling } from '../scaling.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingJobs, matchingWorkloads, workloadText } from '../workloads.ts'
import { count } from '../words.ts'
import { isNamespaceEnding } from './being-deleted.ts'

/** [SC-B6] The workload wants pods and cannot make any: quota, pod security, a webhook. */
export const cannotCreatePods: Rule = {
  code: 'SC-B6',
  title: 'Pods cannot be created',
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: ['events', 'namespaces', 'jobs'],
  arises: isEmptyBySelector,
  find: c => {
    // Where the namespace ends SC-A8 says why.
    if (matchedPods(c).length > 0 || isNamespaceEnding(c)) return null
    const [workload] = [...matchingWorkloads(c), ...matchingJobs(c)].filter(
      ({ replicas, has }) => replicas > 0 && has === 0,
    )
    if (workload === undefined) return null
    const failure = creationFailure(c, workload)
    if (
      failure === null &&
      (workload.ref.kind === 'Job' || isYoung(workload.creationTimestamp, c.clock) || isScaling(c))
    )
      return null
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: failure === null ? 'likely' : 'proven',
      subject: workload.ref,
      title: `${workloadText(workload)} has no pods`,
      lead:
        failure === null
          ? 'something keeps pods from being created'
          : `${workloadText(workload)} cannot create pods (${messageWords(failure.message)})`,
      facts: `0 of ${count(workload.replicas, 'wanted pod')}${failure === null ? ` of ${workloadText(workload)}` : ''} ${workload.replicas === 1 ? 'is' : 'are'} there`,
      evidence: [
        { object: workload.ref, field: workload.hasField, found: '0', expected: String(workload.replicas) },
        ...(failure === null
          ? []
          : [{ object: workload.ref, field: failure.field, found: failure.message, expected: '' }]),
      ],
      kubectl: `kubectl -n ${c.namespace} get events --field-selector reason=FailedCreate`,
      remedy: 'Mend what the message names: a quota, pod security, an admission webhook or a missing service account.',
      explains: workload.replicas,
    }
  },
}
