import { hasSelector } from '../arises.ts'
import { portsOf, portText, servedWords, unresolvedPorts } from '../named-ports.ts'
import { OWNER_HELPS } from '../pod-owners.ts'
import { kubectl, podRef, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count, selectorText } from '../words.ts'

/** [SC-E2] The name is there, under another protocol, and so does not count. */
export const namedPortProtocol: Rule = {
  code: 'SC-E2',
  title: 'Protocols of named target ports',
  inputs: ['pods'],
  helps: OWNER_HELPS,
  arises: hasSelector,
  find: c => {
    const [first] = unresolvedPorts(c).filter(({ otherProtocol }) => otherProtocol.length > 0)
    const pod = first?.otherProtocol[0]
    if (first === undefined || pod === undefined) return null
    const own = portsOf(pod).find(({ name }) => name === first.target)
    return {
      severity: c.facts.headless ? 'info' : 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      title: `Protocol of ${first.target} differs`,
      lead: `port ${first.port} wants \`${first.target}\` over ${first.protocol}, the containers have it over ${own?.protocol ?? 'TCP'}`,
      facts: `${count(first.otherProtocol.length, 'pod')} ${first.otherProtocol.length === 1 ? 'is an endpoint' : 'are endpoints'} without port ${first.port}; ${servedWords(c, first.port)}`,
      evidence: [
        {
          object: serviceRef(c),
          field: `spec.ports[${first.port}].protocol`,
          found: first.protocol,
          expected: own?.protocol ?? 'TCP',
        },
        {
          object: podRef(pod),
          field: 'spec.containers[*].ports',
          found: own === undefined ? '' : portText(own),
          expected: `${first.target} of ${first.protocol}`,
        },
      ],
      kubectl: kubectl(
        c,
        `get pods -l "${selectorText(c.facts.selector)}" -o jsonpath='{range .items[*]}{.metadata.name}{" "}{.spec.containers[*].ports}{"\\n"}{end}'`,
      ),
      remedy: 'Make the protocols of the Service port and the container port equal; TCP is meant where none is named.',
      ...(first.goesByOwners ? {} : { unread: OWNER_HELPS }),
      broken: first.otherProtocol.map(({ metadata }) => metadata.uid),
    }
  },
}
