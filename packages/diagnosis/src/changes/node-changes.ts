import { toTime } from '../clock.ts'
import { readyOf, zoneOf } from '../node-state.ts'
import type { ChangeDraft } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { readyChange } from './seen-of-node.ts'
import { watchedSince } from './watched-since.ts'
import { GAP_MS, LONGEST_MS } from './watched.ts'

/** A change of Nodes of one zone, close in time. */
interface NodesChange {
  readonly time: number
  readonly basis: ChangeDraft['basis']
  readonly what: string
  readonly zone: string | null
  readonly names: readonly string[]
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
    const of = (what: string, timestamp: string | undefined): readonly NodesChange[] => {
      const time = toTime(timestamp)
      return time >= from ? [{ time, basis: 'object', what, zone: zoneOf(node), names: [name] }] : []
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
  const open = new Map<string, { at: number; last: number }>()
  for (const change of changes.toSorted((a, b) => a.time - b.time)) {
    const key = `${change.what}/${change.zone ?? ''}`
    const before = open.get(key)
    const group = before === undefined ? undefined : groups[before.at]
    if (
      before !== undefined &&
      group !== undefined &&
      change.time - before.last <= GAP_MS &&
      change.time - group.time <= LONGEST_MS
    ) {
      groups[before.at] = { ...group, names: [...group.names, ...change.names] }
      before.last = change.time
    } else open.set(key, { at: groups.push(change) - 1, last: change.time })
  }
  return groups
}

/** Without what the objects tell better: the last turn of each Node, where they know it. */
function asSeen({ c, from }: ChangesCase, told: readonly NodesChange[]): readonly NodesChange[] {
  const known = new Set(told.map(({ what, names }) => `${what}/${names[0] ?? ''}`))
  return watchedSince(c, 'node', from)
    .toReversed()
    .flatMap(({ time, what, zone, names }) => {
      const left = names.filter(name => !known.delete(`${what}/${name}`))
      return left.length === 0 ? [] : [{ time, basis: 'recorded' as const, what, zone, names: left }]
    })
}

function toDraft({ time, basis, what, zone, names }: NodesChange): ChangeDraft {
  const [name = ''] = names
  const who = names.length === 1 ? `node ${name}` : `${names.length} nodes${zone === null ? '' : ` of ${zone}`}`
  const did = names.length === 1 ? what : what.replace(/^was /, 'were ')
  const words = `${who} ${did}`
  const short = `${names.length === 1 ? 'it' : 'they'} ${did}`
  const breaks = what === 'was cordoned' || what === 'was uncordoned' || what === 'was created'
  return {
    time,
    basis,
    kind: 'node',
    subject: { kind: 'Node', namespace: null, name },
    text: words,
    count: names.length,
    join: breaks ? null : { touch: { type: 'nodes', names: new Set(names), short }, words },
    resources: ['nodes'],
  }
}
