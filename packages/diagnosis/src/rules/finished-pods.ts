import { isPodFinished } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { leftWords } from '../lost-words.ts'
import { matchedPods } from '../matched-pods.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { byFrequency } from '../trouble-rule.ts'
import { count, listed } from '../words.ts'

/** [SC-C4] Matching pods have ended (evicted, failed, done) and are in no slice any more. */
export const finishedPods: Rule = {
  code: 'SC-C4',
  title: 'Pods have ended',
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
      title: `${count(pods.length, 'matching pod')} ended`,
      lead: `${isAll ? 'all matching pods have' : `${count(pods.length, 'matching pod')} ${pods.length === 1 ? 'has' : 'have'}`} ended (${why})`,
      facts: `${pods.length} of ${count(matchedPods(c).length, 'pod')} will not run again, ${leftWords(c)}`,
      evidence: pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: 'status.phase',
        found: [pod.status?.phase, pod.status?.reason].filter(Boolean).join(', '),
        expected: 'Running',
      })),
      kubectl: kubectl(
        c,
        `get pod ${first.metadata.name} -o jsonpath='{.status.phase} {.status.reason} {.status.message} {.status.containerStatuses[*].state.terminated}'`,
      ),
      remedy: 'What owns them makes new ones; a bare pod must be made anew. Ended pods may be deleted.',
      explains: isAll ? pods.length : 0,
    }
  },
}

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

/** In kubectl's words: why it was ended, else how its container did, else the phase. */
function endOf({ status }: Pod): string {
  const ended = status?.containerStatuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0)?.state
    ?.terminated
  const how = ended === undefined ? '' : [ended.reason, `exit code ${ended.exitCode}`].filter(Boolean).join(', ')
  return status?.reason ?? (how === '' ? (status?.phase ?? '') : how)
}
