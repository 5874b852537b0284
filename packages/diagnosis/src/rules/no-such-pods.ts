import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods, podsInNamespace } from '../pods/matched-pods.ts'
import { areTooMany, isNamedAfter, isTypo } from '../selectors/near-miss.ts'
import { nearSets, setsWithoutCommonLabels } from '../selectors/near-sets.ts'
import { elsewhere, isSearchedEverywhere, searchWords } from '../selectors/other-namespaces.ts'
import { kubectlAll, serviceRef } from '../words/refs.ts'
import { missingRole } from '../pods/role-labels.ts'
import type { Rule } from '../rule.ts'
import { isOfOnePod } from '../pods/stateful-pods.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingJobs, workloadsOf } from '../workloads/workloads.ts'
import { count, selectorText } from '../words/words.ts'

/** [SC-B1] No pod that may be seen has all pairs of the selector, and none is near. */
export const noSuchPods: Rule = {
  code: 'SC-B1',
  title: 'No matching pods',
  beganBy: ['selector', 'labels'],
  inputs: ['pods'],
  helps: ['namespaces', 'jobs', ...WORKLOAD_KINDS],
  everywhere: ['pods'],
  arises: isEmptyBySelector,
  find: c => {
    if (matchedPods(c).length > 0 || isAnyNear(c) || isAnyMeant(c) || elsewhere(c).length > 0) return null
    if (isOfOnePod(c) || missingRole(c) !== null) return null
    const pairs = selectorText(c.facts.selector)
    const isEverywhere = isSearchedEverywhere(c)
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: serviceRef(c),
      lead: 'Selector matches no pod',
      guess: isEverywhere
        ? 'the pods were not created, or have other labels'
        : 'the pods were not created, have other labels, or are in a namespace that cannot be read',
      facts: `${pairs} matches 0 of ${count(podsInNamespace(c), 'pod')} in ${c.namespace} and none in ${isEverywhere ? 'any other namespace' : 'the other namespaces that can be read'} (${searchWords(c)})`,
      evidence: [{ object: serviceRef(c), field: 'spec.selector', found: pairs, expected: 'labels that pods have' }],
      kubectl: kubectlAll`get pods -A -l ${pairs}`,
      remedy: 'Check that the workload exists, and compare the labels of its pod template with the selector.',
      remedyClass: 'look',
      explains: 1,
    }
  },
}

/** A workload that makes such pods, or was meant to, has a cause of its own. */
function isAnyMeant(c: Case): boolean {
  return workloadsOf(c).length > 0 || matchingJobs(c).length > 0
}

function isAnyNear(c: Case): boolean {
  const { selector } = c.service.spec
  const near = nearSets(
    c,
    misses => isTypo(misses, selector) || areTooMany(misses, selector) || isNamedAfter(misses, c.facts.name),
  )
  return near.length > 0 || setsWithoutCommonLabels(c).length > 0
}
