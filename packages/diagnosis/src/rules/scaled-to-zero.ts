import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, type Workload, workloadText } from '../workloads/workloads.ts'
import { listed } from '../words/words.ts'

/** [SC-B5] The workload is scaled to zero: by hand, or by an autoscaler that does so on purpose. */
export const scaledToZero: Rule = {
  code: 'SC-B5',
  title: 'Scaled to zero',
  beganBy: ['scaling'],
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: ['horizontalpodautoscalers'],
  arises: isEmptyBySelector,
  find: c => {
    const workloads = matchingWorkloads(c)
    const asleep = workloads.filter(({ ref, replicas }) => ref.kind !== 'DaemonSet' && replicas === 0)
    const [first] = asleep
    if (matchedPods(c).length > 0 || first === undefined || asleep.length < workloads.length) return null
    const scaler = scalerText(c, first)
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: first.ref,
      ...(asleep.length === 1 ? { named: [first.ref.name] } : {}),
      lead: asleep.length === 1 ? `${workloadText(first)} is scaled to zero` : 'Workloads are scaled to zero',
      facts: `${asleep.length === 1 ? 'it wants' : `${listed(asleep.map(workloadText))} want`} 0 pods${scaler === null ? '' : `; ${scaler}`}`,
      ...shownEvidence(asleep, ({ ref }) => ({
        object: ref,
        field: 'spec.replicas',
        found: '0',
        expected: '1 or more',
      })),
      kubectl: kubectlIn(
        c,
      )`get deployments,statefulsets,replicasets -o custom-columns=KIND:.kind,NAME:.metadata.name,REPLICAS:.spec.replicas,LABELS:.spec.template.metadata.labels`,
      remedy: scaler === null ? 'Scale it up, unless zero is intended.' : 'Check why its scaler keeps it at zero.',
      ...(scaler === null
        ? { remedyCommand: kubectlIn(c)`scale ${first.ref.kind.toLowerCase()}/${first.ref.name} --replicas=1` }
        : {}),
      remedyClass: scaler === null ? 'safe' : 'look',
      explains: 1,
    }
  },
}

/** Who else decides, null where no such controller is seen: the HorizontalPodAutoscaler stays at zero; KEDA scales to zero and back. */
function scalerText(c: Case, { ref, owner }: Workload): string | null {
  const scaler = c
    .read('horizontalpodautoscalers')
    .byIndex('namespace', c.namespace)
    .find(({ spec }) => spec.scaleTargetRef?.kind === ref.kind && spec.scaleTargetRef.name === ref.name)
  if (scaler === undefined) return owner === null ? null : `its owner ${owner.kind} ${owner.name} decides`
  const { name, ownerReferences } = scaler.metadata
  const keda = ownerReferences.find(({ kind }) => kind === 'ScaledObject')
  if (keda !== undefined) return `KEDA scales it to zero and back (ScaledObject ${keda.name})`
  return scaler.spec.minReplicas === 0
    ? `HorizontalPodAutoscaler ${name} scales it to zero and back`
    : `HorizontalPodAutoscaler ${name} does not scale it up from zero`
}
