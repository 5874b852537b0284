import { OVERLOAD } from '@slicescope/graph'
import { hasEndpoints } from '../arises.ts'
import { serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { slicesCommand } from '../slices.ts'
import { count } from '../words.ts'

/** [SC-E6] Every ready endpoint is hinted, and the clients of a zone fall on too few of them. */
export const hintedOverload: Rule = {
  code: 'SC-E6',
  title: 'Traffic hints',
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
      title: `Hints send the clients of ${worst.zone} to ${count(worst.endpoints, 'endpoint')}`,
      lead: `overload in zone ${worst.zone} through hints`,
      facts: `${count(worst.endpoints, 'ready endpoint')} of ${ready.length} ${worst.endpoints === 1 ? 'serves' : 'serve'} all clients of the zone, ${worst.load.toFixed(1)} times an even share by its nodes`,
      evidence: loads.slice(0, 3).map(({ zone, share, endpoints }) => ({
        object: serviceRef(c),
        field: `endpoints hinted for ${zone}`,
        found: `${endpoints} of ${ready.length}`,
        expected: `about ${(share * ready.length).toFixed(1)}, by its share of the nodes`,
      })),
      kubectl: slicesCommand(c, "-o jsonpath='{.items[*].endpoints[*].hints}'"),
      remedy:
        'Spread the pods over the zones as the clients are, or take trafficDistribution (or the topology annotation) away.',
    }
  },
}
