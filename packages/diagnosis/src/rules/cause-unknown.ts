import { findReadyCondition } from '@slicescope/kubernetes'
import { eventTime, type Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { readyOf, shownReady } from '../pods/node-state.ts'
import { unreadyAmong } from '../pods/pod-trouble.ts'
import { warningsAbout } from '../pods/pod-events.ts'
import { messageWords } from '../words/message-words.ts'
import { kubectlIn, selecting } from '../words/refs.ts'
import { byFrequency, troubleRule } from '../pods/trouble-rule.ts'
import type { Trouble } from '../pods/trouble.ts'
import { listed } from '../words/words.ts'

/** [SC-G23] Pods are not ready and no rule tells why: what is known of them, and what was checked. */
export const causeUnknown = troubleRule({
  code: 'SC-G23',
  title: 'Not ready, cause unknown',
  words: (troubles, c) => {
    const nodes = byFrequency(troubles.map(({ pod }) => pod.spec.nodeName ?? ''))
    const [node = ''] = nodes
    const known = [containerWords(troubles), nodeWords(nodes, c), eventWords(troubles, c)]
      .filter(words => words !== '')
      .join(', ')
    return {
      causeCertainty: 'hint',
      lead: 'Cause unknown',
      more: known,
      guess: `the kubelet of ${nodes.length === 1 ? `node ${node}` : 'these nodes'} has not reported the current state of the ${troubles.length === 1 ? 'pod' : 'pods'}`,
      evidence: nodes.slice(0, MOST_SHOWN).flatMap(name => nodeEvidence(name, c)),
      remedy:
        'Compare the pod with its containers on the node (crictl ps), and check the log of the kubelet: no container is waiting or has ended, and no probe or readiness gate is known to fail.',
      kubectl: kubectlIn(c)`describe pods ${selecting(c)}`,
    }
  },
})

const MOST_SHOWN = 3

/** "container main runs without a readiness probe and is not ready" */
function containerWords(troubles: readonly Trouble[]): string {
  const [words = ''] = byFrequency(troubles.map(({ pod }) => stateWords(pod)))
  return words
}

function stateWords(pod: Pod): string {
  const { unready, all } = unreadyAmong(pod)
  if (all === 0) return 'no container has a status'
  if (unready.length === 0)
    return `its containers are ready and its condition Ready is ${findReadyCondition(pod)?.status ?? 'absent'}`
  const names = listed(unready.map(({ spec }) => spec.name))
  const isProbed = unready.some(({ spec }) => spec.readinessProbe !== undefined)
  const isRunning = unready.every(({ status }) => status?.state?.running !== undefined)
  const is = unready.length === 1 ? 'is' : 'are'
  const runs = isRunning
    ? `${unready.length === 1 ? 'runs' : 'run'}${isProbed ? '' : ' without a readiness probe'}`
    : `${is} not running`
  return `${unready.length === 1 ? 'container' : 'containers'} ${names} ${runs} and ${is} not ready`
}

function nodeWords(names: readonly string[], c: Case): string {
  if (!c.knows('nodes')) return ''
  const nodes = c.read('nodes')
  const isReady = names.every(name => {
    const node = nodes.get(name)
    return node !== undefined && readyOf(node)?.status === 'True'
  })
  const who = `${names.length === 1 ? 'node' : 'nodes'} ${listed(names)}`
  return isReady ? `${who} ${names.length === 1 ? 'is' : 'are'} Ready` : ''
}

function nodeEvidence(name: string, c: Case) {
  if (!c.knows('nodes')) return []
  const object = { kind: 'Node', namespace: null, name }
  return [{ object, field: 'status.conditions[Ready]', found: shownReady(c.read('nodes').get(name)), expected: '' }]
}

function eventWords(troubles: readonly Trouble[], c: Case): string {
  const events = troubles.flatMap(({ pod }) => warningsAbout(c, pod.metadata.uid))
  const [last] = events.toSorted((a, b) => (eventTime(a) < eventTime(b) ? 1 : -1))
  if (last === undefined) return c.knows('events') ? 'no warning event' : ''
  return `the last event is ${last.reason ?? ''} (${messageWords(last.message ?? '')})`
}
