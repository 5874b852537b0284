import type { GraphEndpoint, ServiceGraph } from '@slicescope/graph'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { leftWords } from '../words/lost-words.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices, sliceRef, slicesOf } from '../slices/slices.ts'
import { listed } from '../words/words.ts'

/**
 * [SC-G15] Slices list one address with other conditions, and which entry kube-proxy keeps is not defined: see
 * mergeEntries in packages/kubernetes.
 */
export const contradictingSlices: Rule = {
  code: 'SC-G15',
  title: 'EndpointSlices contradict each other',
  inputs: [],
  arises: graph => hasEndpoints(graph) && unknownBackends(graph).size > 0,
  find: c => {
    const broken = unknownBackends(c.graph)
    const entries = c.graph.endpoints.filter(({ backend, ignored }) => broken.has(backend) && ignored === null)
    const subject = slicesOf(c).find(({ metadata }) => metadata.name === entries[0]?.slice)
    if (subject === undefined) return null
    const addresses = [...new Set(entries.map(({ address }) => address))]
    const names = [...new Set(entries.map(({ slice }) => slice))].toSorted()
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(subject),
      lead: 'EndpointSlices contradict each other',
      facts: `slices ${listed(names)} disagree about ${listed(addresses)}, and kube-proxy does not define which entry it uses; ${leftWords(c)}`,
      ...shownEvidence(entries, entry => evidenceOf(entry, c)),
      kubectl: getSlices(c, '-o', 'yaml'),
      remedy: 'Check what writes these slices: each address and port belongs in one slice.',
      remedyClass: 'look',
      broken: [...broken],
    }
  },
}

function unknownBackends({ backends }: ServiceGraph): ReadonlySet<string> {
  return new Set(backends.flatMap(({ key, state }) => (state === 'unknown' ? [key] : [])))
}

function evidenceOf({ slice, address, conditions: { ready, serving } }: GraphEndpoint, c: Case) {
  return {
    object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
    field: `endpoints[${address}].conditions`,
    found: `ready=${ready}, serving=${serving}`,
    expected: 'the same in every slice',
  }
}
