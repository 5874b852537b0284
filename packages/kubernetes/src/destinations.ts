import { must } from '@slicescope/model'
import type { Alternative, PortEndpoints } from './port-endpoints.ts'
import {
  chooseCluster,
  chooseLocal,
  type Choice,
  type ClientNode,
  has,
  type NoAnswer,
  type RoleSet,
  rolesFor,
  scopeFor,
} from './proxy-roles.ts'

/** Who answers, or what happens to the packet. */
export type Destination = Answered | Unanswered

export interface Answered {
  /** `10.0.0.1:80`, `[fd00::1]:80`; sorted, never empty. */
  readonly answers: readonly string[]
  /** kube-proxy's choice is: each of the answers may be given, and no other. Absent where the choice is defined. */
  readonly undefined?: true
  /** Where it is undefined and it may also be that nothing answers: what may happen then. */
  readonly orNone?: readonly NoAnswer[]
  /** Why it is undefined. */
  readonly why?: string
}

export interface Unanswered {
  readonly none: NoAnswer
  readonly why: string
  /** Nothing answers in any case, but this too may happen to the packet. */
  readonly undefined?: true
  readonly orNone?: readonly NoAnswer[]
}

/** By which endpoints traffic is answered, and where that is written. */
export interface Policy {
  readonly field: 'internalTrafficPolicy' | 'externalTrafficPolicy'
  readonly isLocal: boolean
}

/** What clients on `node` reach: a choice between roles, for every way in which undecided addresses may be. */
export function findDestination(endpoints: PortEndpoints, policy: Policy, node: ClientNode): Destination {
  const choose = chooserOf(policy)
  const base = endpoints.decided.rolesFor(node)
  if (endpoints.undecided.length > 0) return weighAlternatives({ endpoints, policy, node, choose, base })
  const choice = choose(base)
  if (isNoAnswer(choice)) return { none: choice, why: whyNone(choice, policy, endpoints) }
  return { answers: endpoints.decided.find(choice, node).toSorted() }
}

/**
 * Nodes with equal keys have equal destinations of these endpoints by this policy. Costs nothing that grows with the
 * number of endpoints.
 */
export function destinationKey(endpoints: PortEndpoints, policy: Policy, node: ClientNode): string {
  const { decided, undecided, contested } = endpoints
  const base = decided.rolesFor(node)
  if (undecided.length === 0) {
    const choice = chooserOf(policy)(base)
    return isNoAnswer(choice) ? choice : `${choice}/${scopeFor(choice, node)}`
  }
  const any = base | contested.rolesFor(node)
  return SCOPED_ROLES[policy.isLocal ? 'local' : 'cluster']
    .map(role => (has(any, role) ? scopeFor(role, node) : ''))
    .join('/')
}

/** The roles by which one node differs from another. */
const SCOPED_ROLES = {
  local: ['readyOnNode', 'fallbackOnNode'],
  cluster: ['readyForNode', 'readyForZone'],
} as const

function chooserOf({ isLocal }: Policy): (roles: RoleSet) => Choice {
  return isLocal ? chooseLocal : chooseCluster
}

interface Weighing {
  readonly endpoints: PortEndpoints
  readonly policy: Policy
  readonly node: ClientNode
  readonly choose: (roles: RoleSet) => Choice
  /** What the decided addresses are together. */
  readonly base: RoleSet
}

/** In how many of the possible cases an address answers. */
type Tally = Map<string, 'always' | 'sometimes'>

function weighAlternatives(weighing: Weighing): Destination {
  const { endpoints, node, choose, base } = weighing
  const groups = endpoints.undecided.map(group => group.map(alternative => alternativeRoles(alternative, node)))
  const others = combineOthers(base, groups)
  const choices = new Set([...combine(must(others[0]), must(groups[0]))].map(choose))
  const tally: Tally = new Map()
  tallyDecided(tally, weighing, choices)
  for (const [at, group] of endpoints.undecided.entries()) {
    tallyGroup(tally, weighing, { group, others: must(others[at]) })
  }
  return summarize(tally, choices, weighing)
}

function alternativeRoles(alternative: Alternative, node: ClientNode): RoleSet {
  return alternative.reduce((roles, { claims }) => roles | rolesFor(claims, node), 0)
}

