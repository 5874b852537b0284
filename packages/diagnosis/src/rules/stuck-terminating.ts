import { isPodTerminating } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { matchedPods } from '../matched-pods.ts'
import { isNodeDown } from '../node-state.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import type { Pod } from '@slicescope/model'
import { count } from '../words.ts'

/** deletionTimestamp holds the end of the grace period; the last steps take a moment. */
const PATIENCE_MS = 30_000

/** [SC-G7] Pods are terminating past their grace period. */
export const stuckTerminating: Rule = {
  code: 'SC-G7',
  title: 'Pods that do not end',
  inputs: ['pods'],
  helps: ['nodes'],
  arises: hasSelector,
  find: c => {
    const pods = matchedPods(c).filter(
      pod => isPodTerminating(pod) && c.clock.isPast(toTime(pod.metadata.deletionTimestamp) + PATIENCE_MS),
    )
    const [first] = pods
    if (first === undefined) return null
    const { words, field, found } = holderOf(first, c)
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: podRef(first),
      title: `${count(pods.length, 'pod')} terminating past the grace period`,
      lead: words,
      facts: `${count(pods.length, 'pod')} ${pods.length === 1 ? 'is' : 'are'} terminating past the grace period (${first.metadata.name})`,
      evidence: [
        {
          object: podRef(first),
          field: 'metadata.deletionTimestamp',
          found: first.metadata.deletionTimestamp ?? '',
          expected: 'to be gone since then',
        },
        { object: podRef(first), field, found, expected: '' },
      ],
      kubectl: kubectl(
        c,
        `get pod ${first.metadata.name} -o jsonpath='{.metadata.deletionTimestamp} {.metadata.finalizers} {.spec.nodeName}'`,
      ),
      remedy:
        'Look at who owns the finalizer, or bring the node back; to force a deletion leaves the containers running.',
    }
  },
}

function holderOf(pod: Pod, c: Case): { readonly words: string; readonly field: string; readonly found: string } {
  const { finalizers } = pod.metadata
  const node = c.read('nodes').get(pod.spec.nodeName ?? '')
  if (finalizers.length > 0)
    return {
      words: `held by finalizer ${finalizers.join(', ')}`,
      field: 'metadata.finalizers',
      found: finalizers.join(', '),
    }
  if (node !== undefined && isNodeDown(node))
    return {
      words: `held by node ${node.metadata.name}, which is not Ready`,
      field: 'spec.nodeName',
      found: `${node.metadata.name}, not Ready`,
    }
  return { words: 'held by a kubelet that does not finish', field: 'spec.nodeName', found: pod.spec.nodeName ?? 'none' }
}
