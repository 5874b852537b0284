import { isEmptyBySelector } from '../arises.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, workloadText } from '../workloads/workloads.ts'

/** [SC-B8a] The DaemonSet finds no Node on which it may run. */
export const noEligibleNode: Rule = {
  code: 'SC-B8a',
  title: 'DaemonSet without eligible nodes',
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
      lead: `${workloadText(daemon)} fits no node`,
      facts: 'its controller finds 0 eligible nodes, so it creates no pods',
      evidence: [{ object: daemon.ref, field: 'status.desiredNumberScheduled', found: '0', expected: '1 or more' }],
      kubectl: kubectlIn(c)`get daemonset/${daemon.ref.name} -o wide`,
      remedy: 'Compare its nodeSelector, affinity and tolerations with the labels and taints of the nodes.',
      remedyClass: 'look',
      explains: 1,
    }
  },
}
