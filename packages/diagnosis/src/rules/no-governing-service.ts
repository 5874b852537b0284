import type { Pod } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { kubectlIn, podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { namedPods, namelessPods, namesCommand, setOf } from '../pods/stateful-pods.ts'
import { count } from '../words/words.ts'

/** [SC-F1] The pods say that they are named through a Service that does not exist, or through none. */
export const noGoverningService: Rule = {
  code: 'SC-F1',
  title: 'Governing Service does not exist',
  misconception: {
    belief: 'A headless Service whose DNS names fail has no endpoints',
    truth: 'The EndpointSlices are built from the pods all the same; only the DNS names of the pods fail.',
  },
  inputs: ['pods'],
  helps: ['statefulsets'],
  arises: hasSelector,
  find: c => {
    const lost = lostPods(c)
    const pods = lost.length > 0 || !c.facts.headless ? lost : namelessPods(c)
    const [first] = pods
    if (first === undefined) return null
    const { subdomain = '' } = first.spec
    const owner = setOf(first)
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      lead: leadOf(owner, subdomain),
      facts: `${subdomain === '' ? '' : `${owner === undefined ? 'the pods have' : `StatefulSet ${owner} has`} ${owner === undefined ? 'subdomain' : 'serviceName'} ${subdomain}; `}${count(pods.length, 'pod')} ${pods.length === 1 ? 'has' : 'have'} no DNS name of ${pods.length === 1 ? 'its' : 'their'} own`,
      remedyClass: subdomain === '' ? 'look' : 'safe',
      ...shownEvidence(pods, pod => ({
        object: podRef(pod),
        field: 'spec.subdomain',
        found: pod.spec.subdomain || 'absent',
        expected: 'the name of a Service',
      })),
      kubectl:
        owner === undefined || subdomain === ''
          ? namesCommand(c)
          : kubectlIn(c)`get statefulset/${owner} -o jsonpath={.spec.serviceName}`,
      remedy:
        subdomain === ''
          ? `Check serviceName of the StatefulSet: it cannot be changed, only set when the StatefulSet is created.`
          : `Create a headless Service ${subdomain} with the selector of these pods.`,
    }
  },
}

/** Named through a Service that is not there; of pods older than a change of serviceName SC-F7 speaks. */
function lostPods(c: Case): readonly Pod[] {
  return namedPods(c).filter(pod => {
    const { subdomain } = pod.spec
    if (c.findService(subdomain) !== undefined) return false
    const { serviceName = subdomain } = c.read('statefulsets').get(`${c.namespace}/${setOf(pod) ?? ''}`)?.spec ?? {}
    return serviceName === subdomain
  })
}

function leadOf(owner: string | undefined, subdomain: string): string {
  if (owner === undefined) return `Service ${subdomain} does not exist`
  return subdomain === '' ? `StatefulSet ${owner} has no serviceName` : `Governing Service ${subdomain} does not exist`
}
