import { isJudged } from '../arises.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'

/** [SC-F6] A port without a name has no SRV record. */
export const unnamedPort: Rule = {
  code: 'SC-F6',
  title: 'SRV records',
  inputs: [],
  arises: graph => isJudged(graph) && graph.summary.headless && graph.service.ports.some(({ name }) => name === ''),
  find: c => ({
    severity: 'info',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: serviceRef(c),
    lead: 'Port without a name has no SRV record',
    facts: `DNS has no SRV record _port._protocol.${c.facts.name} for port ${c.facts.ports[0]?.port ?? ''}`,
    evidence: [
      {
        object: serviceRef(c),
        field: 'spec.ports[*].name',
        found: '""',
        expected: 'a name, where clients ask for SRV',
      },
    ],
    kubectl: kubectlIn(c)`get service/${c.facts.name} -o jsonpath={.spec.ports}`,
    remedy: 'Check whether clients look up SRV records: only named ports have them.',
    remedyClass: 'look',
  }),
}
