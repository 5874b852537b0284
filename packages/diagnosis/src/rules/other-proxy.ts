import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words/words.ts'

/** [SC-A7] A label hands the Service to another proxy: kube-proxy ignores it, whatever its endpoints. */
export const otherProxy: Rule = {
  code: 'SC-A7',
  title: 'Service of another proxy',
  inputs: [],
  arises: ({ service }) => service.otherProxy !== null,
  find: c => {
    const proxy = c.facts.otherProxy ?? ''
    const { ready = 0, total = 0 } = c.graph.summary.counts ?? {}
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'Another proxy handles the Service',
      facts: `label ${LABEL}=${proxy} makes kube-proxy ignore it; ${ready} of ${count(total, 'backend')} ready`,
      evidence: [
        {
          object: serviceRef(c),
          field: `metadata.labels["${LABEL}"]`,
          found: proxy,
          expected: 'absent, if kube-proxy should serve it',
        },
      ],
      kubectl: kubectlIn(c)`get service/${c.facts.name} --show-labels`,
      remedy: `Check ${proxy}: kube-proxy programs no rules for this Service.`,
      remedyClass: 'look',
      explains: 1,
    }
  },
}

const LABEL = 'service.kubernetes.io/service-proxy-name'
