import { isPodFinished } from '@slicescope/kubernetes'
import { hasEndpoints } from '../arises.ts'
import { servicePods } from '../pods/pod-trouble.ts'
import { kubectlIn, podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices } from '../slices/slices.ts'
import { count } from '../words/words.ts'

/** [SC-G1] A slice still lists pods that have ended: the controller does not look at a pod's phase. */
export const sliceOlder: Rule = {
  code: 'SC-G1',
  title: 'Finished pods in EndpointSlices',
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
      lead: 'EndpointSlices list finished pods',
      facts: `${count(pods.length, 'finished pod')} ${pods.length === 1 ? 'is' : 'are'} still listed: the EndpointSlice controller does not watch the phase of pods`,
      ...shownEvidence(pods, pod => ({
        object: podRef(pod),
        field: 'status.phase',
        found: pod.status?.phase ?? '',
        expected: 'Running, or in no slice',
      })),
      kubectl: getSlices(c, '-o', 'yaml'),
      remedy: 'Add an annotation to the Service to trigger a sync of its slices.',
      remedyCommand: kubectlIn(c)`annotate service/${c.facts.name} sync-requested=true --overwrite`,
      remedyClass: 'safe',
      broken: pods.map(({ metadata }) => metadata.uid),
    }
  },
}
