import { SLICE_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { getSlices, managerOf, sliceRef, slicesOf } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'

/** [SC-G25] The Service has no selector any more, and a slice of the EndpointSlice controller is left from when it had one. */
export const leftSlice: Rule = {
  code: 'SC-G25',
  title: 'EndpointSlices of a removed selector',
  inputs: [],
  arises: graph => isJudged(graph) && !graph.summary.hasSelector && graph.endpoints.length > 0,
  find: c => {
    const left = slicesOf(c).filter(slice => slice.endpoints.length > 0 && isLeft(slice, c))
    const [first] = left
    if (first === undefined) return null
    const endpoints = left.reduce((sum, slice) => sum + slice.endpoints.length, 0)
    const others = slicesOf(c).filter(slice => slice.endpoints.length > 0 && !left.includes(slice))
    const beside = others.length === 0 ? '' : `, beside ${listed(others.map(({ metadata }) => metadata.name))}`
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(first),
      lead: 'EndpointSlice of a removed selector is left',
      facts: `the Service has no selector, so the EndpointSlice controller no longer updates ${first.metadata.name}; its ${count(endpoints, 'endpoint')} ${endpoints === 1 ? 'stays' : 'stay'} published${beside}, whatever the pods do`,
      evidence: [
        {
          object: serviceRef(c),
          field: 'spec.selector',
          found: 'none',
          expected: 'a selector, for the controller to follow',
        },
        ...left.slice(0, 3).map(slice => ({
          object: sliceRef(slice),
          field: 'metadata.labels["endpointslice.kubernetes.io/managed-by"]',
          found: SLICE_CONTROLLER,
          expected: '',
        })),
      ],
      kubectl: getSlices(c, '-L', 'endpointslice.kubernetes.io/managed-by'),
      remedy:
        'Check what should write the endpoints: the EndpointSlice controller follows the pods only if the Service has a selector.',
      remedyClass: 'look',
      explains: 0,
    }
  },
}

/** Whether the controller made it for this Service, which it does not look at any more. */
function isLeft(slice: EndpointSlice, c: Case): boolean {
  return (
    managerOf(slice) === SLICE_CONTROLLER &&
    slice.metadata.ownerReferences.some(({ uid, controller }) => uid === c.facts.uid && controller === true)
  )
}
