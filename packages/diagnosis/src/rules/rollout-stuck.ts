import { hasSelector } from '../arises.ts'
import { standingFailure } from '../workloads/creation-failure.ts'
import { leftWords } from '../words/lost-words.ts'
import { hasLoss } from '../losses/loss.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, workloadText } from '../workloads/workloads.ts'

/** [SC-D11] A rollout has not got on for as long as the Deployment allows. */
export const rolloutStuck: Rule = {
  code: 'SC-D11',
  title: 'Rollout is stuck',
  inputs: [...WORKLOAD_KINDS],
  arises: hasSelector,
  find: c => {
    const stuck = matchingWorkloads(c).flatMap(workload => {
      const condition = workload.conditions.find(
        ({ type, status, reason }) =>
          type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded',
      )
      // What refuses its pods is the cause, and has a code of its own.
      return condition === undefined || standingFailure(workload) !== null ? [] : [{ workload, condition }]
    })
    const [first] = stuck
    if (first === undefined) return null
    const { workload, condition } = first
    const lost = hasLoss(c.graph)
      ? c.graph.backends.filter(({ ready, state }) => !ready && state !== 'terminating').map(({ key }) => key)
      : []
    return {
      severity: hasLoss(c.graph) ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: workload.ref,
      lead: `Rollout of ${workloadText(workload)} is stuck`,
      facts: `it exceeded its progress deadline, ${leftWords(c)}`,
      evidence: [
        {
          object: workload.ref,
          field: 'status.conditions[Progressing]',
          found: ['False', condition.reason, condition.message].filter(Boolean).join(', '),
          expected: 'True',
        },
      ],
      kubectl: kubectlIn(
        c,
      )`get deployment/${workload.ref.name} -o jsonpath=${'{.status.conditions[?(@.type=="Progressing")].message}'}`,
      remedy: 'Check why the new pods do not become Ready.',
      remedyClass: 'look',
      broken: lost,
    }
  },
}
