import { canonicalIp } from '@slicescope/kubernetes'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'

/** [SC-A1] An ExternalName Service is an alias in DNS and never has endpoints. */
export const externalName: Rule = {
  code: 'SC-A1',
  title: 'ExternalName Service',
  inputs: [],
  arises: ({ service }) => service.type === 'ExternalName',
  find: c => {
    const name = c.facts.externalName ?? '(none)'
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'ExternalName Services have no endpoints',
      facts: answerOf(name),
      evidence: [{ object: serviceRef(c), field: 'spec.type', found: 'ExternalName', expected: '' }],
      kubectl: kubectlIn(c)`get service/${c.facts.name} -o jsonpath=${'{.spec.type} {.spec.externalName}'}`,
      remedy: isAddress(name)
        ? 'Check externalName: it must be a DNS name. An IP address needs a Service without a selector and an EndpointSlice.'
        : `Check the host ${name}: Kubernetes only answers with its name.`,
      remedyClass: 'look',
      explains: 1,
    }
  },
}

/** What DNS answers: nothing for an IP address, which no CNAME can point to. */
export function answerOf(externalName: string): string {
  return isAddress(externalName)
    ? `DNS answers NXDOMAIN because externalName ${externalName} is an IP address, not a DNS name`
    : `DNS answers with CNAME ${externalName}`
}

function isAddress(externalName: string): boolean {
  return canonicalIp(externalName) !== undefined
}
