import { hasSelector } from '../arises.ts'
import { portsOf, portText, servedWords, unresolvedPorts } from '../pods/named-ports.ts'
import { OWNER_HELPS } from '../workloads/pod-owners.ts'
import { kubectlIn, podRef, selecting, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { count, listed } from '../words/words.ts'

/** [SC-E1] targetPort is a name that the pods' containers do not have: they are endpoints without that port. */
export const namedPortMissing: Rule = {
  code: 'SC-E1',
  title: 'Named target port is missing',
  beganBy: ['ports'],
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
    const own = listed([...new Set(portsOf(pod).map(portText))]) || 'no port'
    return {
      severity: c.facts.headless ? 'info' : 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: isAll ? `No container has port ${first.target}` : `Some containers lack port ${first.target}`,
      facts: `port ${first.port} of the Service targets \`${first.target}\`, and ${count(lacking.length, 'pod')} of ${first.of} ${lacking.length === 1 ? 'has' : 'have'} ${own}; ${servedWords(c, first.port)}`,
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
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${PORTS}`,
      remedy: `Compare targetPort ${first.target} with the port names of the containers.`,
      remedyClass: 'look',
      ...(first.goesByOwners ? {} : { unread: OWNER_HELPS }),
      broken: [...new Set(ports.flatMap(({ pods }) => pods.map(({ metadata }) => metadata.uid)))],
    }
  },
}

const PORTS = '{range .items[*]}{.metadata.name} {.spec.containers[*].ports}{"\\n"}{end}'