/** Every set of roles that comes of one of these with one of those. */
function combine(these: Iterable<RoleSet>, those: Iterable<RoleSet>): ReadonlySet<RoleSet> {
  const sums = new Set<RoleSet>()
  for (const one of these) for (const other of those) sums.add(one | other)
  return sums
}

/** For each group: what the decided addresses and one alternative of every other group may be together. */
function combineOthers(base: RoleSet, groups: readonly (readonly RoleSet[])[]): readonly ReadonlySet<RoleSet>[] {
  const before = runningSums(base, groups)
  const after = runningSums(0, groups.toReversed()).toReversed()
  return groups.map((_, at) => combine(must(before[at]), must(after[at + 1])))
}

/** What the first 0, 1, 2, ... groups come to. */
function runningSums(base: RoleSet, groups: readonly (readonly RoleSet[])[]): readonly ReadonlySet<RoleSet>[] {
  const sums: ReadonlySet<RoleSet>[] = [new Set([base])]
  for (const group of groups) sums.push(combine(must(sums.at(-1)), group))
  return sums
}

function tallyDecided(tally: Tally, { endpoints, node }: Weighing, choices: ReadonlySet<Choice>): void {
  const lists = [...choices].map(choice => (isNoAnswer(choice) ? [] : endpoints.decided.find(choice, node)))
  const counts = new Map<string, number>()
  for (const address of lists.flat()) counts.set(address, (counts.get(address) ?? 0) + 1)
  for (const [address, count] of counts) tally.set(address, count === lists.length ? 'always' : 'sometimes')
}

interface Group {
  readonly group: readonly Alternative[]
  /** What all else may be together. */
  readonly others: ReadonlySet<RoleSet>
}

function tallyGroup(tally: Tally, { node, choose }: Weighing, { group, others }: Group): void {
  const counts = new Map<string, number>()
  for (const alternative of group) {
    const own = alternativeRoles(alternative, node)
    const chosen = [...others].map(roles => choose(roles | own))
    for (const { address, claims } of alternative) {
      const roles = rolesFor(claims, node)
      const count = chosen.filter(choice => !isNoAnswer(choice) && has(roles, choice)).length
      counts.set(address, (counts.get(address) ?? 0) + count)
    }
  }
  for (const [address, count] of counts) {
    if (count > 0) tally.set(address, count === group.length * others.size ? 'always' : 'sometimes')
  }
}

function summarize(tally: Tally, choices: ReadonlySet<Choice>, { endpoints, policy }: Weighing): Destination {
  const answers = [...tally.keys()].toSorted()
  const nones = [...choices].filter(isNoAnswer).toSorted()
  if (answers.length > 0) {
    if (nones.length === 0 && [...tally.values()].every(how => how === 'always')) return { answers }
    return { answers, undefined: true, ...(nones.length > 0 && { orNone: nones }), why: whyUndefined(endpoints) }
  }
  const [none, ...orNone] = nones
  const why = whyNone(must(none, 'what happens without an answer'), policy, endpoints)
  return { none: must(none), why, ...(orNone.length > 0 && { undefined: true, orNone }) }
}

function isNoAnswer(choice: Choice): choice is NoAnswer {
  return choice === 'REJECT' || choice === 'DROP'
}

function whyNone(none: NoAnswer, { field }: Policy, { isEmpty }: PortEndpoints): string {
  const usable = 'ready, or serving while it terminates'
  if (none === 'DROP') return `${field} is Local and no endpoint on this node is ${usable}; other nodes have some`
  return isEmpty ? 'no EndpointSlice has an endpoint for this port' : `no endpoint for this port is ${usable}`
}

/** So many are named. */
const NAMED = 3

function whyUndefined({ undecided }: PortEndpoints): string {
  const addresses = [...new Set(undecided.flat(2).map(({ address }) => address))].toSorted()
  const more = addresses.length > NAMED ? ` and ${addresses.length - NAMED} more` : ''
  const named = `${addresses.slice(0, NAMED).join(', ')}${more} ${addresses.length === 1 ? 'is' : 'are'}`
  return `${named} in several EndpointSlices that differ, and kube-proxy uses one of them in no fixed order`
}
