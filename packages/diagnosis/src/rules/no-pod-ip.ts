import { isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { messageWords } from '../message-words.ts'
import { isNodeSilent } from '../node-state.ts'
import { eventsOf } from '../pod-events.ts'
import { servicePods } from '../pod-trouble.ts'
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
  const evidence = [{ object, field: `event ${reason}`, found: message, expected: '' }]
  const holder = message.includes('Multi-Attach') ? volumeHolder(c) : undefined
  if (holder !== undefined) {
    const { nodeName = '' } = holder.spec
    return {
      lead: `node ${nodeName} does not answer and keeps the volume`,
      more: `${holder.metadata.name} cannot terminate there, and its volume is not attached elsewhere before (${messageWords(message)})`,
      evidence,
    }
  }
  return {
    lead: `${reason === 'FailedCreatePodSandBox' ? 'the network plugin or the sandbox fails' : 'a volume does not mount'} (${messageWords(message)})`,
    evidence,
  }
}

/** A pod of the Service that cannot end, and so keeps its volumes, where its Node says nothing. */
function volumeHolder(c: Case): Pod | undefined {
  return servicePods(c).find(pod => {
    const node = c.read('nodes').get(pod.spec.nodeName ?? '')
    return isPodTerminating(pod) && node !== undefined && isNodeSilent(node)
  })
}
