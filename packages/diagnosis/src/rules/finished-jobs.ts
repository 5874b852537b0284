import { isPodFinished } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods } from '../matched-pods.ts'
import { servicePods } from '../pod-trouble.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { byFrequency } from '../trouble-rule.ts'
import { count, listed, selectorText } from '../words.ts'
import { isJobEnd } from '../wanted.ts'
import { matchingJobs } from '../workloads.ts'
import { endedPods, isOfJob, jobOf } from './finished-pods.ts'

/** [SC-B8b] The selector matches pods of Jobs, and these are done. */
export const finishedJobs: Rule = {
  code: 'SC-B8b',
  title: 'Jobs are done',
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
      title: `${count(pods.length, 'pod')} of Jobs ended`,
      lead: `the pods of ${jobs.length === 1 ? 'Job' : 'Jobs'} ${listed(jobs)} have ended`,
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

/** The Jobs say so themselves, or that somebody suspended them, when their pods are gone. */
function withoutPods(c: Case): Draft | null {
  const jobs = matchingJobs(c)
  const [first] = jobs
  if (first === undefined || jobs.some(({ replicas }) => replicas > 0)) return null
  const ended = jobs.filter(({ conditions }) => conditions.some(isJobEnd))
  const names = listed(jobs.map(({ ref }) => ref.name))
  const have = jobs.length === 1 ? 'has' : 'have'
  return {
    severity: 'info',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: first.ref,
    title: `${count(jobs.length, 'Job')} without pods`,
    lead: `${jobs.length === 1 ? 'Job' : 'Jobs'} ${names} ${ended.length === jobs.length ? `${have} ended` : ended.length === 0 ? `${jobs.length === 1 ? 'is' : 'are'} suspended` : `${have} ended or ${have} been suspended`}`,
    facts: 'no pod that matches is left, and none will be made',
    evidence: jobs.slice(0, 3).map(({ ref, conditions }) => ({
      object: ref,
      field: conditions.some(isJobEnd) ? 'status.conditions' : 'spec.suspend',
      found: conditions.find(isJobEnd)?.type ?? 'true',
      expected: 'a Job that runs',
    })),
    kubectl: kubectl(
      c,
      `get jobs ${jobs
        .slice(0, 3)
        .map(({ ref }) => ref.name)
        .join(' ')}`,
    ),
    remedy: 'A Service wants pods that keep running: run a Deployment in place of the Job.',
    explains: 1,
  }
}
