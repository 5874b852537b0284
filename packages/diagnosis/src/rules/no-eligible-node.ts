import { isEmptyBySelector } from '../arises.ts'
import { matchedPods } from '../matched-pods.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, workloadText } from '../workloads.ts'

/** [SC-B8a] The DaemonSet finds no Node on which it may run. */
export const noEligibleNode: Rule = {
  code: 'SC-B8a',
  title: 'DaemonSet without a Node',
  inputs: ['pods', ...WORKLOAD_KINDS],
  arises: isEmptyBySelector,
  find: c => {
    const [daemon] = matchingWorkloads(c).filter(
      ({ ref, replicas, isObserved }) => ref.kind === 'DaemonSet' && replicas === 0 && isObserved,
    )
    if (matchedPods(c).length > 0 || daemon === undefined) return null
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: daemon.ref,
      title: `${workloadText(daemon)} fits no Node`,
      lead: `no node fits ${workloadText(daemon)}`,
      facts: 'its controller finds 0 nodes for it, so it makes no pods',
      evidence: [{ object: daemon.ref, field: 'status.desiredNumberScheduled', found: '0', expected: '1 or more' }],
      kubectl: `kubectl -n ${c.namespace} get ds ${daemon.ref.name} -o wide`,
      remedy: 'Compare its nodeSelector, affinity and tolerations with the labels and taints of the nodes.',
      explains: 1,
    }
  },
}
