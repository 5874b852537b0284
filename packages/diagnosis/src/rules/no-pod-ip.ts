import { isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { commands } from '../words/command.ts'
import { messageWords } from '../words/message-words.ts'
import { isNodeSilent } from '../pods/node-state.ts'
import { eventsOf } from '../pods/pod-events.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { kubectlIn, selecting } from '../words/refs.ts'
import { troubleRule } from '../pods/trouble-rule.ts'
import type { Trouble } from '../pods/trouble.ts'

const REASONS = ['FailedMount', 'FailedAttachVolume', 'FailedCreatePodSandBox'] as const

/** [SC-C2] Pods have a Node and no address: sandbox, network plugin or volume. */
export const noPodIP = troubleRule({
  code: 'SC-C2',
  title: 'Pods without an IP address',
  words: (troubles, c) => ({
    ...reasonOf(troubles, c),
    causeCertainty: 'likely',
    lost: 'without an address',
    remedy: 'Check the events of the pods: a volume, the network plugin or the pod sandbox fails.',
    kubectl: commands(
      kubectlIn(c)`get pods ${selecting(c)} -o wide`,
      kubectlIn(c)`get events --field-selector involvedObject.kind=Pod,type=Warning`,
    ),
  }),
})

function reasonOf(troubles: readonly Trouble[], c: Case) {
  const [event] = eventsOf(
    c,
    troubles.map(({ pod }) => pod),
    REASONS,
  )
  if (event === undefined) return { lead: 'Pod network or volume is not ready' }
  const { reason = '', message = '', involvedObject } = event
  const object = { kind: 'Pod', namespace: c.namespace, name: involvedObject.name ?? '' }
  const evidence = [{ object, field: `event ${reason}`, found: message, expected: '' }]
  const holder = message.includes('Multi-Attach') ? volumeHolder(c) : undefined
  if (holder !== undefined) {
    const { nodeName = '' } = holder.spec
    return {
      lead: `Node ${nodeName} does not release the volume`,
      more: `${holder.metadata.name} cannot terminate there, and keeps its volume until then: ${messageWords(message)}`,
      evidence,
    }
  }
  return {
    lead: reason === 'FailedCreatePodSandBox' ? 'Pod sandbox creation failed' : 'Volume mount failed',
    more: messageWords(message),
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
