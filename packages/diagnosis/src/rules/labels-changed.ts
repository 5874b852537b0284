import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { watchedSince } from '../changes/watched-since.ts'
import { matchedPods, podsInNamespace } from '../pods/matched-pods.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { isSelected, type Labels, type Pod } from '@slicescope/model'
import { nearPods } from '../selectors/near-pods.ts'
import { count, selectorText } from '../words/words.ts'

/** [SC-B9] Pods matched until the selector was edited, or until they were relabelled, while we watched. */
export const labelsChanged: Rule = {
  code: 'SC-B9',
  title: 'Selector or labels were edited',
  beganBy: ['selector', 'labels'],
  inputs: ['pods'],
  arises: isEmptyBySelector,
  find: c => (matchedPods(c).length > 0 ? null : draftOf(c)),
}

/** Whether pods were seen to match that an edit left out. */
export function areLeftByEdit(c: Case): boolean {
  return draftOf(c) !== null
}

function draftOf(c: Case): Draft | null {
  return bySelector(c) ?? byPods(c)
}

/** The last edit that led here, where pods that it leaves are still there. */
function bySelector(c: Case): Draft | null {
  const edit = watchedSince(c, 'service', 0).findLast(({ field }) => field === 'selector')
  if (edit?.selector == null || edit.to !== selectorText(c.facts.selector)) return null
  const left = matching(edit.selector, c)
  if (left.length === 0) return null
  return {
    ...common(c, left.length),
    near: nearPods(c, left),
    lead: 'Selector was edited',
    facts: `the selector was ${edit.from}, which matches ${count(left.length, 'pod')} in ${c.namespace}; it is ${edit.to} now, which matches 0 of ${podsInNamespace(c)}`,
    evidence: [{ object: serviceRef(c), field: 'spec.selector', found: edit.to, expected: edit.from }],
    remedy: `Check why spec.selector was edited: it was ${edit.from}.`,
    remedyClass: 'look',
  }
}

/** By name: Stores promise no order. */
function matching(selector: Labels, c: Case): readonly Pod[] {
  const pods = c.read('pods')
  return [...c.labelSets(c.namespace)]
    .filter(({ labels }) => isSelected(selector, labels))
    .flatMap(({ key }) => pods.byIndex('labels', key))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
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
    near: nearPods(c, pods),
    lead: 'Pod labels were edited',
    facts: `${count(left, 'pod')} matched ${selector} until ${left === 1 ? 'its' : 'their'} labels were edited; 0 of ${count(podsInNamespace(c), 'pod')} in ${c.namespace} match now`,
    evidence: [
      {
        object: { kind: 'Pod', namespace: c.namespace, name: pod.metadata.name },
        field: 'metadata.labels',
        found: selectorText(pod.metadata.labels) || 'none',
        expected: selector,
      },
    ],
    remedy: 'Check why the labels were edited, on the pods and in the template of their workload.',
    remedyClass: 'look',
  }
}

function common(c: Case, pods: number) {
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: 'likely',
    subject: serviceRef(c),
    kubectl: kubectlIn(c)`get service/${c.facts.name} -o yaml --show-managed-fields`,
    explains: pods,
  } as const
}
