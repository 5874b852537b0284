import type { Node } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import { kubectlAll } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { count, listed, numberText } from '../words/words.ts'

/** [SC-E11] The network of a Node is not there, so its endpoints may be unreachable. */
export const nodeNetwork: Rule = {
  code: 'SC-E11',
  title: 'Node network is unavailable',
  inputs: ['nodes'],
  arises: hasEndpoints,
  find: c => {
    const nodes = c.graph.nodes
      .flatMap(({ name }) => c.read('nodes').get(name) ?? [])
      .filter(node => isUnavailable(node) || (node.spec?.taints ?? []).some(({ key }) => key === TAINT))
    const names = nodes.map(({ metadata }) => metadata.name)
    const broken = c.graph.backends
      .filter(({ nodeName }) => nodeName !== null && names.includes(nodeName))
      .map(({ key }) => key)
    const [first] = names
    if (first === undefined || broken.length === 0) return null
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: { kind: 'Node', namespace: null, name: first },
      lead: names.length === 1 ? `Network of node ${listed(names)} is unavailable` : 'Node networks are unavailable',
      facts: `NetworkUnavailable on ${listed(names)}, where ${numberText(broken.length)} of ${count(c.graph.backends.length, 'backend')} ${broken.length === 1 ? 'runs' : 'run'}`,
      ...shownEvidence(nodes, node => ({
        object: { kind: 'Node', namespace: null, name: node.metadata.name },
        ...(isUnavailable(node)
          ? { field: 'status.conditions[NetworkUnavailable]', found: 'True', expected: 'False' }
          : { field: 'spec.taints', found: TAINT, expected: 'absent' }),
      })),
      kubectl: kubectlAll`get ${names.map(name => `node/${name}`)} -o custom-columns=NODE:.metadata.name,NETWORK-UNAVAILABLE:.status.conditions[?(@.type=="NetworkUnavailable")].status,TAINTS:.spec.taints[*].key`,
      remedy: 'Check the network plugin on the node.',
      remedyClass: 'look',
    }
  },
}

function isUnavailable({ status }: Node): boolean {
  return (status?.conditions ?? []).some(({ type, status: value }) => type === 'NetworkUnavailable' && value === 'True')
}

const TAINT = 'node.kubernetes.io/network-unavailable'
