import { hasSelector } from '../arises.ts'
import { portsOf, portText, servedWords, unresolvedPorts } from '../pods/named-ports.ts'
import { OWNER_HELPS } from '../workloads/pod-owners.ts'
import { kubectlIn, podRef, selecting, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words/words.ts'

/** [SC-E2] The name is there, under another protocol, and so does not count. */
export const namedPortProtocol: Rule = {
  code: 'SC-E2',
  title: 'Protocol of the named target port',
  beganBy: ['ports'],
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
      lead: `Protocol of port ${first.target} differs`,
      facts: `port ${first.port} of the Service uses ${first.protocol}, the containers have \`${first.target}\` over ${own?.protocol ?? 'TCP'}; ${count(first.otherProtocol.length, 'pod')} ${first.otherProtocol.length === 1 ? 'is an endpoint' : 'are endpoints'} without this port; ${servedWords(c, first.port)}`,
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
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o jsonpath=${PORTS}`,
      remedy: 'Compare the protocols of the Service port and of the container port: the default is TCP.',
      remedyClass: 'look',
      ...(first.goesByOwners ? {} : { unread: OWNER_HELPS }),
      broken: first.otherProtocol.map(({ metadata }) => metadata.uid),
    }
  },
}

const PORTS = '{range .items[*]}{.metadata.name} {.spec.containers[*].ports}{"\\n"}{end}'
