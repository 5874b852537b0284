import { MIRRORING_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { commands } from '../words/command.ts'
import { leftWords } from '../words/lost-words.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices, isByHand, managerOf, sliceRef, slicesOf } from '../slices/slices.ts'
import { listed } from '../words/words.ts'

/** As kubectl writes it. */
const UNNAMED = '<unset>'

/**
 * [SC-A4] A slice that no controller fills from pods has no port that equals one of the Service's in name and protocol, or
 * lacks one that no other slice has either: so kube-proxy sends nothing there.
 */
export const foreignPorts: Rule = {
  code: 'SC-A4',
  title: 'Ports of EndpointSlices that no controller fills',
  beganBy: ['ports'],
  inputs: [],
  arises: graph => hasEndpoints(graph) && graph.service.ports.length > 0,
  find: c => {
    if (c.facts.headless) return unnamedInDns(c)
    const wanted = c.facts.ports.map(nameOf)
    const missing = wanted.filter(name => !slicesOf(c).some(slice => isUsed(slice) && namesOf(slice).includes(name)))
    const byHand = slicesOf(c).filter(slice => isUsed(slice) && isOthers(slice, c))
    const foreign = byHand.filter(slice => !namesOf(slice).some(name => wanted.includes(name)))
    const slices = foreign.length > 0 ? foreign : missing.length > 0 ? byHand : []
    const [first] = slices
    if (first === undefined) return null
    const mirrored = managerOf(first) === MIRRORING_CONTROLLER ? `, which mirrors Endpoints ${c.facts.name},` : ''
    const found = listed([...new Set(slices.flatMap(namesOf))])
    const isForeign = foreign.length > 0
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(first),
      lead: isForeign ? 'Slice ports do not match the Service ports' : 'Slices lack a port of the Service',
      facts: `EndpointSlice ${first.metadata.name}${mirrored} has ${found}, the Service has ${listed(wanted)}; kube-proxy matches ports by name and protocol; ${isForeign ? leftWords(c) : `no backend is ready for port ${listed(missing)}`}`,
      ...shownEvidence(slices, slice => ({
        object: sliceRef(slice),
        field: 'ports[*].name',
        found: namesOf(slice).join(', '),
        expected: wanted.join(', '),
      })),
      kubectl: commands(
        kubectlIn(c)`get service/${c.facts.name} -o jsonpath=${'{.spec.ports}{"\\n"}'}`,
        getSlices(c, '-o', 'jsonpath={.items[*].ports}'),
      ),
      remedy: `Compare the port names and protocols of the Service and ${mirrored === '' ? 'the slice' : 'the Endpoints object'}: they must be equal. A port without a name has the name "".`,
      remedyClass: 'look',
      broken: brokenBy(c.graph, new Set(slices.map(({ metadata }) => metadata.name))),
    }
  },
}

/** Of a headless Service clients reach the pods whatever ports are called, but a name has its SRV record from the slices. */
function unnamedInDns(c: Case): Draft | null {
  const used = slicesOf(c).filter(isUsed)
  const [first] = used.filter(slice => isOthers(slice, c))
  const missing = c.facts.ports
    .filter(({ name }) => name !== '')
    .filter(port => !used.some(slice => namesOf(slice).includes(nameOf(port))))
  const [port] = missing
  if (first === undefined || port === undefined) return null
  const isMirror = managerOf(first) === MIRRORING_CONTROLLER
  const record = `_${port.name}._${(port.protocol ?? 'TCP').toLowerCase()}.${c.facts.name}`
  return {
    severity: 'warning',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: sliceRef(first),
    lead: `Port ${port.name} has no SRV record`,
    facts: `EndpointSlice ${first.metadata.name}${isMirror ? `, which mirrors Endpoints ${c.facts.name},` : ''} calls its ports ${listed(namesOf(first))}, the Service ${listed(c.facts.ports.map(nameOf))}, and DNS names ports as the slices do: ${record} does not exist; the addresses resolve all the same`,
    evidence: [
      {
        object: sliceRef(first),
        field: 'ports[*].name',
        found: namesOf(first).join(', '),
        expected: c.facts.ports.map(nameOf).join(', '),
      },
    ],
    kubectl: commands(
      kubectlIn(c)`get service/${c.facts.name} -o jsonpath=${'{.spec.ports}{"\\n"}'}`,
      getSlices(c, '-o', 'jsonpath={.items[*].ports}'),
    ),
    remedy: `Compare the port names of the Service and ${isMirror ? 'the Endpoints object' : 'the slice'}: they must be equal.`,
    remedyClass: 'look',
    explains: 0,
  }
}

function isOthers(slice: EndpointSlice, c: Case): boolean {
  return managerOf(slice) === MIRRORING_CONTROLLER || isByHand(slice, c)
}

function isUsed({ addressType, endpoints, ports }: EndpointSlice): boolean {
  return addressType !== 'FQDN' && endpoints.length > 0 && ports.length > 0
}

function namesOf({ ports }: EndpointSlice): readonly string[] {
  return ports.map(nameOf)
}

function nameOf({ name = '', protocol = 'TCP' }: { readonly name?: string; readonly protocol?: string }): string {
  return `${name === '' ? UNNAMED : name}/${protocol}`
}

function brokenBy({ endpoints }: Parameters<Rule['arises']>[0], slices: ReadonlySet<string>): readonly string[] {
  return [...new Set(endpoints.filter(({ slice }) => slices.has(slice)).map(({ backend }) => backend))]
}
