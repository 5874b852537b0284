import { hasSelector } from '../arises.ts'
import { portsOf, portText, servedWords, unresolvedPorts } from '../named-ports.ts'
import { OWNER_HELPS } from '../pod-owners.ts'
import { kubectl, podRef, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count, listed, selectorText } from '../words.ts'

/** [SC-E1] targetPort is a name that the pods' containers do not have: they are endpoints without that port. */
export const namedPortMissing: Rule = {
  code: 'SC-E1',
  title: 'Named target ports',
  inputs: ['pods'],
  helps: OWNER_HELPS,
  arises: hasSelector,
  find: c => {
    const ports = unresolvedPorts(c)
      .map(port => ({ ...port, pods: port.pods.filter(pod => !port.otherProtocol.includes(pod)) }))
      .filter(({ pods }) => pods.length > 0)
    const [first] = ports
    const pod = first?.pods[0]
    if (first === undefined || pod === undefined) return null
    const lacking = first.pods
    const isAll = lacking.length === first.of
    const who = isAll ? count(lacking.length, 'pod') : lacking.length === 1 ? 'it' : 'they'
    const own = listed([...new Set(portsOf(pod).map(portText))]) || 'no port'
    return {
      severity: c.facts.headless ? 'info' : 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      title: `targetPort ${first.target} is no port of the pods`,
      lead: `named targetPort \`${first.target}\` of port ${first.port} is in ${isAll ? 'no container' : `no container of ${lacking.length} of ${first.of} pods`}`,
      facts: `${who} ${lacking.length === 1 ? 'has' : 'have'} ${own}, and ${servedWords(c, first.port)}`,
      evidence: [
        {
          object: serviceRef(c),
          field: `spec.ports[${first.port}].targetPort`,
          found: first.target,
          expected: `a port of the containers: ${own}`,
        },
        ...first.pods.slice(0, 3).map(each => ({
          object: podRef(each),
          field: 'spec.containers[*].ports',
          found: portsOf(each).map(portText).join(', ') || 'none',
          expected: `one named ${first.target} of ${first.protocol}`,
        })),
      ],
      kubectl: kubectl(
        c,
        `get pods -l "${selectorText(c.facts.selector)}" -o jsonpath='{range .items[*]}{.metadata.name}{" "}{.spec.containers[*].ports}{"\\n"}{end}'`,
      ),
      remedy: `Name the container port ${first.target}, or point targetPort to a name or number that the container has.`,
      ...(first.goesByOwners ? {} : { unread: OWNER_HELPS }),
      broken: [...new Set(ports.flatMap(({ pods }) => pods.map(({ metadata }) => metadata.uid)))],
    }
  },
}
