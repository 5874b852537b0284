import { hasSelector } from '../arises.ts'
import { type Difference, differencesOf, isOverdue, wantedEndpoints, writtenByPod } from '../controller-lag.ts'
import { hasLoss } from '../loss.ts'
import { leftWords } from '../lost-words.ts'
import { serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { isTaken, slicesOf } from '../slices.ts'
import { listed } from '../words.ts'
import { isEnding } from './being-deleted.ts'
import { heldSlices } from './held-slice.ts'
import { sharpened } from '../controller-lease.ts'

/** [SC-C7] Slices are not what the pods give, for longer than the controller takes. */
export const controllerBehind: Rule = {
  code: 'SC-C7',
  title: 'The EndpointSlice controller is behind',
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
      title: 'Slices differ from what the pods give',
      lead: 'the EndpointSlice controller is behind or down',
      facts: `for more than 30 s ${listed(differenceWords(differences))}; ${leftWords(c)}`,
      evidence: differences.slice(0, 3).map(({ item }) => item),
      kubectl:
        "kubectl -n kube-system get lease kube-controller-manager -o jsonpath='{.spec.renewTime} {.spec.holderIdentity}'",
      remedy:
        'See whether kube-controller-manager runs, holds its lease and may write EndpointSlices; events of the Service say FailedToUpdateEndpointSlices.',
      broken: [...new Set(pods)],
      explains: 1,
    })
  },
}

const WORDS: readonly (readonly [Difference['kind'], (names: string, isOne: boolean) => string])[] = [
  ['family', families => `no slice of ${families} has been there`],
  ['missing', (pods, isOne) => `${isOne ? 'pod' : 'pods'} ${pods} ${isOne ? 'has' : 'have'} been in no slice`],
  ['other', pods => `the slices have said of ${pods} what is not so`],
  ['left', (pods, isOne) => `${isOne ? 'pod' : 'pods'} ${pods} ${isOne ? 'has' : 'have'} been listed without a match`],
]

function differenceWords(differences: readonly Difference[]): readonly string[] {
  return WORDS.flatMap(([kind, words]) => {
    const names = [...new Set(differences.flatMap(each => (each.kind === kind ? each.name : [])))]
    return names.length === 0 ? [] : [words(listed(names), names.length === 1)]
  })
}
