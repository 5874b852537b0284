import { hasEndpoints } from '../arises.ts'
import { bareWords, localNodes } from '../selectors/local-policy.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'

/** [SC-E14b] A load balancer with externalTrafficPolicy Local: empty nodes are left out by their health check, as they should. */
export const externalLocal: Rule = {
  code: 'SC-E14b',
  title: 'Load balancer with externalTrafficPolicy Local',
  inputs: ['nodes'],
  arises: graph =>
    hasEndpoints(graph) && graph.service.type === 'LoadBalancer' && graph.service.externalTrafficPolicy === 'Local',
  find: c => {
    const { served, bare } = localNodes(c)
    if (bare.length === 0 || (c.graph.summary.counts?.ready ?? 0) === 0) return null
    const isNobody = served.size === 0
    return {
      severity: isNobody ? 'critical' : 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: isNobody ? 'No node answers the load balancer' : 'Load balancer skips nodes (externalTrafficPolicy Local)',
      facts: isNobody
        ? 'no ready endpoint runs on a known node, so no external client gets an answer'
        : `${bareWords(bare, served.size + bare.length)} ${bare.length === 1 ? 'has' : 'have'} no ready endpoint and ${bare.length === 1 ? 'fails' : 'fail'} the health check of the load balancer, as intended`,
      evidence: [
        {
          object: serviceRef(c),
          field: 'spec.externalTrafficPolicy',
          found: 'Local',
          expected: 'Cluster, or a ready endpoint on each node that the load balancer asks',
        },
      ],
      kubectl: kubectlIn(c)`describe service/${c.facts.name}`,
      remedy: 'Check that the load balancer uses healthCheckNodePort.',
      remedyClass: 'look',
      explains: isNobody ? 1 : 0,
    }
  },
}
