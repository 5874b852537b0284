import { canonicalIp } from '@slicescope/kubernetes'
import { kubectl, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'

/** [SC-A1] An ExternalName Service is an alias in DNS and never has endpoints. */
export const externalName: Rule = {
  code: 'SC-A1',
  title: 'ExternalName',
  inputs: [],
  arises: ({ service }) => service.type === 'ExternalName',
  find: c => {
    const name = c.facts.externalName ?? '(none)'
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      title: 'An ExternalName Service has no endpoints',
      lead: 'an ExternalName Service',
      facts: `${answerOf(name)}, and it never has endpoints`,
      evidence: [{ object: serviceRef(c), field: 'spec.type', found: 'ExternalName', expected: '' }],
      kubectl: kubectl(c, `get svc ${c.facts.name} -o jsonpath='{.spec.type} {.spec.externalName}'`),
      remedy: isAddress(name)
        ? 'Name a host in externalName, or make a Service without selector and an EndpointSlice with that address.'
        : `Nothing to mend here: ask who answers as ${name}.`,
      explains: 1,
    }
  },
}

/** There is no CNAME to an address, so DNS has nothing to answer with. */
export function answerOf(externalName: string): string {
  return isAddress(externalName)
    ? `DNS answers NXDOMAIN, since externalName ${externalName} is an address and no name`
    : `DNS answers with CNAME ${externalName}`
}

function isAddress(externalName: string): boolean {
  return canonicalIp(externalName) !== undefined
}
