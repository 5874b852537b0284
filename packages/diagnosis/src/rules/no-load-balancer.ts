import { isJudged } from '../arises.ts'
import { aboutUids } from '../pods/pod-events.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { isYoung } from '../losses/loss.ts'

/** [SC-E14a] No load balancer has given the Service an address. */
export const noLoadBalancer: Rule = {
  code: 'SC-E14a',
  title: 'Load balancer without an address',
  inputs: [],
  helps: ['events'],
  arises: graph => isJudged(graph) && graph.service.type === 'LoadBalancer',
  find: c => {
    if ((c.service.status?.loadBalancer?.ingress ?? []).length > 0) return null
    if (isYoung(c.facts.creationTimestamp, c.clock)) return null
    const [event] = aboutUids(c, [c.facts.uid], ['SyncLoadBalancerFailed'])
    const by = c.service.spec.loadBalancerClass
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'Load balancer has no address',
      facts: `${event?.message === undefined ? '' : `${event.message}; `}${by === undefined ? '' : `loadBalancerClass ${by}; `}the Service answers only inside the cluster and on node ports`,
      evidence: [
        { object: serviceRef(c), field: 'status.loadBalancer.ingress', found: 'none', expected: 'an address' },
        ...(event === undefined
          ? []
          : [
              { object: serviceRef(c), field: `event ${event.reason ?? ''}`, found: event.message ?? '', expected: '' },
            ]),
      ],
      kubectl: kubectlIn(c)`describe service/${c.facts.name}`,
      remedy: 'Check that a load balancer controller is running, and what its events say.',
      remedyClass: 'look',
    }
  },
}
