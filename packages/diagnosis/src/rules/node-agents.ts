import { isPodReady } from '@slicescope/kubernetes'
import { hasEndpoints } from '../arises.ts'
import { kubectlIn, podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { listed } from '../words/words.ts'

/** Of a Service on more nodes than this the agents of the first are looked at: it is a hint, and must stay cheap. */
const MOST_NODES = 100
const SYSTEM = 'kube-system'

/** [SC-E13] An agent on the node (kube-proxy, the network plugin) is not Ready. */
export const nodeAgents: Rule = {
  code: 'SC-E13',
  title: 'Node agent is not ready',
  inputs: ['pods'],
  helps: ['namespaces'],
  everywhere: ['pods'],
  arises: hasEndpoints,
  find: c => {
    if (!c.knowsIn('pods', SYSTEM) || c.namespace === SYSTEM) return null
    const agents = c.graph.nodes.slice(0, MOST_NODES).flatMap(({ name, ready }) =>
      ready === false
        ? []
        : c
            .read('pods')
            .byIndex('agentsOn', name)
            .filter(({ metadata }) => metadata.namespace === SYSTEM)
            // Stores keep no order.
            .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)),
    )
    const unready = agents.filter(pod => !isPodReady(pod))
    const [first] = unready
    if (first === undefined) return null
    const nodes = [...new Set(unready.map(({ spec }) => spec.nodeName ?? ''))]
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: podRef(first),
      lead: 'Node agent is not ready',
      guess: 'kube-proxy rules or routes on that node are outdated',
      facts: `${first.metadata.name} in ${SYSTEM} is not Ready on ${listed(nodes)}, where backends of the Service run`,
      ...shownEvidence(unready, pod => ({
        object: podRef(pod),
        field: 'status.conditions[Ready]',
        found: 'not True',
        expected: 'True',
      })),
      kubectl: kubectlIn(SYSTEM)`get pods -o wide --field-selector spec.nodeName=${first.spec.nodeName ?? ''}`,
      remedy: 'Check the log of this pod: kube-proxy and network plugins program the traffic rules of the node.',
      remedyClass: 'look',
    }
  },
}
