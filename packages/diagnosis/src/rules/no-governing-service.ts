import type { Pod } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { NAMES, namedPods, namelessPods, setOf } from '../stateful-pods.ts'
import { count } from '../words.ts'

/** [SC-F1] The pods say that they are named through a Service that does not exist, or through none. */
export const noGoverningService: Rule = {
  code: 'SC-F1',
  title: 'serviceName names no Service',
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
      title: `${count(pods.length, 'pod')} without a DNS name`,
      lead: causeOf(owner, subdomain),
      facts: `${count(pods.length, 'pod')} ${pods.length === 1 ? 'has' : 'have'} no DNS name of ${pods.length === 1 ? 'its' : 'their'} own`,
      evidence: pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: 'spec.subdomain',
        found: pod.spec.subdomain || 'absent',
        expected: 'the name of a Service',
      })),
      kubectl: kubectl(
        c,
        owner === undefined || subdomain === '' ? NAMES : `get sts ${owner} -o jsonpath='{.spec.serviceName}'`,
      ),
      remedy:
        subdomain === ''
          ? `Make the StatefulSet anew with serviceName ${c.facts.name}, and then its pods: serviceName cannot be changed.`
          : `Make a headless Service ${subdomain} with the selector of these pods; serviceName itself cannot be changed.`,
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

function causeOf(owner: string | undefined, subdomain: string): string {
  if (owner === undefined) return `subdomain ${subdomain} of the pods names no Service`
  if (subdomain === '') return `StatefulSet ${owner} has no serviceName`
  return `StatefulSet ${owner} has serviceName ${subdomain}, and there is no such Service`
}
