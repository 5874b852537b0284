import type { Labels } from '@slicescope/model'
import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { matchedPods, podsInNamespace } from '../pods/matched-pods.ts'
import { areTooMany, isTypo, missText, type PairMiss } from '../selectors/near-miss.ts'
import { nearPods } from '../selectors/near-pods.ts'
import { type NearSet, nearSets, setsWithoutCommonLabels } from '../selectors/near-sets.ts'
import { kubectlIn, podRef, serviceRef } from '../words/refs.ts'
import { missingRole } from '../pods/role-labels.ts'
import type { Draft, Rule } from '../rule.ts'
import { isOfOnePod } from '../pods/stateful-pods.ts'
import { isMadeByAny, MAKERS } from '../workloads/workloads.ts'
import { count, listed, selectorText } from '../words/words.ts'

/** [SC-B3] Without some pairs of its selector the Service would match: a version, a template hash, a release, common labels. */
export const pairsTooMany: Rule = {
  code: 'SC-B3',
  title: 'Selector with too many labels',
  beganBy: ['selector', 'labels'],
  inputs: ['pods'],
  helps: MAKERS,
  arises: graph => isEmptyBySelector(graph) && Object.keys(graph.service.selector).length > 1,
  find: c => {
    if (matchedPods(c).length > 0 || isMadeByAny(c) || isOfOnePod(c) || missingRole(c) !== null) return null
    const { selector } = c.service.spec
    // Where others miss it by a typo that is the cause: SC-B2.
    if (nearSets(c, misses => isTypo(misses, selector)).length > 0) return null
    const few = nearSets(c, misses => areTooMany(misses, selector))
    const near = few.length > 0 ? few : setsWithoutCommonLabels(c)
    const [nearest] = near
    if (nearest === undefined) return null
    const keys = keysOf(nearest)
    return draftOf(
      c,
      near.filter(set => keysOf(set) === keys),
    )
  },
}

function keysOf({ misses }: NearSet): string {
  return misses.map(({ key }) => key).join()
}

/** `sets` miss the same keys, each in a way of its own. */
function draftOf(c: Case, sets: readonly NearSet[]): Draft {
  const misses = sets[0]?.misses ?? []
  const pods = sets.flatMap(set => set.pods)
  const { selector } = c.facts
  const missed = new Set(misses.map(({ key }) => key))
  const rest = Object.fromEntries(Object.entries(selector).filter(([key]) => !missed.has(key)))
  const pairs = selectorText(selector)
  const extra = listed(misses.map(({ key, value }) => `${key}=${value}`))
  const isOne = misses.length === 1
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: 'likely',
    subject: serviceRef(c),
    lead: leadOf(misses),
    facts: `${pairs} matches 0 of ${count(podsInNamespace(c), 'pod')} in ${c.namespace}; without ${extra} it matches ${count(pods.length, 'pod')}${differencesText(sets)}`,
    evidence: [
      ...misses.map(miss => ({
        object: serviceRef(c),
        field: `spec.selector["${miss.key}"]`,
        found: miss.value,
        expected: 'found' in miss ? miss.found : 'to be left out',
      })),
      ...pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: isOne ? `metadata.labels["${[...missed].join('')}"]` : 'metadata.labels',
        found: ownText(ownPairs(pod.metadata.labels, missed), isOne),
        expected: `${isOne ? (misses[0]?.value ?? '') : extra}, to be selected`,
      })),
    ],
    kubectl: kubectlIn(c)`get pods -l ${selectorText(rest)} --show-labels`,
    remedy: missed.has(ARGO_HASH)
      ? `Check the Rollout behind it: Argo Rollouts writes ${ARGO_HASH} into the selector, and no pod of that revision is there.`
      : misses.some(isOfRevision)
        ? `Check why ${listed([...missed])} is in the selector: controllers set it on pods, with another value in each rollout.`
        : `Check whether ${extra} belongs in the selector, or whether the pod template should have it.`,
    remedyClass: 'look',
    explains: pods.length,
    near: nearPods(c, pods),
    // As of SC-B2.
    unread: MAKERS,
  }
}

/** Written by Argo Rollouts, on pods and into the selectors of Services that it steers. */
const ARGO_HASH = 'rollouts-pod-template-hash'
/** A selector that names one of these misses every pod of the next rollout. */
const GIVEN_BY_CONTROLLERS: ReadonlySet<string> = new Set(['pod-template-hash', 'controller-revision-hash', ARGO_HASH])

function isOfRevision({ key }: PairMiss): boolean {
  return GIVEN_BY_CONTROLLERS.has(key)
}

function leadOf(misses: readonly PairMiss[]): string {
  if (misses.every(isOfRevision)) return 'Selector names a revision without pods'
  return misses.length === 1 ? 'Selector has one label too many' : 'Selector has several labels too many'
}

/** ", which have no release", or of several kinds: ": 2 differ in ..., and 1 has no release". */
function differencesText(sets: readonly NearSet[]): string {
  const [first] = sets
  if (first === undefined) return ''
  if (sets.length === 1) return `, which ${differenceText(first.misses, first.pods.length)}`
  return `: ${listed(sets.map(({ misses, pods }) => `${pods.length} ${differenceText(misses, pods.length)}`))}`
}

function differenceText(misses: readonly PairMiss[], pods: number): string {
  const absent = misses.filter(({ kind }) => kind === 'absent').map(({ key }) => key)
  const others = misses.filter(({ kind }) => kind !== 'absent').map(missText)
  return [
    ...(absent.length === 0 ? [] : [`${pods === 1 ? 'has' : 'have'} no ${absent.join(' and no ')}`]),
    ...(others.length === 0 ? [] : [`${pods === 1 ? 'differs' : 'differ'} in ${listed(others)}`]),
  ].join(', and ')
}

/** The value where the field already names the key. */
function ownText(pairs: Labels, isOne: boolean): string {
  const [value] = Object.values(pairs)
  if (value === undefined) return isOne ? 'absent' : 'none of these keys'
  return isOne ? value : selectorText(pairs)
}

function ownPairs(labels: Labels, keys: ReadonlySet<string>): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => keys.has(key)))
}
