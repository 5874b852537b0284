import { hasSelector } from '../arises.ts'
import { type Difference, differencesOf, isOverdue, wantedEndpoints, writtenByPod } from '../slices/controller-lag.ts'
import { hasLoss } from '../losses/loss.ts'
import { leftWords } from '../words/lost-words.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { isTaken, slicesOf } from '../slices/slices.ts'
import { listed } from '../words/words.ts'
import { isEnding } from './being-deleted.ts'
import { heldSlices } from './held-slice.ts'
import { sharpened } from '../slices/controller-lease.ts'

/** [SC-C7] Slices are not what the pods give, for longer than the controller takes. */
export const controllerBehind: Rule = {
  code: 'SC-C7',
  title: 'EndpointSlice controller is behind',
  inputs: ['pods', 'nodes'],
  helps: ['namespaces'],
  arises: hasSelector,
  prepares: [wantedEndpoints, writtenByPod],
  find: c => {
    // Where a namespace ends nothing new can be made.
    if (isEnding(c)) return null
    // Of a Service with a slice that was taken from it the controller writes none: that is SC-C9, told once.
    if (slicesOf(c).some(slice => isTaken(slice, c))) return null
    // Nor while one that is being deleted is held: SC-G24.
    if (heldSlices(c).length > 0) return null
    const differences = differencesOf(c)
    const pods = differences.flatMap(({ uid }) => uid ?? [])
    if (differences.length === 0 || !isOverdue(c, differences)) return null
    return sharpened(c, {
      severity: hasLoss(c.graph) ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: serviceRef(c),
      lead: 'EndpointSlice controller is behind or down',
      facts: `for more than 30 s ${listed(differenceWords(differences))}; ${leftWords(c)}`,
      ...shownEvidence(differences, ({ item }) => item),
      kubectl: kubectlIn(
        'kube-system',
      )`get lease/kube-controller-manager -o jsonpath=${'{.spec.renewTime} {.spec.holderIdentity}'}`,
      remedy:
        'Check that kube-controller-manager is running, holds its lease and has permission to write EndpointSlices.',
      remedyClass: 'look',
      broken: [...new Set(pods)],
      explains: 1,
    })
  },
}

const WORDS: readonly (readonly [Difference['kind'], (names: string, isOne: boolean) => string])[] = [
  ['family', families => `no slice of ${families} has been there`],
  ['missing', (pods, isOne) => `${isOne ? 'pod' : 'pods'} ${pods} ${isOne ? 'has' : 'have'} been in no slice`],
  ['other', pods => `the slices have listed outdated data of ${pods}`],
  [
    'left',
    (pods, isOne) =>
      `${isOne ? 'pod' : 'pods'} ${pods} ${isOne ? 'has' : 'have'} been listed although the selector does not match`,
  ],
]

function differenceWords(differences: readonly Difference[]): readonly string[] {
  return WORDS.flatMap(([kind, words]) => {
    const names = [...new Set(differences.flatMap(each => (each.kind === kind ? each.name : [])))]
    return names.length === 0 ? [] : [words(listed(names), names.length === 1)]
  })
}
