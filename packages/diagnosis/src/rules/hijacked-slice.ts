import { MANAGED_BY_LABEL, SLICE_CONTROLLER } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { hasLoss } from '../losses/loss.ts'
import { leftWords } from '../words/lost-words.ts'
import type { Rule } from '../rule.ts'
import { getSlices, isTaken, managerOf, sliceRef, slicesOf } from '../slices/slices.ts'
import { count } from '../words/words.ts'

/** [SC-C9] A slice that the controller made says that someone else manages it, so the controller leaves it alone. */
export const hijackedSlice: Rule = {
  code: 'SC-C9',
  title: 'EndpointSlice with another manager',
  inputs: [],
  arises: hasSelector,
  find: c => {
    const [slice] = slicesOf(c).filter(own => isTaken(own, c))
    if (slice === undefined) return null
    const manager = managerOf(slice) ?? 'no manager'
    return {
      severity: hasLoss(c.graph) ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: sliceRef(slice),
      lead: 'Label managed-by was edited',
      facts: `EndpointSlice ${slice.metadata.name} is owned by the Service and managed by ${manager}, so the EndpointSlice controller does not update its ${count(slice.endpoints.length, 'endpoint')}; ${leftWords(c)}`,
      evidence: [
        {
          object: sliceRef(slice),
          field: `metadata.labels["${MANAGED_BY_LABEL}"]`,
          found: manager,
          expected: SLICE_CONTROLLER,
        },
      ],
      kubectl: getSlices(c, '-L', 'endpointslice.kubernetes.io/managed-by,kubernetes.io/service-name'),
      // Deleted while it is another's, Kubernetes 1.37 counts it as one that it has not heard of yet, and waits.
      remedy: `Check whether ${manager} is a controller of this cluster that writes slices. If not, the label was ${SLICE_CONTROLLER}. Do not delete the slice: the controller does not replace it until it restarts.`,
      remedyClass: 'look',
      explains: hasLoss(c.graph) ? Math.max(1, slice.endpoints.length) : 1,
    }
  },
}
