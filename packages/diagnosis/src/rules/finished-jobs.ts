import { isPodFinished } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { matchedPods } from '../matched-pods.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { byFrequency } from '../trouble-rule.ts'
import { count, listed, selectorText } from '../words.ts'
import { endedPods, isOfJob, jobOf } from './finished-pods.ts'

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
    const jobs = [...new Set(pods.map(jobOf))].toSorted()
    const phases = listed(byFrequency(pods.map(({ status }) => status?.phase ?? '')))
    const isAll = matchedPods(c).every(isPodFinished)
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      title: `${count(pods.length, 'pod')} of Jobs ended`,
      cause: `the pods of ${jobs.length === 1 ? 'Job' : 'Jobs'} ${listed(jobs)} have ended`,
      facts: `${pods.length} of ${count(matchedPods(c).length, 'matching pod')} ${pods.length === 1 ? 'is' : 'are'} ${phases}, and an ended pod is no endpoint`,
      evidence: pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: 'status.phase',
        found: pod.status?.phase ?? '',
        expected: 'Running',
      })),
      kubectl: kubectl(
        c,
        `get pods -l "${selectorText(c.facts.selector)}" -o custom-columns='NAME:.metadata.name,PHASE:.status.phase,OWNER:.metadata.ownerReferences[*].kind,OF:.metadata.ownerReferences[*].name'`,
      ),
      remedy: 'A Service wants pods that keep running: make it select those, or run a Deployment in place of the Job.',
      explains: isAll ? pods.length : 0,
    }
  },
}
