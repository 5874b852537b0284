import { isEmptyBySelector } from '../arises.ts'
import { matchedPods } from '../matched-pods.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '../wanted.ts'
import { matchingWorkloads, workloadText } from '../workloads.ts'
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
    const scaler = c
      .read('horizontalpodautoscalers')
      .byIndex('namespace', c.namespace)
      .find(({ spec }) => spec.scaleTargetRef?.kind === first.ref.kind && spec.scaleTargetRef.name === first.ref.name)
    const by = scaler === undefined ? '' : `, HorizontalPodAutoscaler ${scaler.metadata.name} scales it`
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: first.ref,
      title: `${workloadText(first)} is scaled to zero`,
      cause: `${listed(asleep.map(workloadText))} ${asleep.length === 1 ? 'is' : 'are'} scaled to zero`,
      facts: `${count(0, 'pod')} wanted, none there${by}`,
      evidence: asleep
        .slice(0, 3)
        .map(({ ref }) => ({ object: ref, field: 'spec.replicas', found: '0', expected: '1 or more' })),
      kubectl: `kubectl -n ${c.namespace} get deploy,sts,rs -o custom-columns=K:.kind,N:.metadata.name,R:.spec.replicas,L:.spec.template.metadata.labels`,
      remedy: `kubectl -n ${c.namespace} scale ${first.ref.kind.toLowerCase()}/${first.ref.name} --replicas=1, unless zero is meant.`,
      explains: 1,
    }
  },
}
