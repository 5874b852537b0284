import { MANAGED_BY_LABEL, SLICE_CONTROLLER } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { hasLoss } from '../loss.ts'
import { leftWords } from '../lost-words.ts'
import type { Rule } from '../rule.ts'
import { isTaken, managerOf, sliceRef, slicesCommand, slicesOf } from '../slices.ts'
import { count } from '../words.ts'

/** [SC-C9] A slice that the controller made says that someone else manages it, so the controller leaves it alone. */
export const hijackedSlice: Rule = {
  code: 'SC-C9',
  title: 'Slices managed by someone else',
  inputs: [],
  arises: hasSelector,
  find: c => {
    const [slice] = slicesOf(c).filter(own => isTaken(own, c))
    if (slice === undefined) return null
    const manager = managerOf(slice) ?? 'nobody'
    return {
      severity: hasLoss(c.graph) ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: sliceRef(slice),
      title: `Slice ${slice.metadata.name} is managed by ${manager}`,
      lead: 'Label managed-by was edited',
      facts: `slice ${slice.metadata.name} is owned by the Service and managed by ${manager}, so the EndpointSlice controller leaves its ${count(slice.endpoints.length, 'endpoint')} as ${slice.endpoints.length === 1 ? 'it is' : 'they are'}; ${leftWords(c)}`,
      evidence: [
        {
          object: sliceRef(slice),
          field: `metadata.labels["${MANAGED_BY_LABEL}"]`,
          found: manager,
          expected: SLICE_CONTROLLER,
        },
      ],
      kubectl: slicesCommand(c, '-L endpointslice.kubernetes.io/managed-by,kubernetes.io/service-name'),
      // Deleted while it is another's, Kubernetes 1.37 counts it as one that it has not heard of yet, and waits.
      remedy: `Find out whether ${manager} is a controller of this cluster that writes slices. If none is, the label was ${SLICE_CONTROLLER} and can be set back. Do not delete the slice: the controller then creates no other until it restarts.`,
      explains: hasLoss(c.graph) ? Math.max(1, slice.endpoints.length) : 1,
    }
  },
}
