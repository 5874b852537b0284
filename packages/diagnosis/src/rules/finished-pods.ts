import { isPodFinished } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { leftWords } from '../words/lost-words.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { byFrequency } from '../pods/trouble-rule.ts'
import { count, listed, numberText } from '../words/words.ts'

/** [SC-C4] Matching pods have ended (evicted, failed, done) and are in no slice any more. */
export const finishedPods: Rule = {
  code: 'SC-C4',
  title: 'Finished pods',
  inputs: ['pods'],
  arises: hasSelector,
  find: c => {
    const pods = endedPods(c, pod => !isOfJob(pod))
    const [first] = pods
    if (first === undefined) return null
    const isAll = matchedPods(c).every(isPodFinished)
    const why = listed(byFrequency(pods.map(endOf)))
    return {
      severity: isAll ? 'loss' : 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      lead: isAll ? 'All matching pods have finished' : 'Matching pods have finished',
      facts: `${numberText(pods.length)} of ${count(matchedPods(c).length, 'pod')} will not run again (${why}), ${leftWords(c)}`,
      ...shownEvidence(pods, pod => ({
        object: podRef(pod),
        field: 'status.phase',
        found: [pod.status?.phase, pod.status?.reason].filter(Boolean).join(', '),
        expected: 'Running',
      })),
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${STATUSES}`,
      remedy: 'Check why they ended. Their workload replaces them; a pod without an owner must be recreated.',
      remedyClass: 'look',
      explains: isAll ? pods.length : 0,
    }
  },
}

const STATUSES =
  '{range .items[*]}{.metadata.name} {.status.phase} {.status.reason} {.status.message} {.status.containerStatuses[*].state.terminated}{"\\n"}{end}'

/** The matched pods in phase Succeeded or Failed. Needs pods. */
export function endedPods(c: Case, isWanted: (pod: Pod) => boolean): readonly Pod[] {
  return matchedPods(c).filter(pod => isPodFinished(pod) && isWanted(pod))
}

export function isOfJob(pod: Pod): boolean {
  return jobOf(pod) !== ''
}

/** Empty for a pod of no Job. */
export function jobOf({ metadata }: Pod): string {
  return metadata.ownerReferences.find(({ kind, controller }) => kind === 'Job' && controller === true)?.name ?? ''
}

/** Why it ended, else how its container ended, else the phase, as kubectl shows it. */
function endOf({ status }: Pod): string {
  const ended = status?.containerStatuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0)?.state
    ?.terminated
  const how = ended === undefined ? '' : [ended.reason, `exit code ${ended.exitCode}`].filter(Boolean).join(', ')
  return status?.reason ?? (how === '' ? (status?.phase ?? '') : how)
}
