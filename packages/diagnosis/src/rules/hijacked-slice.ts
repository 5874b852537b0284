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
      severity: hasLoss(c.graph) ? 'loss' : 'info',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: sliceRef(slice),
      title: `Slice ${slice.metadata.name} is managed by ${manager}`,
      cause: 'an edited label managed-by',
      facts: `slice ${slice.metadata.name} is owned by the Service and managed by ${manager}, so the EndpointSlice controller leaves its ${count(slice.endpoints.length, 'endpoint')} as ${slice.endpoints.length === 1 ? 'it is' : 'they are'}; ${leftWords(c)}`,
      evidence: [
        {
          object: sliceRef(slice),
          field: 'metadata.labels["endpointslice.kubernetes.io/managed-by"]',
          found: manager,
          expected: 'endpointslice-controller.k8s.io',
        },
      ],
      kubectl: slicesCommand(c, '-L endpointslice.kubernetes.io/managed-by,kubernetes.io/service-name'),
      remedy: `Delete the slice, or give it the label back: the controller then writes what the pods give.`,
      explains: hasLoss(c.graph) ? Math.max(1, slice.endpoints.length) : 0,
    }
  },
}
