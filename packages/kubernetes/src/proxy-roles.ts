/**
 * What endpoints of one Service port are to the clients on one node. kube-proxy's choice depends on nothing else: which
 * roles any endpoint has decides which role answers (pkg/proxy/topology.go).
 */
export const ROLES = {
  ready: 1,
  /** Not ready, but serving while it terminates. */
  fallback: 2,
  readyForNode: 4,
  readyWithoutNodeHint: 8,
  readyForZone: 16,
  readyWithoutZoneHint: 32,
  readyOnNode: 64,
  fallbackOnNode: 128,
} as const

export type Role = keyof typeof ROLES

/** Roles that endpoints have together, one bit each. */
export type RoleSet = number

/** The role whose endpoints answer, or what happens to the packet where none does. */
export type Choice = Role | NoAnswer

/** Refused, so that a client sees it at once, or dropped, so that it times out (as the iptables mode has it). */
export type NoAnswer = 'REJECT' | 'DROP'

/** Where a client is. */
export interface ClientNode {
  readonly nodeName: string
  /** Of the Node's label; without it zone hints are never followed. */
  readonly zone?: string | undefined
}

/** A role that an endpoint has for the clients of one node or zone; for all where `scope` is ''. */
export interface RoleClaim {
  readonly role: Role
  readonly scope: string
}

/** What kube-proxy keeps of an endpoint. */
export interface EndpointTraits {
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
  /** '' for none: such an endpoint is on no node. */
  readonly nodeName: string
  readonly forNodes: readonly string[]
  readonly forZones: readonly string[]
}

/** Hints count on ready endpoints alone, and what is neither ready nor a fallback has no role at all. */
export function claimRoles(endpoint: EndpointTraits): readonly RoleClaim[] {
  const { ready, serving, terminating, nodeName, forNodes, forZones } = endpoint
  if (!ready && !(serving && terminating)) return []
  if (!ready) return [{ role: 'fallback', scope: '' }, ...onNode('fallbackOnNode', nodeName)]
  return [
    { role: 'ready', scope: '' },
    ...hinted(forNodes, { to: 'readyForNode', without: 'readyWithoutNodeHint' }),
    ...hinted(forZones, { to: 'readyForZone', without: 'readyWithoutZoneHint' }),
    ...onNode('readyOnNode', nodeName),
  ]
}

const SCOPES: Readonly<Record<Role, 'all' | 'node' | 'zone'>> = {
  ready: 'all',
  fallback: 'all',
  readyForNode: 'node',
  readyWithoutNodeHint: 'all',
  readyForZone: 'zone',
  readyWithoutZoneHint: 'all',
  readyOnNode: 'node',
  fallbackOnNode: 'node',
}

/** The scope under which a claim to the role counts for the clients of `node`. */
export function scopeFor(role: Role, { nodeName, zone = '' }: ClientNode): string {
  const scopes = { all: '', node: nodeName, zone }
  return scopes[SCOPES[role]]
}

/**
 * Cluster policy: ready endpoints, only those hinted for the node if every one has node hints and any is for it, else
 * only those hinted for its zone on the same terms; without a ready one anywhere, those that serve while they
 * terminate. One ready endpoint without a hint switches that kind of hint off.
 */
export function chooseCluster(roles: RoleSet): Choice {
  if (has(roles, 'readyForNode') && !has(roles, 'readyWithoutNodeHint')) return 'readyForNode'
  if (has(roles, 'readyForZone') && !has(roles, 'readyWithoutZoneHint')) return 'readyForZone'
  if (has(roles, 'ready')) return 'ready'
  return has(roles, 'fallback') ? 'fallback' : 'REJECT'
}

/**
 * Local policy: the node's own ready endpoints, else its own that serve while they terminate; hints do not count.
 * Where only other nodes have any the packet is dropped (pkg/proxy/iptables/proxier.go), for a load balancer should
 * have known.
 */
export function chooseLocal(roles: RoleSet): Choice {
  if (has(roles, 'readyOnNode')) return 'readyOnNode'
  if (has(roles, 'fallbackOnNode')) return 'fallbackOnNode'
  return has(roles, 'ready') || has(roles, 'fallback') ? 'DROP' : 'REJECT'
}

/** The roles that any of the claims gives for the clients of `node`. */
export function rolesFor(claims: readonly RoleClaim[], node: ClientNode): RoleSet {
  return claims.reduce((roles, { role, scope }) => (scope === scopeFor(role, node) ? roles | ROLES[role] : roles), 0)
}

export function has(roles: RoleSet, role: Role): boolean {
  return (roles & ROLES[role]) !== 0
}

/** Endpoints by the roles they claim: what a node's clients find costs as much as they find, however many there are. */
export class RoleIndex {
  readonly #claims = new Map<Role, Map<string, string[]>>()

  add(address: string, claims: readonly RoleClaim[]): void {
    for (const { role, scope } of claims) {
      const scopes = this.#claims.get(role) ?? new Map<string, string[]>()
      this.#claims.set(role, scopes)
      const addresses = scopes.get(scope)
      if (addresses === undefined) scopes.set(scope, [address])
      else addresses.push(address)
    }
  }

  rolesFor(node: ClientNode): RoleSet {
    let roles = 0
    for (const [role, scopes] of this.#claims) if (scopes.has(scopeFor(role, node))) roles |= ROLES[role]
    return roles
  }

  /** Those that have the role for the node's clients, in the order in which they were added. */
  find(role: Role, node: ClientNode): readonly string[] {
    return this.#claims.get(role)?.get(scopeFor(role, node)) ?? []
  }
}

function hinted(names: readonly string[], roles: { readonly to: Role; readonly without: Role }): readonly RoleClaim[] {
  if (names.length === 0) return [{ role: roles.without, scope: '' }]
  return [...new Set(names)].map(scope => ({ role: roles.to, scope }))
}

function onNode(role: Role, scope: string): readonly RoleClaim[] {
  return scope === '' ? [] : [{ role, scope }]
}
