import { kubectl, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words.ts'

/** [SC-A7] A label hands the Service to another proxy: kube-proxy ignores it, whatever its endpoints. */
export const otherProxy: Rule = {
  code: 'SC-A7',
  title: 'Another proxy',
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
      title: `kube-proxy leaves the Service to ${proxy}`,
      lead: `left to another proxy, ${proxy}`,
      facts: `the label ${LABEL} makes kube-proxy ignore the Service; ${ready} of ${count(total, 'backend')} ready`,
      evidence: [
        {
          object: serviceRef(c),
          field: `metadata.labels["${LABEL}"]`,
          found: proxy,
          expected: 'absent, where kube-proxy is to serve it',
        },
      ],
      kubectl: kubectl(c, `get svc ${c.facts.name} --show-labels`),
      remedy: `Ask ${proxy}, or take the label away.`,
      explains: 1,
    }
  },
}

const LABEL = 'service.kubernetes.io/service-proxy-name'
