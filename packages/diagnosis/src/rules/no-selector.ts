import { commands } from '../words/command.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { getSlices } from '../slices/slices.ts'
import { emptyEndpoints } from './no-address-named.ts'
import { unlabelledSlices } from './unlabelled-slice.ts'

/** [SC-A2] No selector, and no EndpointSlice that another writer created. */
export const noSelector: Rule = {
  code: 'SC-A2',
  title: 'No selector and no EndpointSlices',
  inputs: [],
  helps: ['endpoints'],
  arises: ({ summary }) => summary.health === 'unmanaged',
  find: c => {
    // A slice that is meant for it is another cause.
    if (unlabelledSlices(c).length > 0) return null
    const { name } = c.facts
    const endpoints = c.read('endpoints').get(`${c.namespace}/${name}`)
    if ((endpoints?.subsets ?? []).some(({ addresses }) => addresses.length > 0)) return null
    // A writer keeps it, and has named no address: SC-G29.
    if (emptyEndpoints(c) !== null) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'No selector and no EndpointSlice',
      facts: 'no controller creates endpoints for a Service without a selector',
      evidence: [
        {
          object: serviceRef(c),
          field: 'spec.selector',
          found: 'none',
          expected: 'a selector, or an EndpointSlice that another writer creates',
        },
        {
          object: serviceRef(c),
          field: `EndpointSlices with kubernetes.io/service-name=${name}`,
          found: '0',
          expected: '1 or more',
        },
      ],
      kubectl: commands(kubectlIn(c)`get service/${name} -o wide`, getSlices(c)),
      remedy: `Create an EndpointSlice with the label kubernetes.io/service-name=${name}, unless an operator is expected to create it.`,
      remedyClass: 'safe',
      explains: 1,
    }
  },
}
