import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods } from '../matched-pods.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, type Workload, workloadText } from '../workloads.ts'
import { count, listed } from '../words.ts'

/** [SC-B5] The workload is scaled to zero: by hand, or by an autoscaler that does so on purpose. */
export const scaledToZero: Rule = {
  code: 'SC-B5',
  title: 'Scaled to zero',
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: ['horizontalpodautoscalers'],
  arises: isEmptyBySelector,
  find: c => {
    const workloads = matchingWorkloads(c)
    const asleep = workloads.filter(({ ref, replicas }) => ref.kind !== 'DaemonSet' && replicas === 0)
    const [first] = asleep
    if (matchedPods(c).length > 0 || first === undefined || asleep.length < workloads.length) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: first.ref,
      title: `${workloadText(first)} is scaled to zero`,
      lead: `${listed(asleep.map(workloadText))} ${asleep.length === 1 ? 'is' : 'are'} scaled to zero`,
      facts: `${count(0, 'pod')} wanted, none there${scalerText(c, first)}`,
      evidence: asleep
        .slice(0, 3)
        .map(({ ref }) => ({ object: ref, field: 'spec.replicas', found: '0', expected: '1 or more' })),
      kubectl: `kubectl -n ${c.namespace} get deploy,sts,rs -o custom-columns=K:.kind,N:.metadata.name,R:.spec.replicas,L:.spec.template.metadata.labels`,
      remedy: `kubectl -n ${c.namespace} scale ${first.ref.kind.toLowerCase()}/${first.ref.name} --replicas=1, unless zero is meant.`,
      explains: 1,
    }
  },
}

/** Kubernetes' own autoscaler stands still at zero; KEDA scales to zero and back, and keeps an autoscaler for the rest. */
function scalerText(c: Case, { ref, owner }: Workload): string {
  const scaler = c
    .read('horizontalpodautoscalers')
    .byIndex('namespace', c.namespace)
    .find(({ spec }) => spec.scaleTargetRef?.kind === ref.kind && spec.scaleTargetRef.name === ref.name)
  if (scaler === undefined) return owner === null ? '' : `; ${owner.kind} ${owner.name} owns it and decides`
  const { name, ownerReferences } = scaler.metadata
  const keda = ownerReferences.find(({ kind }) => kind === 'ScaledObject')
  if (keda !== undefined) return `; ScaledObject ${keda.name} of KEDA scales it, to zero too`
  return scaler.spec.minReplicas === 0
    ? `; HorizontalPodAutoscaler ${name} scales it, to zero too`
    : `; HorizontalPodAutoscaler ${name} does nothing while it is at zero`
}
