import { hasEndpoints } from '../arises.ts'
import type { Rule } from '../rule.ts'
import { slicesCommand, writerOfSlice } from '../slices.ts'
import { count, listed } from '../words.ts'

/** [SC-G2] Endpoints on a Node that is gone stay published: the controller does not watch Nodes. */
export const endpointNodeGone: Rule = {
  code: 'SC-G2',
  title: 'Endpoints on a Node that is gone',
  inputs: ['nodes'],
  arises: hasEndpoints,
  find: c => {
    const nodes = c.read('nodes')
    const gone = c.graph.endpoints.filter(
      ({ nodeName, slice }) =>
        nodeName !== null && nodes.get(nodeName) === undefined && writerOfSlice(c, slice)?.namesNodes === true,
    )
    const [first] = gone
    if (first === undefined) return null
    const ready = gone.filter(({ state }) => state === 'ready').length
    const names = [...new Set(gone.map(({ nodeName }) => nodeName ?? ''))]
    return {
      severity: ready > 0 ? 'warning' : 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: first.slice },
      title: `${count(gone.length, 'endpoint')} on a Node that is gone`,
      lead: names.length === 1 ? `node ${listed(names)} is gone` : `nodes ${listed(names)} are gone`,
      facts: `${count(gone.length, 'endpoint')} there ${gone.length === 1 ? 'is' : 'are'} still published, ${ready === gone.length ? 'as ready' : `${ready} of them as ready`}`,
      evidence: gone.slice(0, 3).map(({ slice, address, nodeName }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: `endpoints[${address}].nodeName`,
        found: nodeName ?? '',
        expected: 'a Node that exists',
      })),
      kubectl: slicesCommand(c, "-o jsonpath='{.items[*].endpoints[*].nodeName}'"),
      remedy: 'Delete the pods that were bound to that Node: the controller then leaves their endpoints out.',
      broken: [...new Set(gone.filter(({ state }) => state !== 'ready').map(({ backend }) => backend))],
    }
  },
}
