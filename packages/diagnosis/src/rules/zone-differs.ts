import { hasEndpoints } from '../arises.ts'
import { zoneOf } from '../node-state.ts'
import type { Rule } from '../rule.ts'
import { slicesCommand } from '../slices.ts'
import { count } from '../words.ts'

/** [SC-G13] A slice says another zone than the Node's label: it was written before the label changed. */
export const zoneDiffers: Rule = {
  code: 'SC-G13',
  title: 'Zones of slices and nodes',
  inputs: ['nodes'],
  arises: hasEndpoints,
  find: c => {
    const differing = c.graph.endpoints.flatMap(({ slice, address, zone, nodeName }) => {
      const node = nodeName === null ? undefined : c.read('nodes').get(nodeName)
      const own = zoneOf(node)
      return node === undefined || zone === null || own === zone
        ? []
        : [{ slice, address, zone, own, name: node.metadata.name }]
    })
    const [first] = differing
    if (first === undefined) return null
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: first.slice },
      title: `${count(differing.length, 'endpoint')} with another zone than the Node`,
      lead: 'the slices are older than the zones of the nodes',
      facts: `${count(differing.length, 'endpoint')} in a slice with another zone than the node's label (${first.zone} against ${first.own ?? 'none'} on ${first.name})`,
      evidence: differing.slice(0, 3).map(({ slice, address, zone, own }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: `endpoints[${address}].zone`,
        found: zone,
        expected: own ?? 'absent',
      })),
      kubectl: `${slicesCommand(c, "-o custom-columns='SLICE:.metadata.name,NODES:.endpoints[*].nodeName,ZONES:.endpoints[*].zone'")}; kubectl get node ${first.name} -L topology.kubernetes.io/zone`,
      remedy: 'Touch the Service, by an annotation: the controller then writes the zones anew.',
    }
  },
}
