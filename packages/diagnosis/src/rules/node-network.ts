import type { Node } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Rule } from '../rule.ts'
import { count, listed } from '../words.ts'

/** [SC-E11] The network of a Node is not there, so its endpoints may answer nobody. */
export const nodeNetwork: Rule = {
  code: 'SC-E11',
  title: 'Network of the nodes',
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
      title: `The network of ${listed(names)} is not set up`,
      lead: `no traffic for the backends on ${names.length === 1 ? 'node' : 'nodes'} ${listed(names)}`,
      facts: `${names.length === 1 ? 'its network is' : 'their networks are'} not set up (NetworkUnavailable), and ${broken.length} of ${count(c.graph.backends.length, 'backend')} ${broken.length === 1 ? 'is' : 'are'} there`,
      evidence: nodes.slice(0, 3).map(node => ({
        object: { kind: 'Node', namespace: null, name: node.metadata.name },
        ...(isUnavailable(node)
          ? { field: 'status.conditions[NetworkUnavailable]', found: 'True', expected: 'False' }
          : { field: 'spec.taints', found: TAINT, expected: 'absent' }),
      })),
      kubectl: `kubectl get node ${first} -o custom-columns='NODE:.metadata.name,NETWORK-UNAVAILABLE:.status.conditions[?(@.type=="NetworkUnavailable")].status,TAINTS:.spec.taints[*].key'`,
      remedy: 'Look at the network plugin on that node.',
    }
  },
}

function isUnavailable({ status }: Node): boolean {
  return (status?.conditions ?? []).some(({ type, status: value }) => type === 'NetworkUnavailable' && value === 'True')
}

const TAINT = 'node.kubernetes.io/network-unavailable'
