import { OVERLOAD } from '@slicescope/graph'
import { hasEndpoints } from '../arises.ts'
import { serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices } from '../slices/slices.ts'
import { count } from '../words/words.ts'

/** [SC-E6] Every ready endpoint is hinted, and the clients of a zone fall on too few of them. */
export const hintedOverload: Rule = {
  code: 'SC-E6',
  title: 'Topology hints overload a zone',
  inputs: ['nodes'],
  arises: graph => hasEndpoints(graph) && !graph.summary.headless,
  find: c => {
    const ready = c.graph.endpoints.filter(({ state, ignored }) => state === 'ready' && ignored === null)
    if (ready.length === 0 || ready.some(({ hints }) => (hints?.forZones.length ?? 0) === 0)) return null
    const hinted = Map.groupBy(
      ready.flatMap(({ hints }) => hints?.forZones ?? []),
      zone => zone,
    )
    const nodes = Math.max(1, c.countNodes(null))
    const loads = [...hinted].map(([zone, own]) => {
      const share = c.countNodes(zone) / nodes
      return { zone, share, endpoints: own.length, load: (share * ready.length) / own.length }
    })
    const [worst] = loads.toSorted((a, b) => b.load - a.load)
    if (worst === undefined || worst.load <= OVERLOAD) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: serviceRef(c),
      lead: `Topology hints overload zone ${worst.zone}`,
      facts: `${worst.endpoints} of ${count(ready.length, 'ready endpoint')} ${worst.endpoints === 1 ? 'serves' : 'serve'} all clients of the zone, ${worst.load.toFixed(1)} times an even share`,
      ...shownEvidence(loads, ({ zone, share, endpoints }) => ({
        object: serviceRef(c),
        field: `endpoints hinted for ${zone}`,
        found: `${endpoints} of ${ready.length}`,
        expected: `about ${(share * ready.length).toFixed(1)}, by its share of the nodes`,
      })),
      kubectl: getSlices(c, '-o', 'jsonpath={.items[*].endpoints[*].hints}'),
      remedy: 'Compare the spread of the pods over the zones with the spread of the clients.',
      remedyClass: 'look',
    }
  },
}
