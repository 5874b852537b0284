import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { type CreationFailure, standingFailure } from '../workloads/creation-failure.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { messageWords } from '../words/message-words.ts'
import { kubectlIn } from '../words/refs.ts'
import { refusalOf } from '../workloads/refusal.ts'
import { TROUBLE_INPUTS } from '../pods/pod-trouble.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, type Workload, workloadText } from '../workloads/workloads.ts'
import { isCircle, WEBHOOKS } from './circle.ts'

/** [SC-G26] The pods of a new revision are refused, while those of the old one serve. */
export const rolloutRefused: Rule = {
  code: 'SC-G26',
  title: 'New revision is rejected',
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: [...TROUBLE_INPUTS.helps, ...WEBHOOKS],
  arises: hasSelector,
  find: c => {
    // What is short of pods has SC-G8, what has none SC-B6.
    if (c.wanted.short || matchedPods(c).length === 0) return null
    const refused = refusedOf(c)
    if (refused === null || isCircle(c, refused.failure.message)) return null
    const { workload, failure } = refused
    const { lead, remedy } = refusalOf(failure.message)
    const { ready = 0 } = c.graph.summary.counts ?? {}
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: workload.ref,
      lead,
      facts: `${workloadText(workload)} cannot create pods of its new revision (${messageWords(failure.message)}); ${ready} ready ${ready === 1 ? 'backend' : 'backends'} of the old one still ${ready === 1 ? 'serves' : 'serve'}, so nothing is lost yet`,
      evidence: [{ object: workload.ref, field: failure.field, found: failure.message, expected: '' }],
      kubectl: kubectlIn(c)`get events --field-selector reason=FailedCreate`,
      remedy,
      explains: 0,
    }
  },
}

function refusedOf(c: Case): { readonly workload: Workload; readonly failure: CreationFailure } | null {
  for (const workload of matchingWorkloads(c)) {
    const failure = standingFailure(workload)
    if (failure !== null) return { workload, failure }
  }
  return null
}
