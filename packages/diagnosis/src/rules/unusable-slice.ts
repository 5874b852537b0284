import { resolveConditions } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import type { EvidenceItem } from '../finding.ts'
import { hasLoss } from '../losses/loss.ts'
import { leftWords } from '../words/lost-words.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices, isByHand, sliceRef, slicesOf } from '../slices/slices.ts'
import { listed } from '../words/words.ts'

/** [SC-A6] A slice of another writer that no data plane can use: FQDN, no port number, or nothing ready in it. */
export const unusableSlice: Rule = {
  code: 'SC-A6',
  title: 'EndpointSlices that kube-proxy cannot use',
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
      lead: first.lead,
      facts: `EndpointSlice ${first.slice.metadata.name} ${first.words}; ${leftWords(c)}`,
      ...shownEvidence(flaws, ({ item }) => item),
      kubectl: getSlices(c, '-o', 'yaml'),
      remedy: `Check what writes EndpointSlice ${first.slice.metadata.name}. kube-proxy needs IP addresses, a port number, and a ready condition that is not false.`,
      remedyClass: 'look',
      broken: [...new Set(c.graph.endpoints.filter(({ slice }) => names.has(slice)).map(({ backend }) => backend))],
    }
  },
}

interface Flaw {
  readonly slice: EndpointSlice
  readonly lead: string
  /** Behind the slice's name. */
  readonly words: string
  readonly item: EvidenceItem
}

function flawOf(slice: EndpointSlice, c: Case): Flaw | null {
  const flaw = (lead: string, words: string, item: Omit<EvidenceItem, 'object'>) => ({
    slice,
    lead,
    words,
    item: { object: sliceRef(slice), ...item },
  })
  if (slice.addressType === 'FQDN' && !c.facts.headless)
    return flaw('EndpointSlice has addressType FQDN', 'has addressType FQDN, which kube-proxy ignores', {
      field: 'addressType',
      found: 'FQDN',
      expected: 'IPv4 or IPv6',
    })
  if (!c.facts.headless && slice.ports.length > 0 && slice.ports.every(({ port }) => !port))
    return flaw(NO_NUMBER, 'has no port number', { field: 'ports[*].port', found: 'none', expected: 'a number' })
  const numberless = slice.ports.filter(({ port, name = '' }) => !port && isUnserved(c, name))
  if (!c.facts.headless && numberless.length > 0)
    return flaw(NO_NUMBER, `has no number for port ${listed(numberless.map(({ name = '' }) => name || '""'))}`, {
      field: 'ports[*].port',
      found: 'none',
      expected: 'a number',
    })
  const conditions = slice.endpoints.map(endpoint => resolveConditions(endpoint.conditions))
  if (conditions.every(({ ready }) => !ready))
    return flaw(
      'EndpointSlice sets its endpoints to not ready',
      `sets ready=false for ${conditions.length === 1 ? 'its only endpoint' : `all ${conditions.length} endpoints`}`,
      { field: 'endpoints[*].conditions.ready', found: 'false', expected: 'true or absent' },
    )
  return null
}

const NO_NUMBER = 'EndpointSlice has no port number'

function isUnserved({ graph }: Case, port: string): boolean {
  return graph.summary.ports.some(({ name, ready }) => name === port && ready === 0)
}
