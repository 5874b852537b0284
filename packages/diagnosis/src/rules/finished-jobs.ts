import { isPodFinished } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { selecting, kubectlIn, podRef } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { byFrequency } from '../pods/trouble-rule.ts'
import { count, listed, numberText } from '../words/words.ts'
import { isJobEnd } from '../workloads/wanted.ts'
import { matchingJobs } from '../workloads/workloads.ts'
import { endedPods, isOfJob, jobOf } from './finished-pods.ts'

/** [SC-B8b] The selector matches pods of Jobs, and these are done. */
export const finishedJobs: Rule = {
  code: 'SC-B8b',
  title: 'Finished Jobs',
  inputs: ['pods'],
  helps: ['jobs'],
  arises: hasSelector,
  prepares: [servicePods, matchedPods],
  find: c => {
    const pods = endedPods(c, isOfJob)
    const [first] = pods
    if (first === undefined) return matchedPods(c).length > 0 ? null : withoutPods(c)
    const jobs = [...new Set(pods.map(jobOf))].toSorted()
    const phases = listed(byFrequency(pods.map(({ status }) => status?.phase ?? '')))
    const isAll = matchedPods(c).every(isPodFinished)
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      lead: jobs.length === 1 ? `Job ${listed(jobs)} has finished` : 'Matching Jobs have finished',
      facts: `${numberText(pods.length)} of ${count(matchedPods(c).length, 'matching pod')} ${pods.length === 1 ? 'is' : 'are'} ${phases}${jobs.length === 1 ? '' : ` (Jobs ${listed(jobs)})`}; a finished pod is not an endpoint`,
      ...shownEvidence(pods, pod => ({
        object: podRef(pod),
        field: 'status.phase',
        found: pod.status?.phase ?? '',
        expected: 'Running',
      })),
      kubectl: kubectlIn(
        c,
      )`get pods ${selecting(c)} -o custom-columns=NAME:.metadata.name,PHASE:.status.phase,OWNER:.metadata.ownerReferences[*].kind,OF:.metadata.ownerReferences[*].name`,
      remedy: 'Check whether the selector should match a Deployment: a Service needs pods that keep running.',
      remedyClass: 'look',
      explains: isAll ? pods.length : 0,
    }
  },
}

/** What the Jobs themselves say once their pods are gone: finished, or suspended. */
function withoutPods(c: Case): Draft | null {
  const jobs = matchingJobs(c)
  const [first] = jobs
  if (first === undefined || jobs.some(({ replicas }) => replicas > 0)) return null
  const ended = jobs.filter(({ conditions }) => conditions.some(isJobEnd))
  const names = listed(jobs.map(({ ref }) => ref.name))
  return {
    severity: 'info',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: first.ref,
    lead:
      jobs.length === 1
        ? `Job ${first.ref.name} ${doneWords(ended.length, 1)}`
        : `Matching Jobs ${doneWords(ended.length, jobs.length)}`,
    facts: `no matching pod is left, and ${jobs.length === 1 ? 'the Job creates' : `Jobs ${names} create`} no more`,
    ...shownEvidence(jobs, ({ ref, conditions }) => ({
      object: ref,
      field: conditions.some(isJobEnd) ? 'status.conditions' : 'spec.suspend',
      found: conditions.find(isJobEnd)?.type ?? 'true',
      expected: 'a Job that is running',
    })),
    kubectl: kubectlIn(c)`get jobs ${jobs.map(({ ref }) => ref.name)}`,
    remedy: 'Check whether the selector should match a Deployment: a Service needs pods that keep running.',
    remedyClass: 'look',
    explains: 1,
  }
}

function doneWords(ended: number, of: number): string {
  const have = of === 1 ? 'has' : 'have'
  const are = of === 1 ? 'is' : 'are'
  if (ended === of) return `${have} finished`
  return ended === 0 ? `${are} suspended` : `${have} finished or ${are} suspended`
}
