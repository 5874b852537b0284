import { isPodReady } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { hasLoss } from '../loss.ts'
import { podRef, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { namedPods } from '../stateful-pods.ts'
import { count, selectorText } from '../words.ts'

/** [SC-F5] Pods that are not Ready have no names, and their peers may need these to become Ready. */
export const namesBeforeReady: Rule = {
  code: 'SC-F5',
  title: 'Names before Ready',
  inputs: ['pods'],
  arises: graph =>
    hasSelector(graph) && graph.summary.headless && hasLoss(graph) && !graph.service.publishNotReadyAddresses,
  find: c => {
    const pods = namedPods(c).filter(pod => pod.spec.subdomain === c.facts.name && !isPodReady(pod))
    const [first] = pods
    if (first === undefined) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: serviceRef(c),
      title: 'Peers that are not Ready have no names',
      lead: 'that peers wait for the names of each other',
      facts: `${count(pods.length, 'pod')} not Ready ${pods.length === 1 ? 'has' : 'have'} no DNS name, since publishNotReadyAddresses is false`,
      evidence: [
        {
          object: serviceRef(c),
          field: 'spec.publishNotReadyAddresses',
          found: 'false',
          expected: 'true, where peers must find each other first',
        },
        { object: podRef(first), field: 'status.conditions[Ready]', found: 'not True', expected: 'True' },
      ],
      kubectl: `kubectl -n ${c.namespace} get svc ${c.facts.name} -o custom-columns='NAME:.metadata.name,CLUSTER-IP:.spec.clusterIP,PUBLISH-NOT-READY:.spec.publishNotReadyAddresses'; kubectl -n ${c.namespace} get pods -l '${selectorText(c.facts.selector)}'`,
      remedy:
        'Set publishNotReadyAddresses: true on the headless Service, if the peers look for each other before they are Ready.',
    }
  },
}
