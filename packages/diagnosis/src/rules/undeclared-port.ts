import { hasSelector } from '../arises.ts'
import { matchedPods } from '../matched-pods.ts'
import { portsOf, portText } from '../named-ports.ts'
import { serviceRef, podRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { listed } from '../words.ts'

/** [SC-E3] targetPort is a number that the containers declare nowhere. They may listen on it all the same. */
export const undeclaredPort: Rule = {
  code: 'SC-E3',
  title: 'Numeric target ports',
  inputs: ['pods'],
  arises: graph => hasSelector(graph) && !graph.summary.headless,
  find: c => {
    const [pod] = matchedPods(c)
    const declared = pod === undefined ? [] : portsOf(pod)
    // Who declares nothing says nothing.
    if (pod === undefined || declared.length === 0) return null
    const missing = c.facts.ports.filter(
      ({ targetPort }) =>
        typeof targetPort === 'number' && !declared.some(({ containerPort }) => containerPort === targetPort),
    )
    const [first] = missing
    if (first === undefined) return null
    const own = listed(declared.map(portText))
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: serviceRef(c),
      title: `targetPort ${first.targetPort} is not among the declared ports`,
      cause: 'nothing listens there, though undeclared ports work as well as declared ones',
      facts: `the Service sends to port ${first.targetPort}, and the containers declare ${own}`,
      evidence: [
        {
          object: serviceRef(c),
          field: `spec.ports[${first.name || first.port}].targetPort`,
          found: String(first.targetPort),
          expected: own,
        },
        { object: podRef(pod), field: 'spec.containers[*].ports', found: own, expected: String(first.targetPort) },
      ],
      kubectl: `kubectl -n ${c.namespace} get svc ${c.facts.name} -o jsonpath='{range .spec.ports[*]}{"targetPort "}{.targetPort}{"\\n"}{end}'; kubectl -n ${c.namespace} get pod ${pod.metadata.name} -o jsonpath='{.spec.containers[*].ports}'`,
      remedy: `See on which port the application listens, and whether on 127.0.0.1 only: kubectl -n ${c.namespace} exec ${pod.metadata.name} -- ss -lnt.`,
    }
  },
}
