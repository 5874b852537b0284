import { isSelected } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import { kubectl, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { NAMES, namedPods } from '../stateful-pods.ts'
import { count } from '../words.ts'

/** [SC-F2] The pods are named through another Service, so this one has no names for single pods. */
export const otherSubdomain: Rule = {
  code: 'SC-F2',
  title: 'Pods named through another Service',
  inputs: ['pods'],
  arises: graph => hasSelector(graph) && graph.summary.headless,
  find: c => {
    const pods = namedPods(c).filter(({ spec }) => spec.subdomain !== c.facts.name)
    const [first] = pods
    if (first === undefined) return null
    const other = c.findService(first.spec.subdomain)
    // SC-F1 says it where there is no such Service.
    if (other === undefined) return null
    const works = isSelected(other.spec.selector, first.metadata.labels)
    return {
      severity: works ? 'info' : 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: podRef(first),
      title: `The pods are named through Service ${first.spec.subdomain}`,
      lead: `the pods are named through Service ${first.spec.subdomain}`,
      facts: `${count(pods.length, 'pod')} ${pods.length === 1 ? 'has' : 'have'} no name under ${c.facts.name}${works ? `, but one under ${first.spec.subdomain}` : ', and that Service does not select them'}`,
      evidence: pods.slice(0, 3).map(pod => ({
        object: podRef(pod),
        field: 'spec.subdomain',
        found: pod.spec.subdomain,
        expected: c.facts.name,
      })),
      kubectl: kubectl(c, NAMES),
      remedy: `Ask for ${first.spec.hostname ?? ''}.${first.spec.subdomain}.${c.namespace}.svc, or set serviceName to ${c.facts.name} and make the pods anew.`,
    }
  },
}
