import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods, podsInNamespace } from '../pods/matched-pods.ts'
import { isNamedAfter, isSameMeaning, isTypo, missText, type PairMiss } from '../selectors/near-miss.ts'
import { nearPods } from '../selectors/near-pods.ts'
import { type NearSet, nearSets } from '../selectors/near-sets.ts'
import { kubectlIn, podRef, serviceRef } from '../words/refs.ts'
import { missingRole } from '../pods/role-labels.ts'
import type { Draft, Rule } from '../rule.ts'
import { isOfOnePod } from '../pods/stateful-pods.ts'
import { isMadeByAny, MAKERS } from '../workloads/workloads.ts'
import { count, selectorText } from '../words/words.ts'
import { areLeftByEdit } from './labels-changed.ts'

/** [SC-B2] The selector matches no pod, and misses some by a typo, the case or the spelling of a key. */
export const selectorTypo: Rule = {
  code: 'SC-B2',
  title: 'Selector typo',
  beganBy: ['selector', 'labels'],
  inputs: ['pods'],
  helps: MAKERS,
  arises: isEmptyBySelector,
  find: c => {
    if (matchedPods(c).length > 0 || isMadeByAny(c) || isOfOnePod(c) || missingRole(c) !== null) return null
    const [nearest] = nearSets(c, misses => isTypo(misses, c.service.spec.selector))
    if (nearest !== undefined) return draftOf(c, nearest)
    // Of an edit that was watched the name says nothing more: SC-B9.
    const [named] = areLeftByEdit(c) ? [] : nearSets(c, misses => isNamedAfter(misses, c.facts.name))
    return named === undefined ? null : draftOf(c, named)
  },
}

function draftOf(c: Case, { misses, pods }: NearSet): Draft {
  const { selector } = c.facts
  const pairs = selectorText(selector)
  const difference = misses.map(missText).join(' and ')
  const all = podsInNamespace(c)
  const isNumber = misses.some(({ kind }) => kind === 'number')
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: isNumber ? 'hint' : 'likely',
    subject: serviceRef(c),
    lead: leadOf(misses),
    ...(isNumber ? { guess: 'another number or version was meant' } : {}),
    facts: `${pairs} matches 0 of ${count(all, 'pod')} in ${c.namespace}; ${count(pods.length, 'pod')} ${pods.length === 1 ? 'differs' : 'differ'} only in ${difference}`,
    evidence: [
      ...misses.map(miss => ({
        object: serviceRef(c),
        field: `spec.selector["${miss.key}"]`,
        found: miss.value,
        expected:
          'found' in miss ? (miss.kind === 'key' ? `under the key ${miss.foundKey}` : miss.found) : 'to be left out',
      })),
      ...pods.slice(0, MOST_SHOWN).map(pod => ({
        object: podRef(pod),
        field: 'metadata.labels',
        found: selectorText(ownPairs(pod.metadata.labels, misses)),
        expected: `${pairs}, to be selected`,
      })),
    ],
    kubectl: kubectlIn(c)`get pods --show-labels`,
    remedy: `Compare spec.selector of the Service with the labels of the pod template: ${difference}.`,
    remedyClass: 'look',
    explains: Math.max(1, pods.length),
    near: nearPods(c, pods),
    // A reader who cannot read what makes pods sees that none matches and some nearly do.
    unread: MAKERS,
  }
}

/** Pods of one kind prove the same. */
const MOST_SHOWN = 3

function leadOf(misses: readonly PairMiss[]): string {
  if (misses.every(isOfCase)) return 'Selector differs in upper and lower case'
  if (misses.some(({ kind }) => kind === 'other-value')) return 'Selector uses another name than the pods'
  if (misses.every(isOtherKey)) return 'Selector uses another label key'
  return misses.some(({ kind }) => kind === 'number') ? 'Selector matches no pod' : 'Selector typo'
}

function isOfCase(miss: PairMiss): boolean {
  return miss.kind === 'case' || (miss.kind === 'key' && miss.key.toLowerCase() === miss.foundKey.toLowerCase())
}

/** Not a slip, but a convention that the other side does not follow. */
function isOtherKey(miss: PairMiss): boolean {
  return miss.kind === 'key' && isSameMeaning(miss.key, miss.foundKey)
}

function ownPairs(labels: Readonly<Record<string, string>>, misses: readonly PairMiss[]): Record<string, string> {
  const keys = misses.map(miss => (miss.kind === 'key' ? miss.foundKey : miss.key))
  return Object.fromEntries(keys.flatMap(key => (labels[key] === undefined ? [] : [[key, labels[key]]])))
}
