import { MIRRORING_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { leftWords } from '../lost-words.ts'
import { kubectl } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { isByHand, managerOf, sliceRef, slicesCommand, slicesOf } from '../slices.ts'
import { count, listed } from '../words.ts'

/** As kubectl writes it. */
const UNNAMED = '<unset>'

/**
 * [SC-A4] A slice that no controller fills from pods has no port that equals one of the Service's in name and protocol, or
 * lacks one that no other slice has either: so nobody is asked there.
 */
export const foreignPorts: Rule = {
  code: 'SC-A4',
  title: 'Ports of hand-made slices',
  inputs: [],
  arises: graph => hasEndpoints(graph) && !graph.summary.headless && graph.service.ports.length > 0,
  find: c => {
    const wanted = c.facts.ports.map(nameOf)
    const missing = wanted.filter(name => !slicesOf(c).some(slice => isUsed(slice) && namesOf(slice).includes(name)))
    const byHand = slicesOf(c).filter(slice => isUsed(slice) && isOthers(slice, c))
    const foreign = byHand.filter(slice => !namesOf(slice).some(name => wanted.includes(name)))
    const slices = foreign.length > 0 ? foreign : missing.length > 0 ? byHand : []
    const [first] = slices
    if (first === undefined) return null
    const { who, mirror, mend } = writerOf(first, c)
    const found = listed([...new Set(slices.flatMap(namesOf))])
    const isForeign = foreign.length > 0
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(first),
      title: `${count(slices.length, 'hand-made slice')} without a port of the Service`,
      lead: isForeign
        ? `the ports of ${who} are not those of the Service`
        : `${who} lacks port ${listed(missing)} of the Service`,
      facts: `slice ${first.metadata.name}${mirror} has ${found}, the Service has ${listed(wanted)}, and name and protocol must be equal; ${isForeign ? leftWords(c) : `nobody is ready for port ${listed(missing)}`}`,
      evidence: slices.slice(0, 3).map(slice => ({
        object: sliceRef(slice),
        field: 'ports[*].name',
        found: namesOf(slice).join(', '),
        expected: wanted.join(', '),
      })),
      kubectl: `${kubectl(c, `get svc ${c.facts.name} -o jsonpath='{.spec.ports}{"\\n"}'`)}; ${slicesCommand(c, "-o jsonpath='{.items[*].ports}'")}`,
      remedy: `Give ${mend} ports of the same name and protocol as the Service: a port without a name has the name "".`,
      broken: brokenBy(c.graph, new Set(slices.map(({ metadata }) => metadata.name))),
    }
  },
}

function isOthers(slice: EndpointSlice, c: Case): boolean {
  return managerOf(slice) === MIRRORING_CONTROLLER || isByHand(slice, c)
}

function isUsed({ addressType, endpoints, ports }: EndpointSlice): boolean {
  return addressType !== 'FQDN' && endpoints.length > 0 && ports.length > 0
}

/** Of a slice that mirrors an Endpoints object the ports stand there. */
function writerOf(slice: EndpointSlice, c: Case) {
  return managerOf(slice) === MIRRORING_CONTROLLER
    ? {
        who: 'the hand-made Endpoints object',
        mirror: `, which mirrors Endpoints ${c.facts.name},`,
        mend: 'the Endpoints object',
      }
    : { who: 'a hand-made slice', mirror: '', mend: 'the slice' }
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
