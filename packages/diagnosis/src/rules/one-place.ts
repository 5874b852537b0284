import { hasEndpoints } from '../arises.ts'
import { isNodeDown, zoneOf } from '../pods/node-state.ts'
import { kubectlIn, selecting, serviceRef } from '../words/refs.ts'
import { writerOfSlice } from '../slices/slices.ts'
import type { Rule } from '../rule.ts'
import { count, numberText } from '../words/words.ts'

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
    if (!isOneNode && !isOneZone) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: isOneNode ? `All ready backends run on node ${node}` : `All ready backends run in zone ${zone}`,
      facts: `${numberText(ready.length)} ready backends, of ${isOneNode ? count(usable.length, 'node') : count(allZones.size, 'zone')} in the cluster; losing that ${isOneNode ? 'node' : 'zone'} takes the Service down`,
      evidence: [
        {
          object: serviceRef(c),
          field: isOneNode ? 'nodes of ready backends' : 'zones of ready backends',
          found: '1',
          expected: '2 or more',
        },
      ],
      kubectl: kubectlIn(c)`get pods ${selecting(c)} -o wide`,
      remedy: 'Check topologySpreadConstraints of the pods: they spread over zones and nodes.',
      remedyClass: 'look',
    }
  },
}
