import { isPodFinished } from '@slicescope/kubernetes'
import { hasEndpoints } from '../arises.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn, podRef, selecting } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { count, numberText } from '../words/words.ts'

/** [SC-G11] Several pods without any readiness probe: they count as ready as soon as their containers run. */
export const noReadinessProbe: Rule = {
  code: 'SC-G11',
  title: 'No readiness probe',
  misconception: {
    belief: 'A container without a readiness probe gets no traffic',
    truth: 'Without a probe, a container counts as ready as soon as it runs, so clients reach it before it can answer.',
  },
  inputs: ['pods'],
  arises: hasEndpoints,
  find: c => {
    const pods = matchedPods(c).filter(pod => !isPodFinished(pod))
    const bare = pods.filter(
      ({ spec }) =>
        spec.containers.every(({ readinessProbe }) => readinessProbe === undefined) && spec.readinessGates.length === 0,
    )
    const [first] = bare
    if (first === undefined || pods.length < 2) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      lead: 'No readiness probe',
      facts: `${numberText(bare.length)} of ${count(pods.length, 'pod')} ${bare.length === 1 ? 'has' : 'have'} no readiness probe and ${bare.length === 1 ? 'gets' : 'get'} traffic as soon as the containers run`,
      evidence: [
        { object: podRef(first), field: 'spec.containers[*].readinessProbe', found: 'absent', expected: 'a probe' },
      ],
      kubectl: kubectlIn(
        c,
      )`get pods ${selecting(c)} -o custom-columns=NAME:.metadata.name,READINESS-PROBE:.spec.containers[*].readinessProbe`,
      remedy: 'Check how the application reports that it can answer, and plan a readiness probe for it.',
      remedyClass: 'look',
    }
  },
}
