import { hasEndpoints } from '../arises.ts'
import { hasLoss } from '../loss.ts'
import { kubectl } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { sliceRef, slicesCommand, slicesOf, writerIn } from '../slices.ts'
import { count } from '../words.ts'

/** [SC-C8] A slice belongs to an earlier Service of the same name. */
export const oldOwner: Rule = {
  code: 'SC-C8',
  title: 'Slices of an earlier Service',
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
      title: `${count(slices.length, 'slice')} of an earlier Service ${c.facts.name}`,
      lead: `${count(slices.length, 'slice')} left by an earlier Service of this name`,
      facts: `${count(endpoints, 'endpoint')} in ${first.metadata.name} ${endpoints === 1 ? 'is' : 'are'} published for it, whatever the pods do now`,
      evidence: slices.slice(0, 3).map(slice => ({
        object: sliceRef(slice),
        field: 'metadata.ownerReferences[*].uid',
        found: slice.metadata.ownerReferences.map(({ uid }) => uid).join(', '),
        expected: c.facts.uid,
      })),
      kubectl: `${slicesCommand(c, "-o custom-columns='NAME:.metadata.name,OWNER:.metadata.ownerReferences[*].uid'")}; ${kubectl(c, `get svc ${c.facts.name} -o jsonpath='{.metadata.uid}'`)}`,
      remedy: 'The controller and the garbage collector delete such slices: see whether kube-controller-manager runs.',
      explains: Math.max(1, endpoints),
    }
  },
}
