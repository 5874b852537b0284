import { hasEndpoints } from '../arises.ts'
import { commands } from '../words/command.ts'
import { zoneOf } from '../pods/node-state.ts'
import { kubectlAll, kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices } from '../slices/slices.ts'
import { count } from '../words/words.ts'

/** [SC-G13] A slice says another zone than the Node's label: it was written before the label changed. */
export const zoneDiffers: Rule = {
  code: 'SC-G13',
  title: 'Zone differs between slice and node',
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
      lead: 'EndpointSlice zones are outdated',
      facts: `${count(differing.length, 'endpoint')} listed in another zone than the label of its node says (${first.zone} in the slice, ${first.own ?? 'none'} on ${first.name})`,
      ...shownEvidence(differing, ({ slice, address, zone, own }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: `endpoints[${address}].zone`,
        found: zone,
        expected: own ?? 'absent',
      })),
      kubectl: commands(
        getSlices(c, '-o', 'custom-columns=SLICE:.metadata.name,NODES:.endpoints[*].nodeName,ZONES:.endpoints[*].zone'),
        kubectlAll`get nodes -L topology.kubernetes.io/zone`,
      ),
      remedy: 'Add an annotation to the Service to trigger a sync of its slices.',
      remedyCommand: kubectlIn(c)`annotate service/${c.facts.name} sync-requested=true --overwrite`,
      remedyClass: 'safe',
    }
  },
}
