import { hasSelector } from '../arises.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { NAMES, namedPods, setOf } from '../stateful-pods.ts'
import { count } from '../words.ts'

/** [SC-F7] Pods were made under another serviceName than their StatefulSet has now. */
export const oldSubdomain: Rule = {
  code: 'SC-F7',
  title: 'Pods from before serviceName changed',
  inputs: ['pods', 'statefulsets'],
  arises: hasSelector,
  find: c => {
    const old = namedPods(c).flatMap(pod => {
      const wanted = c.read('statefulsets').get(`${c.namespace}/${setOf(pod) ?? ''}`)?.spec.serviceName
      return wanted === undefined || wanted === pod.spec.subdomain ? [] : [{ pod, wanted }]
    })
    const [first] = old
    if (first === undefined) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first.pod),
      title: `${count(old.length, 'pod')} from before serviceName changed`,
      lead: 'pods from before serviceName changed',
      facts: `${count(old.length, 'pod')} ${old.length === 1 ? 'is' : 'are'} named under ${first.pod.spec.subdomain}, the StatefulSet says ${first.wanted || 'none'}`,
      evidence: old.slice(0, 3).map(({ pod, wanted }) => ({
        object: podRef(pod),
        field: 'spec.subdomain',
        found: pod.spec.subdomain,
        expected: wanted || 'absent',
      })),
      kubectl: kubectl(c, NAMES),
      remedy: 'Delete the old pods one by one: the subdomain is set when a pod is made, and never changes.',
    }
  },
}
