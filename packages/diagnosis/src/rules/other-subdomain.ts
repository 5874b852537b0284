import { isSelected } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import { podRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { namedPods, namesCommand } from '../pods/stateful-pods.ts'
import { count } from '../words/words.ts'

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
      lead: `Pods are named through Service ${first.spec.subdomain}`,
      facts: `${count(pods.length, 'pod')} ${pods.length === 1 ? 'has' : 'have'} no DNS name under ${c.facts.name}${works ? `, but one under ${first.spec.subdomain}` : `, and Service ${first.spec.subdomain} does not select ${pods.length === 1 ? 'it' : 'them'}`}`,
      ...shownEvidence(pods, pod => ({
        object: podRef(pod),
        field: 'spec.subdomain',
        found: pod.spec.subdomain,
        expected: c.facts.name,
      })),
      kubectl: namesCommand(c),
      remedy: `Use the DNS name ${first.spec.hostname ?? ''}.${first.spec.subdomain}.${c.namespace}.svc.`,
      remedyClass: 'look',
    }
  },
}
