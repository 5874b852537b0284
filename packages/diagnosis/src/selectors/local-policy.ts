import type { Case } from '../case.ts'
import { listed, numberText } from '../words/words.ts'

/** Which Nodes have a ready endpoint of the Service, for the policies that serve a node's clients from that node alone. */
export interface LocalNodes {
  /** Nodes with one, by name. */
  readonly served: ReadonlySet<string>
  /** Nodes that exist and have none, sorted. */
  readonly bare: readonly string[]
}

/** Needs nodes. An endpoint without nodeName is local to no node. */
export function localNodes(c: Case): LocalNodes {
  return c.once(findLocal)
}

function findLocal(c: Case): LocalNodes {
  const ready = c.graph.endpoints.filter(({ state, ignored }) => state === 'ready' && ignored === null)
  const served = new Set(ready.flatMap(({ nodeName }) => nodeName ?? []))
  const all = c.allNodes().map(({ metadata }) => metadata.name)
  return { served, bare: all.filter(name => !served.has(name)).toSorted() }
}

/** "5 of 6 nodes (n1, n2 and 3 more)" */
export function bareWords(bare: readonly string[], all: number): string {
  return `${numberText(bare.length)} of ${numberText(all)} ${all === 1 ? 'node' : 'nodes'} (${listed(bare)})`
}
