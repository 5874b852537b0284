import { hasEndpoints } from '../arises.ts'
import { isNodeDown, zoneOf } from '../node-state.ts'
import { kubectl, serviceRef } from '../refs.ts'
import { writerOfSlice } from '../slices.ts'
import type { Rule } from '../rule.ts'
import { count, selectorText } from '../words.ts'

/** [SC-G5] All ready backends are on one node or in one zone, though there are others. */
export const onePlace: Rule = {
  code: 'SC-G5',
  title: 'All ready backends in one place',
  inputs: ['nodes'],
  arises: graph => hasEndpoints(graph) && (graph.summary.counts?.ready ?? 0) > 1,
  find: c => {
    const ready = c.graph.backends.filter(backend => backend.ready)
    // Where those of another cluster are is not to be told from here.
    if (ready.some(({ slices }) => slices.some(slice => writerOfSlice(c, slice)?.namesNodes !== true))) return null
    const nodes = new Set(ready.map(({ nodeName }) => nodeName))
    const zones = new Set(ready.map(({ zone }) => zone))
    if (nodes.size !== 1 && zones.size !== 1) return null
    const usable = c.allNodes().filter(node => !isNodeDown(node))
    const allZones = new Set(usable.flatMap(node => zoneOf(node) ?? []))
    const [node] = nodes
    const [zone] = zones
    const isOneNode = nodes.size === 1 && node !== null && usable.length > 1
    const isOneZone = zones.size === 1 && zone !== null && allZones.size > 1
    const place = isOneNode ? `on node ${node}` : isOneZone ? `in zone ${zone}` : null
    if (place === null) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      title: `All ready backends are ${place}`,
      lead: '',
      facts: `${ready.length === 2 ? 'both' : `all ${ready.length}`} ready backends are ${place}, of ${isOneNode ? count(usable.length, 'node') : count(allZones.size, 'zone')}, and are lost with it`,
      evidence: [
        {
          object: serviceRef(c),
          field: isOneNode ? 'nodes of ready backends' : 'zones of ready backends',
          found: '1',
          expected: '2 or more',
        },
      ],
      kubectl: kubectl(c, `get pods -l "${selectorText(c.facts.selector)}" -o wide`),
      remedy: 'Spread the pods: topologySpreadConstraints over zone and hostname.',
    }
  },
}
