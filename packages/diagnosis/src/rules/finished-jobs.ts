import { isPodFinished } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { matchedPods } from '../matched-pods.ts'
import { podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words.ts'
import { endedPods, isOfJob } from './finished-pods.ts'

/** [SC-B8b] The selector matches pods of Jobs, and these are done. */
export const finishedJobs: Rule = {
  code: 'SC-B8b',
  title: 'Jobs are done',
  inputs: ['pods'],
  arises: hasSelector,
  find: c => {
    const pods = endedPods(c, isOfJob)
    const [first] = pods
    if (first === undefined) return null
    const isAll = matchedPods(c).every(isPodFinished)
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      title: `${count(pods.length, 'pod')} of Jobs ended`,
      cause: 'the pods of a Job are done',
      facts: `${pods.length} of ${count(matchedPods(c).length, 'pod')} that match belong to Jobs and have ended, and an ended pod is no endpoint`,
      evidence: pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: 'status.phase',
        found: pod.status?.phase ?? '',
        expected: 'Running',
      })),
      kubectl: `kubectl -n ${c.namespace} get ds,job`,
      remedy: 'A Service wants pods that keep running: make it select those, or run a Deployment in place of the Job.',
      explains: isAll ? pods.length : 0,
    }
  },
}
