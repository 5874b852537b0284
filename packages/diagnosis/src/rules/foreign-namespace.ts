import { hasEndpoints } from '../arises.ts'
import type { Rule } from '../rule.ts'
import { slicesCommand } from '../slices.ts'
import { count, listed } from '../words.ts'

/** [SC-G4] Endpoints point into another namespace, which no selector does (CVE-2021-25740). */
export const foreignNamespace: Rule = {
  code: 'SC-G4',
  title: 'Endpoints in another namespace',
  inputs: [],
  arises: hasEndpoints,
  find: c => {
    const foreign = c.graph.endpoints.filter(
      ({ targetRef }) => targetRef !== null && targetRef.namespace !== '' && targetRef.namespace !== c.namespace,
    )
    const [first] = foreign
    if (first === undefined) return null
    const places = [...new Set(foreign.map(({ targetRef }) => targetRef?.namespace ?? ''))]
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: first.slice },
      title: `${count(foreign.length, 'endpoint')} in another namespace`,
      cause: 'somebody goes round network policies, see CVE-2021-25740',
      facts: `${count(foreign.length, 'endpoint')} ${foreign.length === 1 ? 'points' : 'point'} to pods in ${listed(places)}, which no selector does`,
      evidence: foreign.slice(0, 3).map(({ slice, address, targetRef }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: `endpoints[${address}].targetRef.namespace`,
        found: targetRef?.namespace ?? '',
        expected: c.namespace,
      })),
      kubectl: slicesCommand(c, "-o jsonpath='{.items[*].endpoints[*].targetRef.namespace}'"),
      remedy: 'See who may write EndpointSlices here, and whether this is meant.',
    }
  },
}
