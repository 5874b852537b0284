import type { Case } from '../case.ts'
import { messageWords } from '../message-words.ts'
import { eventsOf } from '../pod-events.ts'
import { kubectl } from '../refs.ts'
import type { Trouble } from '../trouble.ts'
import { troubleRule } from '../trouble-rule.ts'
import { count } from '../words.ts'

const REASONS = ['FailedMount', 'FailedAttachVolume', 'FailedCreatePodSandBox'] as const

/** [SC-C2] Pods have a Node and no address: sandbox, network plugin or volume. */
export const noPodIP = troubleRule({
  code: 'SC-C2',
  title: 'Pods have no address yet',
  words: (troubles, c) => {
    const { name } = troubles[0].pod.metadata
    return {
      ...reasonOf(troubles, c),
      title: `${count(troubles.length, 'pod')} on a node without an address`,
      causeCertainty: 'likely',
      lost: 'without an address',
      remedy:
        'Read the events of the pod: a volume that does not mount, a network plugin that does not answer, or a sandbox that cannot be made.',
      command: `get pod ${name} -o wide; ${kubectl(c, `get events --field-selector involvedObject.name=${name}`)}`,
    }
  },
})

function reasonOf(troubles: readonly Trouble[], c: Case) {
  const [event] = eventsOf(
    c,
    troubles.map(({ pod }) => pod),
    REASONS,
  )
  if (event === undefined) return { lead: 'the sandbox, the network plugin or a volume is not ready' }
  const { reason = '', message = '', involvedObject } = event
  const object = { kind: 'Pod', namespace: c.namespace, name: involvedObject.name ?? '' }
  return {
    lead: `${reason === 'FailedCreatePodSandBox' ? 'the network plugin or the sandbox fails' : 'a volume does not mount'} (${messageWords(message)})`,
    evidence: [{ object, field: `event ${reason}`, found: message, expected: '' }],
  }
}
