import { resolveConditions } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import type { EvidenceItem } from '../finding.ts'
import { hasLoss } from '../loss.ts'
import { leftWords } from '../lost-words.ts'
import type { Rule } from '../rule.ts'
import { isByHand, sliceRef, slicesCommand, slicesOf } from '../slices.ts'
import { listed } from '../words.ts'

/** [SC-A6] A hand-made slice that no data plane can use: FQDN, no port number, or nothing ready in it. */
export const unusableSlice: Rule = {
  code: 'SC-A6',
  title: 'Hand-made slices that cannot be used',
  inputs: [],
  arises: graph => hasEndpoints(graph) && (hasLoss(graph) || graph.summary.ignored > 0),
  find: c => {
    const flaws = slicesOf(c).flatMap(slice =>
      isByHand(slice, c) && slice.endpoints.length > 0 ? (flawOf(slice, c) ?? []) : [],
    )
    const [first] = flaws
    if (first === undefined) return null
    const names = new Set(flaws.map(({ slice }) => slice.metadata.name))
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(first.slice),
      title: `Hand-made slice ${first.slice.metadata.name} ${first.words}`,
      lead: `Hand-made slice ${first.slice.metadata.name} ${first.words}`,
      facts: leftWords(c),
      evidence: flaws.slice(0, 3).map(({ item }) => item),
      kubectl: slicesCommand(c),
      remedy:
        'Whoever makes the slice writes its conditions, addressType and port numbers: kube-proxy wants IP addresses, a port number and ready not false.',
      broken: [...new Set(c.graph.endpoints.filter(({ slice }) => names.has(slice)).map(({ backend }) => backend))],
    }
  },
}

interface Flaw {
  readonly slice: EndpointSlice
  readonly words: string
  readonly item: EvidenceItem
}

function flawOf(slice: EndpointSlice, c: Case): Flaw | null {
  const flaw = (words: string, item: Omit<EvidenceItem, 'object'>) => ({
    slice,
    words,
    item: { object: sliceRef(slice), ...item },
  })
  if (slice.addressType === 'FQDN' && !c.facts.headless)
    return flaw('has addressType FQDN, which kube-proxy ignores', {
      field: 'addressType',
      found: 'FQDN',
      expected: 'IPv4 or IPv6',
    })
  if (!c.facts.headless && slice.ports.length > 0 && slice.ports.every(({ port }) => !port))
    return flaw('has no port number', { field: 'ports[*].port', found: 'none', expected: 'a number' })
  const numberless = slice.ports.filter(({ port, name = '' }) => !port && isUnserved(c, name))
  if (!c.facts.headless && numberless.length > 0)
    return flaw(`has no number for port ${listed(numberless.map(({ name = '' }) => name || '""'))}`, {
      field: 'ports[*].port',
      found: 'none',
      expected: 'a number',
    })
  const conditions = slice.endpoints.map(endpoint => resolveConditions(endpoint.conditions))
  if (conditions.every(({ ready }) => !ready))
    return flaw(
      `says ready=false of ${conditions.length === 1 ? 'its only endpoint' : `all ${conditions.length} endpoints`}`,
      {
        field: 'endpoints[*].conditions.ready',
        found: 'false',
        expected: 'true or absent',
      },
    )
  return null
}

function isUnserved({ graph }: Case, port: string): boolean {
  return graph.summary.ports.some(({ name, ready }) => name === port && ready === 0)
}
