import { MAX_ENDPOINTS_ADDRESSES, SLICE_CONTROLLER } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { managerOf, slicesOf } from '../slices/slices.ts'
import { numberText } from '../words/words.ts'

/** [SC-G12] More endpoints than the old Endpoints object holds; slices have them all. */
export const tooManyEndpoints: Rule = {
  code: 'SC-G12',
  title: 'Endpoints object is truncated',
  misconception: {
    belief: 'Endpoints struggle beyond 100 pods',
    truth:
      '100 is how many endpoints the controller puts into one EndpointSlice. It truncates the Endpoints object at 1,000 addresses.',
  },
  inputs: [],
  arises: hasSelector,
  find: c => {
    const family = c.facts.ipFamilies[0] ?? 'IPv4'
    // Both are made from the pods; what others put beside that is in no Endpoints object.
    const own = new Set(
      slicesOf(c).flatMap(slice => (managerOf(slice) === SLICE_CONTROLLER ? [slice.metadata.name] : [])),
    )
    const addresses = c.graph.endpoints.filter(
      ({ slice, addressType, conditions }) => own.has(slice) && addressType === family && !conditions.terminating,
    ).length
    if (addresses <= MAX_ENDPOINTS_ADDRESSES) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'Endpoints object is truncated',
      facts: `the slices list ${numberText(addresses)} ${family} addresses, and the Endpoints object holds ${numberText(MAX_ENDPOINTS_ADDRESSES)}; only clients that read Endpoints are affected`,
      evidence: [
        {
          object: serviceRef(c),
          field: `${family} addresses`,
          found: numberText(addresses),
          expected: `${numberText(MAX_ENDPOINTS_ADDRESSES)} or fewer for Endpoints`,
        },
      ],
      kubectl: kubectlIn(c)`get endpoints/${c.facts.name} -o jsonpath={.metadata.annotations}`,
      remedy: 'Check which clients read Endpoints: EndpointSlices have all addresses.',
      remedyClass: 'look',
    }
  },
}
