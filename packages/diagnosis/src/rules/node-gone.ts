import { findSkipReason, isPodTerminating } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import { leftWords } from '../words/lost-words.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlAll, podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { byFrequency } from '../pods/trouble-rule.ts'
import { count, listed } from '../words/words.ts'

/** [SC-C5] Pods are in no slice because their Node object did not exist when the controller looked. */
export const nodeGone: Rule = {
  code: 'SC-C5',
  title: 'Node of the pods does not exist',
  inputs: ['pods', 'nodes'],
  arises: graph => hasSelector(graph) && (graph.absentPods === null || graph.absentPods.length > 0),
  find: c => {
    const absent = new Set((c.graph.absentPods ?? []).map(({ uid }) => uid))
    const nodes = c.read('nodes')
    const pods = matchedPods(c).filter(
      pod =>
        absent.has(pod.metadata.uid) &&
        // What is being deleted is no loss.
        !isPodTerminating(pod) &&
        pod.spec.nodeName &&
        findSkipReason(c.service, pod, name => nodes.get(name)) === 'no-node',
    )
    const [first] = pods
    if (first === undefined) return null
    const names = byFrequency(pods.map(({ spec }) => spec.nodeName ?? ''))
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      lead: names.length === 1 ? `Node ${listed(names)} does not exist` : 'Nodes do not exist',
      facts: `${count(pods.length, 'pod')} bound to ${listed(names)} ${pods.length === 1 ? 'is' : 'are'} left out of the slices, ${leftWords(c)}`,
      ...shownEvidence(names, name => ({
        object: { kind: 'Node', namespace: null, name },
        field: 'metadata.name',
        found: 'not found',
        expected: 'a Node of this name',
      })),
      kubectl: kubectlAll`get ${names.map(name => `node/${name}`)}`,
      remedy:
        'Check that the node is gone for good, then delete the pods that are bound to it. Their workload replaces them on another node.',
      remedyClass: 'risky',
      broken: pods.map(({ metadata }) => metadata.uid),
    }
  },
}
