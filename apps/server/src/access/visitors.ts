import type { ServerResponse } from 'node:http'
import type { Visitor } from './gate.ts'

const visitors = new WeakMap<ServerResponse, Visitor>()

export function setVisitor(response: ServerResponse, visitor: Visitor): void {
  visitors.set(response, visitor)
}

/** Who asked for it, where the route asks for more than the right to. */
export function visitorOf(response: ServerResponse): Visitor | undefined {
  return visitors.get(response)
}
