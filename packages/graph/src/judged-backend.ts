import type { Backend } from './backends.ts'
import type { Entry } from './entries.ts'

/** A backend with what is only known beside the others. */
export interface JudgedBackend extends Backend {
  /** Ready for every Service port that anybody is ready for. */
  readonly ready: boolean
  /** Its slice's zone, else its Node's, else null. */
  readonly zone: string | null
  readonly nodeName: string | null
}

/** The zone that a Node's label tells; null where there is none or Nodes cannot be read. */
export type ZoneOfNode = (nodeName: string) => string | null

interface Context {
  /** Keys of the judged ports that anybody is ready for. */
  readonly inUse: readonly string[]
  readonly zoneOfNode: ZoneOfNode
}

export function judgeBackend(backend: Backend, { inUse, zoneOfNode }: Context): JudgedBackend {
  const { key, state, published, entries } = backend
  const zone = first(entries, ({ endpoint }) => endpoint.zone)
  return {
    key,
    state,
    published,
    entries,
    ports: backend.ports,
    ready: inUse.length > 0 && inUse.every(port => backend.ports.get(port) === 'ready'),
    nodeName: first(entries, ({ endpoint }) => endpoint.nodeName),
    zone: zone ?? first(entries, ({ endpoint }) => endpoint.nodeName && zoneOfNode(endpoint.nodeName)),
  }
}

/** The first value that is there; empty strings are none. */
function first(entries: readonly Entry[], valueOf: (entry: Entry) => string | null | undefined): string | null {
  for (const entry of entries) {
    const value = valueOf(entry)
    if (value) return value
  }
  return null
}
