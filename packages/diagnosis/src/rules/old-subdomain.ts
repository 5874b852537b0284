import { hasSelector } from '../arises.ts'
import { podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { namedPods, namesCommand, setOf } from '../pods/stateful-pods.ts'
import { count } from '../words/words.ts'

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
      lead: 'Pods are older than their serviceName',
      facts: `${count(old.length, 'pod')} ${old.length === 1 ? 'is' : 'are'} named under ${first.pod.spec.subdomain}; serviceName of the StatefulSet is ${first.wanted || 'empty'}`,
      ...shownEvidence(old, ({ pod, wanted }) => ({
        object: podRef(pod),
        field: 'spec.subdomain',
        found: pod.spec.subdomain,
        expected: wanted || 'absent',
      })),
      kubectl: namesCommand(c),
      remedy:
        'Check that nothing uses the old DNS names, then delete the old pods one by one. The StatefulSet recreates each with the new name.',
      remedyClass: 'risky',
    }
  },
}
