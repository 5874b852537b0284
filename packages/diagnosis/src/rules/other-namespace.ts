import { isEmptyBySelector } from '../arises.ts'
import { matchedPods, podsInNamespace } from '../pods/matched-pods.ts'
import { elsewhere, searchWords } from '../selectors/other-namespaces.ts'
import { kubectlAll, serviceRef } from '../words/refs.ts'
import { missingRole } from '../pods/role-labels.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { isOfOnePod } from '../pods/stateful-pods.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { count, listed, selectorText } from '../words/words.ts'

/** [SC-B4] Only pods of other namespaces match, and a selector never reaches there. */
export const otherNamespace: Rule = {
  code: 'SC-B4',
  title: 'Matching pods in another namespace',
  beganBy: ['selector'],
  inputs: ['pods'],
  helps: ['namespaces', ...WORKLOAD_KINDS],
  everywhere: ['pods'],
  arises: isEmptyBySelector,
  find: c => {
    const found = elsewhere(c)
    // Leaders of other clusters carry the same role: SC-G28 tells of the one that lacks here.
    if (matchedPods(c).length > 0 || found.length === 0 || isOfOnePod(c) || missingRole(c) !== null) return null
    const pairs = selectorText(c.facts.selector)
    const places = listed(found.map(({ namespace, pods }) => `${namespace} (${count(pods, 'pod')})`))
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: serviceRef(c),
      lead: 'Matching pods are in another namespace',
      guess: 'the Service or its pods are in the wrong namespace',
      facts: `${pairs} matches 0 of ${count(podsInNamespace(c), 'pod')} in ${c.namespace}, but pods in ${places} have these labels (${searchWords(c)}); a selector only matches pods in its own namespace`,
      ...shownEvidence(found, ({ namespace, pods }) => ({
        object: { kind: 'Namespace', namespace: null, name: namespace },
        field: `pods with ${pairs}`,
        found: `${pods} here, 0 in ${c.namespace}`,
        expected: `1 or more in ${c.namespace}`,
      })),
      kubectl: kubectlAll`get pods -A -l ${pairs} -o wide`,
      remedy: 'Check in which namespace the Service belongs. Other environments often use the same labels.',
      remedyClass: 'look',
      explains: 1,
      unread: WORKLOAD_KINDS,
    }
  },
}
