import { hasEndpoints } from '../arises.ts'
import { commands } from '../words/command.ts'
import { hasLoss } from '../losses/loss.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices, sliceRef, slicesOf, writerIn } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'

/** [SC-C8] A slice belongs to an earlier Service of the same name. */
export const oldOwner: Rule = {
  code: 'SC-C8',
  title: 'EndpointSlices of a deleted Service',
  inputs: [],
  arises: hasEndpoints,
  find: c => {
    const slices = slicesOf(c).filter(
      slice =>
        writerIn(c, slice).ownedByService &&
        slice.metadata.ownerReferences.some(({ kind, uid }) => kind === 'Service' && uid !== c.facts.uid),
    )
    const [first] = slices
    if (first === undefined) return null
    const endpoints = slices.reduce((sum, slice) => sum + slice.endpoints.length, 0)
    return {
      severity: hasLoss(c.graph) ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(first),
      lead: 'EndpointSlices of a deleted Service are left',
      facts: `${count(endpoints, 'endpoint')} of ${count(slices.length, 'slice')} (${listed(slices.map(({ metadata }) => metadata.name))}) ${endpoints === 1 ? 'is' : 'are'} published for this Service, although an earlier Service of the same name owns ${slices.length === 1 ? 'it' : 'them'}`,
      ...shownEvidence(slices, slice => ({
        object: sliceRef(slice),
        field: 'metadata.ownerReferences[*].uid',
        found: slice.metadata.ownerReferences.map(({ uid }) => uid).join(', '),
        expected: c.facts.uid,
      })),
      kubectl: commands(
        getSlices(c, '-o', 'custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences[*].uid'),
        kubectlIn(c)`get service/${c.facts.name} -o jsonpath={.metadata.uid}`,
      ),
      remedy: 'Check that kube-controller-manager is running: its garbage collector deletes these slices.',
      remedyClass: 'look',
      explains: Math.max(1, endpoints),
    }
  },
}
