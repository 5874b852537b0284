import { isEmptyBySelector } from '../arises.ts'
import { matchedPods, podsInNamespace } from '../matched-pods.ts'
import { isOnePairTooMany, missText, type PairMiss } from '../near-miss.ts'
import { nearSets } from '../near-sets.ts'
import { podRef, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { isMadeByAny, MAKERS } from '../workloads.ts'
import { count, selectorText } from '../words.ts'

/** [SC-B3] Without one pair of its selector the Service would match: a version, a template hash, a release. */
export const onePairTooMany: Rule = {
  code: 'SC-B3',
  title: 'One pair of the selector too many',
  inputs: ['pods'],
  helps: MAKERS,
  arises: graph => isEmptyBySelector(graph) && Object.keys(graph.service.selector).length > 1,
  find: c => {
    const { selector } = c.facts
    if (matchedPods(c).length > 0 || isMadeByAny(c)) return null
    const [nearest] = nearSets(c, misses => isOnePairTooMany(misses, c.service.spec.selector))
    const miss = nearest?.misses[0]
    if (nearest === undefined || miss === undefined) return null
    const { [miss.key]: _, ...rest } = selector
    const pairs = selectorText(selector)
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: serviceRef(c),
      title: `Without ${miss.key} the selector would match ${count(nearest.pods.length, 'pod')}`,
      lead: `one pair too many, ${miss.key}=${miss.value}`,
      facts: `selector ${pairs} matches 0 of ${count(podsInNamespace(c), 'pod')} in ${c.namespace}; ${selectorText(rest)} alone matches ${count(nearest.pods.length, 'pod')}, which ${differenceText(miss, nearest.pods.length)}`,
      evidence: [
        {
          object: serviceRef(c),
          field: `spec.selector["${miss.key}"]`,
          found: miss.value,
          expected: 'found' in miss ? miss.found : 'to be left out',
        },
        ...nearest.pods.slice(0, 3).map(pod => ({
          object: podRef(pod),
          field: `metadata.labels["${miss.key}"]`,
          found: pod.metadata.labels[miss.key] ?? 'absent',
          expected: `${miss.value}, to be selected`,
        })),
      ],
      kubectl: `kubectl -n ${c.namespace} get pods -l "${selectorText(rest)}" --show-labels`,
      remedy: GIVEN_BY_CONTROLLERS.has(miss.key)
        ? `Take ${miss.key} out of the selector: controllers give it to pods, and another with each rollout.`
        : `Take ${miss.key} out of the selector, or give the pods ${miss.key}=${miss.value}.`,
      explains: nearest.pods.length,
      // As of SC-B2.
      unread: MAKERS,
    }
  },
}

/** A selector that names one of these misses every pod of the next rollout. */
const GIVEN_BY_CONTROLLERS: ReadonlySet<string> = new Set(['pod-template-hash', 'controller-revision-hash'])

function differenceText(miss: PairMiss, pods: number): string {
  if (miss.kind === 'absent') return `${pods === 1 ? 'has' : 'have'} no ${miss.key}`
  return `${pods === 1 ? 'differs' : 'differ'} in ${missText(miss)}`
}
