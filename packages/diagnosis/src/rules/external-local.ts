import { hasEndpoints } from '../arises.ts'
import { bareWords, localNodes } from '../local-policy.ts'
import { kubectl, serviceRef } from '../refs.ts'
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
      title: isNobody
        ? 'No node answers the load balancer'
        : `The load balancer is meant to leave ${bare.length} nodes out`,
      lead: 'policy Local (externalTrafficPolicy)',
      facts: isNobody
        ? 'no ready endpoint is on a node, so none answers clients from outside'
        : `${bareWords(bare, served.size + bare.length)} ${bare.length === 1 ? 'has' : 'have'} no ready endpoint, and the health check of the load balancer leaves them out, as it is meant to`,
      evidence: [
        {
          object: serviceRef(c),
          field: 'spec.externalTrafficPolicy',
          found: 'Local',
          expected: 'Cluster, or a ready endpoint on each node that the load balancer asks',
        },
      ],
      kubectl: kubectl(c, `describe svc ${c.facts.name}`),
      remedy: 'Nothing, where the load balancer asks healthCheckNodePort; else set externalTrafficPolicy to Cluster.',
      explains: isNobody ? 1 : 0,
    }
  },
}
