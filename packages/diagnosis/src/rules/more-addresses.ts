import { hasEndpoints } from '../arises.ts'
import type { Rule } from '../rule.ts'
import { getSlices } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'

/** [SC-G31] An endpoint lists several addresses, and kube-proxy sends to the first alone. */
export const moreAddresses: Rule = {
  code: 'SC-G31',
  title: 'Several addresses in one endpoint',
  inputs: [],
  arises: graph => hasEndpoints(graph) && !graph.summary.headless,
  find: c => {
    const known = new Set(c.graph.endpoints.map(({ address }) => address))
    const several = c.graph.endpoints.filter(
      ({ addresses, ignored }) => ignored === null && addresses.slice(1).some(ip => !known.has(ip)),
    )
    const [first] = several
    if (first === undefined) return null
    const unused = [...new Set(several.flatMap(({ addresses }) => addresses.slice(1)))].filter(ip => !known.has(ip))
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: first.slice },
      lead: 'kube-proxy ignores further addresses of an endpoint',
      facts: `${count(several.length, 'endpoint')} in slice ${first.slice} ${several.length === 1 ? 'lists' : 'list'} several addresses, of which kube-proxy uses the first; ${listed(unused)} ${unused.length === 1 ? 'gets' : 'get'} no traffic`,
      evidence: several.slice(0, 3).map(({ slice, addresses }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: 'endpoints[*].addresses',
        found: addresses.join(', '),
        expected: 'one address in each endpoint',
      })),
      kubectl: getSlices(c, '-o', 'jsonpath={.items[*].endpoints[*].addresses}'),
      remedy: 'Check what writes the slice: each address needs an endpoint of its own.',
      remedyClass: 'look',
      explains: 0,
    }
  },
}
