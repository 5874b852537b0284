import { kubectl, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { slicesCommand } from '../slices.ts'
import { emptyEndpoints } from './no-address-named.ts'
import { unlabelledSlices } from './unlabelled-slice.ts'

/** [SC-A2] No selector, and nobody made slices by hand. */
export const noSelector: Rule = {
  code: 'SC-A2',
  title: 'No selector and no slices',
  inputs: [],
  helps: ['endpoints'],
  arises: ({ summary }) => summary.health === 'unmanaged',
  find: c => {
    // A slice that is meant for it is another cause.
    if (unlabelledSlices(c).length > 0) return null
    const { name } = c.facts
    const endpoints = c.read('endpoints').get(`${c.namespace}/${name}`)
    if ((endpoints?.subsets ?? []).some(({ addresses }) => addresses.length > 0)) return null
    // Somebody writes it, and has named no address: SC-G29.
    if (emptyEndpoints(c) !== null) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      title: 'Nothing makes endpoints for this Service',
      lead: 'no selector and no hand-made EndpointSlice',
      facts: 'nothing makes endpoints for this Service',
      evidence: [
        {
          object: serviceRef(c),
          field: 'spec.selector',
          found: 'none',
          expected: 'a selector, or slices made by hand',
        },
        {
          object: serviceRef(c),
          field: `EndpointSlices with kubernetes.io/service-name=${name}`,
          found: '0',
          expected: '1 or more',
        },
      ],
      kubectl: `${kubectl(c, `get svc ${name} -o wide`)}; ${slicesCommand(c, '')}`,
      remedy:
        'Give the Service a selector, or make an EndpointSlice with the label kubernetes.io/service-name. Some operators fill such Services themselves.',
      explains: 1,
    }
  },
}
