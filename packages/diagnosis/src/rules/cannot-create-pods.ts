import { isEmptyBySelector } from '../arises.ts'
import { isYoung } from '../losses/loss.ts'
import { creationFailure } from '../workloads/creation-failure.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { messageWords } from '../words/message-words.ts'
import { refusalOf } from '../workloads/refusal.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { isScaling } from '../workloads/scaling.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingJobs, matchingWorkloads, workloadText } from '../workloads/workloads.ts'
import { count } from '../words/words.ts'
import { isNamespaceEnding } from './being-deleted.ts'
import { isCircle, WEBHOOKS } from './circle.ts'

/** [SC-B6] The workload wants pods and cannot make any: quota, pod security, a webhook. */
export const cannotCreatePods: Rule = {
  code: 'SC-B6',
  title: 'Pods cannot be created',
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: ['events', 'namespaces', 'jobs', ...WEBHOOKS],
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
    if (failure !== null && isCircle(c, failure.message)) return null
    const refusal = failure === null ? null : refusalOf(failure.message)
    const wanted = count(workload.replicas, 'wanted pod')
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: failure === null ? 'likely' : 'proven',
      subject: workload.ref,
      lead: refusal?.lead ?? 'Pod creation is blocked',
      facts: `${workloadText(workload)} has 0 of ${wanted}${failure === null ? '' : ` (${messageWords(failure.message)})`}`,
      evidence: [
        { object: workload.ref, field: workload.hasField, found: '0', expected: String(workload.replicas) },
        ...(failure === null
          ? []
          : [{ object: workload.ref, field: failure.field, found: failure.message, expected: '' }]),
      ],
      kubectl: kubectlIn(c)`get events --field-selector reason=FailedCreate`,
      remedy:
        refusal?.remedy ?? 'Check that kube-controller-manager is running, and what its log says of the workload.',
      remedyClass: 'look',
      explains: workload.replicas,
    }
  },
}
