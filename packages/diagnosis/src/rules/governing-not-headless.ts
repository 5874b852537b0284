import { hasSelector } from '../arises.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { namedPods } from '../pods/stateful-pods.ts'
import { count } from '../words/words.ts'

/** [SC-F3] The Service through which pods are named has an address of its own. */
export const governingNotHeadless: Rule = {
  code: 'SC-F3',
  title: 'Governing Service is not headless',
  inputs: ['pods'],
  arises: graph => hasSelector(graph) && !graph.summary.headless,
  find: c => {
    const pods = namedPods(c).filter(({ spec }) => spec.subdomain === c.facts.name)
    if (pods.length === 0) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'Governing Service is not headless',
      facts: `the name of the Service resolves to ${c.facts.clusterIPs[0] ?? 'its own address'}; DNS names of its ${count(pods.length, 'pod')} are not guaranteed`,
      evidence: [
        { object: serviceRef(c), field: 'spec.clusterIP', found: c.facts.clusterIPs[0] ?? '', expected: 'None' },
      ],
      kubectl: kubectlIn(c)`get service/${c.facts.name} -o yaml`,
      remedy:
        'Check whether anything uses the DNS names of the pods. If so, create a headless Service (clusterIP: None) for them; spec.serviceName of a StatefulSet cannot be changed, so it must be recreated with that name.',
      remedyClass: 'look',
    }
  },
}
