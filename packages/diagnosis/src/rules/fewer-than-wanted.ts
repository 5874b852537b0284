import { isPodTerminating } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { watchedSince } from '../changes/watched-since.ts'
import { toTime } from '../clock.ts'
import { creationFailure } from '../workloads/creation-failure.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { messageWords } from '../words/message-words.ts'
import { troublesOf, TROUBLE_INPUTS } from '../pods/pod-trouble.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import { refusalOf } from '../workloads/refusal.ts'
import { isScaling, SCALING_MS } from '../workloads/scaling.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, type Workload, workloadText } from '../workloads/workloads.ts'
import { count, listed } from '../words/words.ts'
import { isCircle, WEBHOOKS } from './circle.ts'

/** What comes in place of a pod that is gone is made at once. */
const REMAKING_MS = 10_000

/** [SC-G8] All that slices list is ready, and the workloads want more. What keeps single pods back has codes of its own. */
export const fewerThanWanted: Rule = {
  code: 'SC-G8',
  title: 'Fewer pods than wanted',
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: [...TROUBLE_INPUTS.helps, ...WEBHOOKS],
  arises: hasSelector,
  find: c => {
    const { wanted, short } = c.wanted
    const ready = c.graph.summary.counts?.ready ?? 0
    // Where there is no pod at all SC-B6 says why.
    if (wanted === null || !short || matchedPods(c).length === 0) return null
    const workloads = matchingWorkloads(c)
    const lacking = workloads.filter(({ replicas, has }) => has < replicas)
    const [failure] = lacking.flatMap(workload => creationFailure(c, workload) ?? [])
    // Pods that are there, in a slice or in none, are missed for reasons of their own.
    if (failure === undefined && isMissedOtherwise(c)) return null
    if (failure !== undefined && isCircle(c, failure.message)) return null
    const refusal = failure === undefined ? null : refusalOf(failure.message)
    const missing = sumOf(lacking)
    const who = listed((lacking.length === 0 ? workloads : lacking).map(workloadText))
    const isOne = Math.max(1, lacking.length || workloads.length) === 1
    return {
      severity: failure === undefined && (isScaling(c) || isReplacing(c)) ? 'info' : 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: workloads[0]?.ref ?? serviceRef(c),
      lead: refusal?.lead ?? 'Fewer backends ready than wanted',
      facts: `${failure === undefined ? '' : `${who} cannot create ${count(missing, 'pod')} (${messageWords(failure.message)}); `}${ready} of ${count(wanted, 'wanted backend')} ${wanted === 1 ? 'is' : 'are'} ready${failure === undefined && lacking.length > 0 ? `, and ${who} ${isOne ? 'has' : 'have'} no pod for the rest` : ''}`,
      evidence: [
        { object: serviceRef(c), field: 'ready backends', found: String(ready), expected: String(wanted) },
        ...lacking.slice(0, 3).map(({ ref, hasField, replicas, has }) => ({
          object: ref,
          field: hasField,
          found: String(has),
          expected: String(replicas),
        })),
      ],
      kubectl: kubectlIn(c)`get deployments,statefulsets,daemonsets`,
      remedy:
        refusal?.remedy ??
        (lacking.length === 0
          ? 'Check the pods of the workload: some are not ready, or in no slice.'
          : 'Check the events of the workload: something keeps it from creating the missing pods.'),
      remedyClass: 'look',
      explains: failure === undefined ? Math.max(1, wanted - ready) : missing,
    }
  },
}

/** The controllers of StatefulSets and DaemonSets make a pod again once the old one is gone. */
function isReplacing(c: Case): boolean {
  const isEnding = matchedPods(c).some(
    pod => isPodTerminating(pod) && !c.clock.isPast(toTime(pod.metadata.deletionTimestamp) + SCALING_MS),
  )
  const gone = watchedSince(c, 'pods', 0).findLast(({ what }) => what === 'deleted')
  return isEnding || (gone !== undefined && !c.clock.isPast(gone.last + REMAKING_MS))
}

function isMissedOtherwise(c: Case): boolean {
  const { ready = 0, total = 0 } = c.graph.summary.counts ?? {}
  return total === 0 || ready < total || troublesOf(c).size > 0 || (c.graph.absentPods ?? []).length > 0
}

/** How many pods were never made. */
function sumOf(lacking: readonly Workload[]): number {
  return lacking.reduce((sum, { replicas, has }) => sum + replicas - has, 0)
}
