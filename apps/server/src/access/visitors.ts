import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Visitor } from './gate.ts'

const visitors = new WeakMap<ServerResponse, Visitor>()
const connections = new WeakSet<Socket>()

export function setVisitor(response: ServerResponse, visitor: Visitor): void {
  visitors.set(response, visitor)
  connections.add(response.req.socket)
}

/** Who asked for it, where the route asks for more than the right to. */
export function visitorOf(response: ServerResponse): Visitor | undefined {
  return visitors.get(response)
}

/** Whether a signed-in user has sent a request on this connection. */
export function isVisitors(connection: Socket): boolean {
  return connections.has(connection)
}
