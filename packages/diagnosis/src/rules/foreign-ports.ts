import { hasEndpoints } from '../arises.ts'
import { leftWords } from '../lost-words.ts'
import { kubectl } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { isHandMade, isTaken, sliceRef, slicesCommand, slicesOf } from '../slices.ts'
import { count, listed } from '../words.ts'

/** As kubectl writes it. */
const UNNAMED = '<unset>'

/** [SC-A4] A hand-made slice has no port that equals one of the Service's in name and protocol, so nobody uses it. */
export const foreignPorts: Rule = {
  code: 'SC-A4',
  title: 'Ports of hand-made slices',
  inputs: [],
  arises: graph => hasEndpoints(graph) && !graph.summary.headless && graph.service.ports.length > 0,
  find: c => {
    const wanted = c.facts.ports.map(nameOf)
    const slices = slicesOf(c).filter(
      slice =>
        isHandMade(slice) &&
        !isTaken(slice, c) &&
        slice.addressType !== 'FQDN' &&
        slice.endpoints.length > 0 &&
        slice.ports.length > 0 &&
        !slice.ports.some(port => wanted.includes(nameOf(port))),
    )
    const [first] = slices
    if (first === undefined) return null
    const found = listed([...new Set(slices.flatMap(({ ports }) => ports.map(nameOf)))])
    const broken = brokenBy(c.graph, new Set(slices.map(({ metadata }) => metadata.name)))
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: sliceRef(first),
      title: `${count(slices.length, 'hand-made slice')} without a port of the Service`,
      cause: 'the ports of a hand-made slice are not those of the Service',
      facts: `slice ${first.metadata.name} has ${found}, the Service has ${listed(wanted)}, and name and protocol must be equal; ${leftWords(c)}`,
      evidence: slices.slice(0, 3).map(slice => ({
        object: sliceRef(slice),
        field: 'ports[*].name',
        found: slice.ports.map(nameOf).join(', '),
        expected: wanted.join(', '),
      })),
      kubectl: `${kubectl(c, `get svc ${c.facts.name} -o jsonpath='{.spec.ports}{"\\n"}'`)}; ${slicesCommand(c, "-o jsonpath='{.items[*].ports}'")}`,
      remedy:
        'Give the slice ports of the same name and protocol as the Service: a port without a name has the name "".',
      broken,
    }
  },
}

function nameOf({ name = '', protocol = 'TCP' }: { readonly name?: string; readonly protocol?: string }): string {
  return `${name === '' ? UNNAMED : name}/${protocol}`
}

function brokenBy({ endpoints }: Parameters<Rule['arises']>[0], slices: ReadonlySet<string>): readonly string[] {
  return [...new Set(endpoints.filter(({ slice }) => slices.has(slice)).map(({ backend }) => backend))]
}
