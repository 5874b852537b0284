import { isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import { portGap } from '../losses/backend-groups.ts'
import { commands } from '../words/command.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { portsOf, portText } from '../pods/named-ports.ts'
import { OWNER_HELPS } from '../workloads/pod-owners.ts'
import { kubectlIn, podRef, selecting, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { listed, numberText } from '../words/words.ts'

/** [SC-E3] targetPort is a number that the containers declare nowhere. They may listen on it all the same. */
export const undeclaredPort: Rule = {
  code: 'SC-E3',
  title: 'Target port is not declared',
  inputs: ['pods'],
  helps: OWNER_HELPS,
  arises: graph => hasSelector(graph) && !graph.summary.headless,
  find: c => {
    // Where other workloads declare it that is SC-G18, told once.
    if (portGap(c) !== null) return null
    const pods = matchedPods(c).filter(pod => !isPodFinished(pod) && !isPodTerminating(pod))
    const [first] = c.facts.ports.filter(port => pods.some(pod => lacks(pod, port)))
    const lacking = first === undefined ? [] : pods.filter(pod => lacks(pod, first))
    const [pod] = lacking
    if (first === undefined || pod === undefined) return null
    const declared = [...new Set(lacking.map(textOf))]
    const own = declared.length === 1 ? textOf(pod) : `other ports (${pod.metadata.name}: ${textOf(pod)})`
    const isAll = lacking.length === pods.length
    const who = isAll
      ? pods.length === 1
        ? 'its pod'
        : `${pods.length === 2 ? 'both' : `all ${pods.length}`} pods`
      : `${numberText(lacking.length)} of ${numberText(pods.length)} pods`
    // No port of the Service is one that a container declares, and each declares some: it is meant for another port.
    const isOdd =
      isAll && pods.every(pod => declaresAll(pod)) && c.facts.ports.every(port => pods.every(pod => lacks(pod, port)))
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: serviceRef(c),
      lead: 'Target port is not a declared container port',
      guess: 'no process listens on this port (undeclared ports work too)',
      facts: `the Service sends to port ${first.targetPort}, and ${who} ${(isAll && pods.length === 1) || who.startsWith('1 ') ? 'declares' : 'declare'} ${own}`,
      evidence: [
        {
          object: serviceRef(c),
          field: `spec.ports[${first.name || first.port}].targetPort`,
          found: String(first.targetPort),
          expected: `a port that is declared: ${textOf(pod)}`,
        },
        {
          object: podRef(pod),
          field: 'spec.containers[*].ports',
          found: textOf(pod),
          expected: `${first.targetPort} among them`,
        },
      ],
      kubectl: commands(
        kubectlIn(
          c,
        )`get service/${c.facts.name} -o jsonpath=${'{range .spec.ports[*]}targetPort {.targetPort}{"\\n"}{end}'}`,
        kubectlIn(
          c,
        )`get pods ${selecting(c)} -o jsonpath=${'{range .items[*]}{.metadata.name} {.spec.containers[*].ports}{"\\n"}{end}'}`,
      ),
      remedy: 'Check on which port and address the application listens.',
      remedyCommand: kubectlIn(c)`exec pod/${pod.metadata.name} -- ss -lnt`,
      remedyClass: 'look',
      unread: OWNER_HELPS,
      // Then it is the first thing to look at, however well the backends are.
      explains: isOdd ? 1 : 0,
    }
  },
}

/** A container that declares none says nothing of where it listens. */
function declaresAll({ spec }: Pod): boolean {
  return spec.containers.every(({ ports }) => ports.length > 0)
}

/** Who declares nothing says nothing. */
function lacks(pod: Pod, { targetPort }: { readonly targetPort: string | number }): boolean {
  const declared = portsOf(pod)
  return (
    typeof targetPort === 'number' &&
    declared.length > 0 &&
    declared.every(({ containerPort }) => containerPort !== targetPort)
  )
}

function textOf(pod: Pod): string {
  return listed(portsOf(pod).map(portText))
}
