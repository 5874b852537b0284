import { hasSelector } from '../arises.ts'
import { matchedPods } from '../matched-pods.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words.ts'

/** [SC-E12b] hostNetwork pods with dnsPolicy ClusterFirst ask the DNS of their Node, which knows no Services. */
export const hostDnsPolicy: Rule = {
  code: 'SC-E12b',
  title: 'DNS of hostNetwork pods',
  inputs: ['pods'],
  arises: hasSelector,
  find: c => {
    const pods = matchedPods(c).filter(({ spec }) => spec.hostNetwork === true && spec.dnsPolicy === 'ClusterFirst')
    const [first] = pods
    if (first === undefined) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: podRef(first),
      title: `${count(pods.length, 'hostNetwork pod')} with dnsPolicy ClusterFirst`,
      lead: '',
      guess: `${pods.length === 1 ? 'it finds' : 'they find'} no Service by its name`,
      facts: `${count(pods.length, 'hostNetwork pod')} ${pods.length === 1 ? 'has' : 'have'} dnsPolicy ClusterFirst, which means the DNS of the node there`,
      evidence: [
        { object: podRef(first), field: 'spec.dnsPolicy', found: 'ClusterFirst', expected: 'ClusterFirstWithHostNet' },
      ],
      kubectl: kubectl(c, `get pod ${first.metadata.name} -o jsonpath='{.spec.hostNetwork} {.spec.dnsPolicy}'`),
      remedy: 'Set dnsPolicy to ClusterFirstWithHostNet, if these pods ask for Services.',
    }
  },
}
