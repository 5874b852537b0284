import { hasEndpoints } from '../arises.ts'
import { isNodeDown, nodesCommand, shownReady } from '../pods/node-state.ts'
import type { ServiceGraph } from '@slicescope/graph'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count, listed, numberText } from '../words/words.ts'

/**
 * [SC-G16] Backends that are published as ready on a Node that is not: so it is until the node controller sets their pods
 * to not Ready, and for good where that does not run.
 */
export const readyOnDownNode: Rule = {
  code: 'SC-G16',
  title: 'Ready backends on a node that is down',
  inputs: ['nodes'],
  arises: hasEndpoints,
  find: c => {
    const machines = machinesOf(c.graph)
    const ready = c.graph.backends.filter(({ state, key }) => state === 'ready' && !machines.has(key))
    const down = new Map(
      c.graph.nodes.flatMap(({ name }) => {
        const node = c.read('nodes').get(name)
        return node !== undefined && isNodeDown(node) ? [[name, node] as const] : []
      }),
    )
    const there = ready.filter(({ nodeName }) => nodeName !== null && down.has(nodeName))
    const names = [...new Set(there.map(({ nodeName }) => nodeName ?? ''))]
    const [first] = names
    if (first === undefined) return null
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: { kind: 'Node', namespace: null, name: first },
      lead: names.length === 1 ? `Node ${listed(names)} is not Ready` : 'Nodes are not Ready',
      facts: `${numberText(there.length)} of ${count(ready.length, 'ready backend')} ${there.length === 1 ? 'runs' : 'run'} on ${listed(names)} and ${there.length === 1 ? 'is' : 'are'} still published as ready`,
      ...shownEvidence(names, name => ({
        object: { kind: 'Node', namespace: null, name },
        field: 'status.conditions[Ready]',
        found: shownReady(down.get(name)),
        expected: 'True',
      })),
      kubectl: nodesCommand(names),
      remedy:
        'Check the kubelet of the node. The node controller sets its pods to not Ready within a minute, if kube-controller-manager is running.',
      remedyClass: 'look',
    }
  },
}

/** Keys of the backends that are Nodes themselves, as the kubelets that a monitoring system asks: published in any state. */
function machinesOf({ endpoints }: ServiceGraph): ReadonlySet<string> {
  return new Set(endpoints.flatMap(({ targetRef, backend }) => (targetRef?.kind === 'Node' ? backend : [])))
}
