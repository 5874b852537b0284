import { isPodFinished } from '@slicescope/kubernetes'
import { hasEndpoints } from '../arises.ts'
import { servicePods } from '../pod-trouble.ts'
import { podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { slicesCommand } from '../slices.ts'
import { count } from '../words.ts'

/** [SC-G1] A slice still lists pods that have ended: the controller does not look at a pod's phase. */
export const sliceOlder: Rule = {
  code: 'SC-G1',
  title: 'Slices older than their pods',
  inputs: ['pods'],
  arises: hasEndpoints,
  find: c => {
    const listed = new Set(c.graph.endpoints.flatMap(({ targetRef }) => targetRef?.uid ?? []))
    const pods = servicePods(c).filter(pod => isPodFinished(pod) && listed.has(pod.metadata.uid))
    const [first] = pods
    if (first === undefined) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      title: `${count(pods.length, 'ended pod')} still in the slices`,
      lead: 'the slices are older than the pods',
      facts: `${count(pods.length, 'pod')} that ended ${pods.length === 1 ? 'is' : 'are'} still listed, since the controller does not look at a pod's phase`,
      evidence: pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: 'status.phase',
        found: pod.status?.phase ?? '',
        expected: 'Running, or in no slice',
      })),
      kubectl: slicesCommand(c),
      remedy:
        'The next change of one of its pods or of the Service puts the slices right; deleting the ended pods does.',
      broken: pods.map(({ metadata }) => metadata.uid),
    }
  },
}
