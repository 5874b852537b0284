import { toTime } from '../clock.ts'
import { readyOf, zoneOf } from '../pods/node-state.ts'
import type { ChangeDraft } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { readyChange } from './seen-of-node.ts'
import { watchedSince } from './watched-since.ts'
import { GAP_MS, LONGEST_MS, MOST_STEPS } from './put-together.ts'
import type { NodeChange, Step } from './watched.ts'
import { nodesText, SEVERALLY } from './watched-text.ts'

/** A change of Nodes of one zone, close in time. */
interface NodesChange {
  readonly time: number
  readonly last: number
  readonly basis: ChangeDraft['basis']
  readonly what: NodeChange | 'was created'
  readonly zone: string | null
  readonly names: readonly string[]
  readonly steps: readonly Step[]
}

/** What happened to the Nodes that backends and pods are on: the last turn of Ready by its own time, the rest as seen. */
export function nodeChanges(source: ChangesCase): readonly ChangeDraft[] {
  const told = byObjects(source)
  return [...together(told), ...asSeen(source, told)].map(toDraft)
}

function byObjects({ c, from }: ChangesCase): readonly NodesChange[] {
  const nodes = c.read('nodes')
  return c.graph.nodes.flatMap(({ name }) => {
    const node = nodes.get(name)
    if (node === undefined) return []
    const of = (what: NodesChange['what'], timestamp: string | undefined): readonly NodesChange[] => {
      const time = toTime(timestamp)
      const change = { what, zone: zoneOf(node), names: [name] }
      const steps = [{ time, name, text: nodesText(change) }]
      return time >= from ? [{ ...change, time, last: time, basis: 'object', steps }] : []
    }
    const ready = readyOf(node)
    return [
      ...(ready === undefined ? [] : of(readyChange(ready.status), ready.lastTransitionTime)),
      ...of('was created', node.metadata.creationTimestamp),
    ]
  })
}

function together(changes: readonly NodesChange[]): readonly NodesChange[] {
  const groups: NodesChange[] = []
  const open = new Map<string, number>()
  for (const change of changes.toSorted((a, b) => a.time - b.time)) {
    const key = `${change.what}/${change.zone ?? ''}`
    const at = open.get(key) ?? -1
    const group = groups[at]
    if (group !== undefined && change.time - group.last <= GAP_MS && change.time - group.time <= LONGEST_MS) {
      const steps = [...group.steps, ...change.steps].slice(0, MOST_STEPS)
      groups[at] = { ...group, names: [...group.names, ...change.names], steps, last: change.time }
    } else open.set(key, groups.push(change) - 1)
  }
  return groups
}

/** Without what the objects tell better: the last turn of each Node, where they know it. */
function asSeen({ c, from }: ChangesCase, told: readonly NodesChange[]): readonly NodesChange[] {
  const known = new Set(told.map(({ what, names }) => `${what}/${names[0] ?? ''}`))
  return watchedSince(c, 'node', from)
    .toReversed()
    .flatMap(({ time, last, what, zone, names, steps = [] }) => {
      const left = names.filter(name => !known.delete(`${what}/${name}`))
      const own = steps.filter(({ name }) => left.includes(name))
      const change = { time, last, what, zone, names: left, steps: own, basis: 'recorded' as const }
      return left.length === 0 ? [] : [change]
    })
}

function toDraft({ time, last, basis, what, zone, names, steps }: NodesChange): ChangeDraft {
  const [name = ''] = names
  const words = nodesText({ names, zone, what })
  const short = names.length === 1 ? `it ${what}` : `they ${SEVERALLY[what]}`
  const breaks = what === 'went NotReady' || what === 'was deleted'
  return {
    time,
    last,
    steps,
    basis,
    kind: 'node',
    subject: { kind: 'Node', namespace: null, name },
    text: words,
    count: names.length,
    join: breaks ? { touch: { type: 'nodes', names: new Set(names), short }, words } : null,
    resources: ['nodes'],
  }
}
