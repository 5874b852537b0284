import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { watchedSince } from '../changes/watched-since.ts'
import { matchedPods, podsInNamespace } from '../matched-pods.ts'
import { serviceRef } from '../refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { isSelected, type Labels } from '@slicescope/model'
import { count, selectorText } from '../words.ts'

/** [SC-B9] Pods matched until the selector was edited, or until they were relabelled, while somebody watched. */
export const labelsChanged: Rule = {
  code: 'SC-B9',
  title: 'Labels were changed later',
  inputs: ['pods'],
  arises: isEmptyBySelector,
  find: c => (matchedPods(c).length > 0 ? null : (bySelector(c) ?? byPods(c))),
}

/** The last edit that led here, where pods that it leaves are still there. */
function bySelector(c: Case): Draft | null {
  const edit = watchedSince(c, 'service', 0).findLast(({ field }) => field === 'selector')
  if (edit?.selector == null || edit.to !== selectorText(c.facts.selector)) return null
  const pods = matching(edit.selector, c)
  if (pods === 0) return null
  return {
    ...common(c, pods),
    title: 'The selector was edited, and matches no more',
    lead: 'an edit of the selector',
    facts: `it was ${edit.from}, which ${count(pods, 'pod')} in ${c.namespace} would match, and is ${edit.to}, which matches 0 of ${podsInNamespace(c)}`,
    evidence: [{ object: serviceRef(c), field: 'spec.selector', found: edit.to, expected: edit.from }],
    remedy: `Take the edit of spec.selector back: it was ${edit.from}.`,
  }
}

function matching(selector: Labels, c: Case): number {
  const pods = c.read('pods')
  return [...c.labelSets(c.namespace)]
    .filter(({ labels }) => isSelected(selector, labels))
    .reduce((sum, { key }) => sum + pods.countByIndex('labels', key), 0)
}

function byPods(c: Case): Draft | null {
  const edits = watchedSince(c, 'pods', 0).filter(({ what }) => what === 'left')
  const pods = [...new Set(edits.flatMap(({ uids }) => uids))].flatMap(uid => c.read('pods').byIndex('uid', uid))
  const [pod] = pods
  if (pod === undefined) return null
  // Of an edit of many the first ones are known by name.
  const left = Math.max(pods.length, edits.at(-1)?.count ?? 0)
  const selector = selectorText(c.facts.selector)
  return {
    ...common(c, left),
    title: 'Pods were relabelled, and match no more',
    lead: 'relabelled pods',
    facts: `${count(left, 'pod')} matched ${selector} until ${left === 1 ? 'its' : 'their'} labels were edited, and 0 of ${count(podsInNamespace(c), 'pod')} in ${c.namespace} match now`,
    evidence: [
      {
        object: { kind: 'Pod', namespace: c.namespace, name: pod.metadata.name },
        field: 'metadata.labels',
        found: selectorText(pod.metadata.labels) || 'none',
        expected: selector,
      },
    ],
    remedy: `Give the pods the labels ${selector} again, in the template of their workload too.`,
  }
}

function common(c: Case, pods: number) {
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: 'likely',
    subject: serviceRef(c),
    kubectl: `kubectl -n ${c.namespace} get svc ${c.facts.name} -o yaml --show-managed-fields`,
    explains: pods,
  } as const
}
