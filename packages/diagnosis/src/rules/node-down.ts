import type { Case } from '../case.ts'
import { isNodeDown, nodesCommand, shownReady, zoneOf } from '../node-state.ts'
import { byFrequency, troubleRule } from '../trouble-rule.ts'
import { count, listed } from '../words.ts'

/** More prove the same. */
const MOST_SHOWN = 3

/** [SC-D9] Their Node is not Ready: all of its pods are one finding. */
export const nodeDown = troubleRule({
  code: 'SC-D9',
  title: 'Nodes are not Ready',
  words: (troubles, c) => {
    const nodes = byFrequency(troubles.map(({ what }) => what))
    return {
      // That the pods flipped with their Node is seen in no field, so the cause is likely, however clear the fact.
      causeCertainty: 'likely',
      lead: nodesWords(nodes, c),
      title: `${count(nodes.length, 'node')} not Ready with ${count(troubles.length, 'pod')} of the Service`,
      evidence: nodes.slice(0, MOST_SHOWN).map(name => ({
        object: { kind: 'Node', namespace: null, name },
        field: 'status.conditions[Ready]',
        found: shownReady(c.read('nodes').get(name)),
        expected: 'True',
      })),
      remedy:
        'Look at the node and its kubelet. Its pods stay bound to it until it returns or they are evicted (five minutes by default) and made anew elsewhere.',
      command: nodesCommand(nodes.slice(0, MOST_SHOWN)),
    }
  },
})

/** The zone, where all of its Nodes are down and these are in no other; else the Nodes. */
function nodesWords(names: readonly string[], c: Case): string {
  const nodes = c.read('nodes')
  const zones = new Set(names.map(name => zoneOf(nodes.get(name))))
  const [zone] = zones
  if (zones.size === 1 && zone !== null && zone !== undefined) {
    const all = nodes.byIndex('zone', zone)
    if (all.length > 1 && all.every(isNodeDown)) return `zone ${zone}, whose ${all.length} nodes are all not Ready`
  }
  if (names.length === 1) return `node ${names[0] ?? ''}, which is not Ready`
  return `${count(names.length, 'node')}, ${listed(names)}, which are not Ready`
}
