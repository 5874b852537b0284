import { hasSelector } from '../arises.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words/words.ts'

/** [SC-E12b] hostNetwork pods with dnsPolicy ClusterFirst ask the DNS of their Node, which knows no Services. */
export const hostDnsPolicy: Rule = {
  code: 'SC-E12b',
  title: 'DNS policy of hostNetwork pods',
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
      lead: 'hostNetwork pods use the DNS of the node',
      guess: 'these pods cannot resolve Service names',
      facts: `${count(pods.length, 'hostNetwork pod')} ${pods.length === 1 ? 'has' : 'have'} dnsPolicy ClusterFirst, which falls back to the DNS of the node`,
      evidence: [
        { object: podRef(first), field: 'spec.dnsPolicy', found: 'ClusterFirst', expected: 'ClusterFirstWithHostNet' },
      ],
      kubectl: kubectlIn(
        c,
      )`get pods ${selecting(c)} -o jsonpath=${'{range .items[*]}{.metadata.name} {.spec.hostNetwork} {.spec.dnsPolicy}{"\\n"}{end}'}`,
      remedy: 'Check whether these pods need Service names: dnsPolicy ClusterFirstWithHostNet resolves them.',
      remedyClass: 'look',
    }
  },
}
