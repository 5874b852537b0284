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
      .filter(
        ({ spec, status }) =>
          (spec?.taints ?? []).some(({ key }) => key === TAINT) ||
          (status?.conditions ?? []).some(
            ({ type, status: value }) => type === 'NetworkUnavailable' && value === 'True',
          ),
      )
    const names = new Set(nodes.map(({ metadata }) => metadata.name))
    const broken = c.graph.backends
      .filter(({ nodeName }) => nodeName !== null && names.has(nodeName))
      .map(({ key }) => key)
    if (broken.length === 0) return null
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: { kind: 'Node', namespace: null, name: [...names][0] ?? '' },
      title: `The network of ${listed([...names])} is not available`,
      cause: `the network of node ${listed([...names])} is not available`,
      facts: `${broken.length} of ${count(c.graph.backends.length, 'backend')} ${broken.length === 1 ? 'is' : 'are'} there`,
      evidence: [...names].slice(0, 3).map(name => ({
        object: { kind: 'Node', namespace: null, name },
        field: 'status.conditions[NetworkUnavailable]',
        found: 'True',
        expected: 'False',
      })),
      kubectl: `kubectl get node ${[...names][0] ?? ''} -o yaml`,
      remedy: 'Look at the network plugin on that node.',
    }
  },
}

const TAINT = 'node.kubernetes.io/network-unavailable'
