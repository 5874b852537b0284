import type { GraphEndpoint } from '@slicescope/graph'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import type { Rule } from '../rule.ts'
import { getSlices, writerOfSlice } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'

/** [SC-G2] Endpoints on a Node that is gone stay published: the controller does not watch Nodes. */
export const endpointNodeGone: Rule = {
  code: 'SC-G2',
  title: 'Endpoints on a Node that is gone',
  inputs: ['nodes'],
  arises: hasEndpoints,
  find: c => {
    const nodes = c.read('nodes')
    const gone = c.graph.endpoints.flatMap(endpoint => {
      const node = nodeOf(endpoint)
      const isGone = node !== null && nodes.get(node.name) === undefined
      return isGone && writerOfSlice(c, endpoint.slice)?.namesNodes === true ? [{ ...endpoint, node }] : []
    })
    const [first] = gone
    if (first === undefined) return null
    const ready = gone.filter(({ state }) => state === 'ready').length
    const names = [...new Set(gone.map(({ node }) => node.name))]
    return {
      severity: ready > 0 ? 'warning' : 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: first.slice },
      lead: names.length === 1 ? `Node ${listed(names)} is gone` : 'Nodes of endpoints are gone',
      facts: `${count(gone.length, 'endpoint')} on ${listed(names)} ${gone.length === 1 ? 'is' : 'are'} still published, ${ready === gone.length ? 'as ready' : `${ready} of them as ready`}`,
      evidence: gone.slice(0, 3).map(({ slice, address, node }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: `endpoints[${address}].${node.field}`,
        found: node.name,
        expected: 'a Node that exists',
      })),
      kubectl: getSlices(c, '-o', NODES),
      remedy: remedyOf(c, first.slice),
      broken: [...new Set(gone.filter(({ state }) => state !== 'ready').map(({ backend }) => backend))],
    }
  },
}

/** A line for each endpoint: the Node that it is on, and what it is. */
const NODES = String.raw`jsonpath={range .items[*].endpoints[*]}{.nodeName} {.targetRef.name}{"\n"}{end}`

/** The Node that an endpoint says it is on, or is. */
function nodeOf({ nodeName, targetRef }: GraphEndpoint) {
  if (nodeName !== null) return { name: nodeName, field: 'nodeName' } as const
  return targetRef?.kind === 'Node' && targetRef.name !== ''
    ? ({ name: targetRef.name, field: 'targetRef.name' } as const)
    : null
}

function remedyOf(c: Case, slice: string): string {
  const writer = writerOfSlice(c, slice)
  return writer === undefined || writer.kind === 'slice-controller'
    ? 'Check that kube-controller-manager is running: at the next change of the Service it removes the endpoints of that Node.'
    : `Check why ${writer.name} still lists it: only the writer of slice ${slice} removes its endpoints.`
}
