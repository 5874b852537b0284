import { isSelected } from '@slicescope/model'
import { isEmptyBySelector } from '../arises.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { workloadsOf, workloadText } from '../workloads/workloads.ts'
import { selectorText } from '../words/words.ts'

/** [SC-B7] The labels stand on the workload itself and not in its pod template, so its pods do not have them. */
export const labelsOnWorkload: Rule = {
  code: 'SC-B7',
  title: 'Labels on the workload only',
  beganBy: ['selector'],
  inputs: ['pods', ...WORKLOAD_KINDS],
  arises: isEmptyBySelector,
  find: c => {
    const { selector } = c.service.spec
    const [workload] = workloadsOf(c).filter(
      ({ labels, templateLabels }) => isSelected(selector, labels) && !isSelected(selector, templateLabels),
    )
    if (matchedPods(c).length > 0 || workload === undefined) return null
    const pairs = selectorText(selector)
    const own = selectorText(workload.templateLabels) || 'no labels'
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: workload.ref,
      lead: 'Pod template lacks the labels',
      facts: `${workloadText(workload)} itself has ${pairs}, but its pod template has ${own}`,
      evidence: [
        {
          object: workload.ref,
          field: 'spec.template.metadata.labels',
          found: own,
          expected: `${pairs}, to be selected`,
        },
        { object: serviceRef(c), field: 'spec.selector', found: pairs, expected: `${own}, to select its pods` },
      ],
      kubectl: kubectlIn(
        c,
      )`get ${workload.ref.kind.toLowerCase()}/${workload.ref.name} -o jsonpath=${'{.metadata.labels} {.spec.template.metadata.labels}'}`,
      remedy: `Check both label sets, then add ${pairs} to spec.template.metadata.labels of ${workloadText(workload)}. This replaces its pods (a rollout).`,
      remedyClass: 'risky',
      explains: Math.max(1, workload.has),
    }
  },
}
