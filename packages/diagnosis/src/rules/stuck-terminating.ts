import { isPodTerminating } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { isNodeDown } from '../pods/node-state.ts'
import { kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import type { Pod } from '@slicescope/model'
import { leftWords } from '../words/lost-words.ts'
import { setOf, setOfName } from '../pods/stateful-pods.ts'
import { count, listed } from '../words/words.ts'
import { isAwaited } from './node-down.ts'

/** deletionTimestamp holds the end of the grace period; the last steps take a moment. */
const PATIENCE_MS = 30_000

/** [SC-G7] Pods are terminating past their grace period. */
export const stuckTerminating: Rule = {
  code: 'SC-G7',
  title: 'Pods stuck in Terminating',
  inputs: ['pods'],
  helps: ['nodes', 'statefulsets'],
  arises: hasSelector,
  find: c => {
    const pods = matchedPods(c).filter(
      pod => isPodTerminating(pod) && c.clock.isPast(toTime(pod.metadata.deletionTimestamp) + PATIENCE_MS),
    )
    const awaited = pods.filter(pod => awaitingSet(pod, c) !== null)
    // On a Node that is down SC-D9 tells it.
    const missed = awaited.filter(pod => !isOnDownNode(pod, c))
    const told =
      missed.length > 0
        ? missed
        : pods.filter(pod => !awaited.includes(pod) && !(isOnDownNode(pod, c) && isAwaited(pod, c)))
    const [first] = told
    if (first === undefined) return null
    const { words, field, found } = holderOf(first, c)
    // No kubelet is left to finish it.
    const isAlone = first.metadata.finalizers.length > 0 && isOnGoneNode(first, c)
    const isAre = told.length === 1 ? 'is' : 'are'
    const set = awaitingSet(first, c)
    return {
      severity: set === null ? 'info' : 'loss',
      certainty: 'proven',
      causeCertainty: isAlone ? 'proven' : 'likely',
      subject: podRef(first),
      lead: words,
      facts: `${count(told.length, 'pod')} ${isAre} terminating past the grace period (${listed(told.map(({ metadata }) => metadata.name))}${isAlone ? `; node ${first.spec.nodeName ?? ''} does not exist` : ''})${set === null ? '' : `, and StatefulSet ${set} creates no replacement before that; ${leftWords(c)}`}`,
      evidence: [
        {
          object: podRef(first),
          field: 'metadata.deletionTimestamp',
          found: first.metadata.deletionTimestamp ?? '',
          expected: 'to be gone since then',
        },
        { object: podRef(first), field, found, expected: '' },
      ],
      kubectl: kubectlIn(
        c,
      )`get pods ${selecting(c)} -o jsonpath=${'{range .items[*]}{.metadata.name} {.metadata.deletionTimestamp} {.metadata.finalizers} {.spec.nodeName}{"\\n"}{end}'}`,
      remedy:
        'Check the controller that owns the finalizer, or the node. A forced deletion leaves the containers running.',
      explains: set === null ? 0 : told.length,
    }
  },
}

/** Whether all that the selector matches is stuck so, and is waited for: then that is the cause. Pods, nodes and statefulsets help. */
export function areHeldBack(c: Case): boolean {
  const pods = c.knows('pods') ? matchedPods(c) : []
  return (
    pods.length > 0 &&
    pods.every(
      pod =>
        isPodTerminating(pod) &&
        c.clock.isPast(toTime(pod.metadata.deletionTimestamp) + PATIENCE_MS) &&
        awaitingSet(pod, c) !== null,
    )
  )
}

/** The StatefulSet that still wants this place, and fills it only once the pod is gone. */
function awaitingSet(pod: Pod, c: Case): string | null {
  const set = setOf(pod)
  const own = set === undefined ? undefined : c.read('statefulsets').get(`${c.namespace}/${set}`)
  const { ordinal } = setOfName(pod.metadata.name) ?? { ordinal: 0 }
  return own !== undefined && ordinal < (own.spec.replicas ?? 1) ? own.metadata.name : null
}

function isOnDownNode(pod: Pod, c: Case): boolean {
  const node = c.read('nodes').get(pod.spec.nodeName ?? '')
  return node !== undefined && isNodeDown(node)
}

function isOnGoneNode({ spec }: Pod, c: Case): boolean {
  return Boolean(spec.nodeName) && c.knows('nodes') && c.read('nodes').get(spec.nodeName ?? '') === undefined
}

function holderOf(pod: Pod, c: Case): { readonly words: string; readonly field: string; readonly found: string } {
  const { finalizers } = pod.metadata
  const { nodeName = 'none' } = pod.spec
  if (finalizers.length > 0) {
    const isOne = finalizers.length === 1
    return {
      words: `${isOne ? 'finalizer' : 'finalizers'} ${listed(finalizers)} ${isOne ? 'blocks' : 'block'} deletion`,
      field: 'metadata.finalizers',
      found: finalizers.join(', '),
    }
  }
  if (isOnDownNode(pod, c))
    return { words: `node ${nodeName} is not Ready`, field: 'spec.nodeName', found: `${nodeName}, not Ready` }
  return { words: `the kubelet of ${nodeName} does not finish`, field: 'spec.nodeName', found: nodeName }
}
