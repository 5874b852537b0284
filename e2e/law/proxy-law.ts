import {
  type Api,
  type ControlPlane,
  makeNamespace,
  makeNodes,
  makeService,
  makeSlice,
  type ProxyAnswer,
  type ProxyDestination,
} from '@slicescope/control-plane'
import type * as kubernetes from '@slicescope/kubernetes'
import { type Destination, nodeZone, type PortTraffic } from '@slicescope/kubernetes'
import { type EndpointSlice, Interner, type Node, type Service, serviceKeyOfSlice } from '@slicescope/model'
import { listKept } from './controller-law.ts'
import { inParallel } from './parallel.ts'
import { makeProxyCases, type ProxyCase } from './proxy-cases.ts'
import type { Random } from '@slicescope/model/random'

/** Objects of a real API server, and what kube-proxy's own code made of them, several times: it has its accidents. */
export interface ProxyWorld {
  readonly services: readonly Service[]
  readonly slices: readonly EndpointSlice[]
  readonly nodes: readonly Node[]
  readonly rounds: readonly (readonly ProxyAnswer[])[]
}

/** The functions of packages/kubernetes that are on trial. */
export type ProxyRules = Pick<typeof kubernetes, 'answersFrom' | 'groupNodes'>

/** One port on one node where what we say is not what kube-proxy does; null where one of the two does not serve it. */
export interface ProxyMismatch {
  readonly where: string
  readonly ours: PortTraffic | null
  readonly real: ProxyAnswer | null
}

export interface ProxyLawResult {
  readonly services: number
  /** Ports of a Service in one family on one node, once a round. */
  readonly compared: number
  /** Of those, how many we call undefined in some way, and in how many kube-proxy was seen to differ from round to round. */
  readonly undefined: number
  readonly seenToDiffer: number
  readonly mismatches: readonly ProxyMismatch[]
}

/** Go walks maps in an order of its own each time; so often is kube-proxy asked. */
const ROUNDS = 4

/**
 * Makes `count` Services with hand-made slices through the real API, and asks kube-proxy's own code who answers for
 * every node, family and port.
 */
export async function makeProxyWorld(
  plane: ControlPlane,
  options: { readonly random: Random; readonly count: number; readonly tag: string },
): Promise<ProxyWorld> {
  const { random, count, tag } = options
  const { api } = plane
  const zones = ['a', 'b', 'c'] as const
  const zoned = await makeNodes(api, { count: 4, zones, simulated: false, prefix: `zoned-${tag}` })
  const bare = await makeNodes(api, { count: 1, simulated: false, prefix: `bare-${tag}`, first: 100 })
  const [first = '', ...others] = [...zoned, ...bare]
  const namespaces = Array.from({ length: 5 }, (_, index) => `proxy-${tag}-${index}`)
  await inParallel(namespaces, 5, name => makeNamespace(api, name))
  const cases = makeProxyCases(random, { count, namespaces, nodes: [first, ...others], zones: [...zones] })
  await inParallel(cases, 12, one => makeCase(api, one))
  const rounds: (readonly ProxyAnswer[])[] = []
  while (rounds.length < ROUNDS) rounds.push(await plane.proxyAnswers())
  return readWorld(api, new Set(namespaces), rounds)
}

async function makeCase(api: Api, { namespace, name, service, slices }: ProxyCase): Promise<void> {
  const { ports, labels, spec, ingress } = service
  await makeService(api, { namespace, name, selector: null, ports, labels, spec })
  if (ingress.length > 0) {
    await api.patch(`/api/v1/namespaces/${namespace}/services/${name}/status`, {
      status: { loadBalancer: { ingress } },
    })
  }
  for (const slice of slices) await makeSlice(api, { namespace, service: name, ...slice })
}

async function readWorld(
  api: Api,
  namespaces: ReadonlySet<string>,
  rounds: readonly (readonly ProxyAnswer[])[],
): Promise<ProxyWorld> {
  const interner = new Interner()
  const [services, slices, nodes] = await Promise.all([
    listKept(api, 'services', interner),
    listKept(api, 'endpointslices', interner),
    listKept(api, 'nodes', interner),
  ])
  return {
    services: services.filter(({ metadata }) => namespaces.has(metadata.namespace)),
    slices,
    nodes,
    rounds: rounds.map(answers => answers.filter(({ namespace }) => namespaces.has(namespace))),
  }
}

/**
 * Law L7: for every node, family and Service port, who we say answers equals what kube-proxy's own code picks; where we
 * call its choice undefined, what it picks is among what we name.
 */
export function compareProxyWorld(world: ProxyWorld, rules: ProxyRules): ProxyLawResult {
  const ours = collectOurs(world, rules)
  const rounds = world.rounds.map(answers => new Map(answers.map(answer => [keyOfReal(answer), answer])))
  const mismatches = rounds.flatMap(real => compareRound(ours, real))
  return {
    services: world.services.length,
    compared: rounds.reduce((sum, real) => sum + real.size, 0),
    undefined: [...ours.values()].filter(isUndefined).length,
    seenToDiffer: [...ours.keys()].filter(key => new Set(rounds.map(real => JSON.stringify(real.get(key)))).size > 1)
      .length,
    mismatches,
  }
}

function compareRound(
  ours: ReadonlyMap<string, PortTraffic>,
  real: ReadonlyMap<string, ProxyAnswer>,
): readonly ProxyMismatch[] {
  return [...new Set([...ours.keys(), ...real.keys()])].flatMap(where => {
    const pair = { where, ours: ours.get(where) ?? null, real: real.get(where) ?? null }
    return agree(pair) ? [] : [pair]
  })
}

/** Our answers for every node, those that kube-proxy does not serve left out; grouping must say the same. */
function collectOurs({ services, slices, nodes }: ProxyWorld, rules: ProxyRules): ReadonlyMap<string, PortTraffic> {
  const byService = Map.groupBy(slices, slice => serviceKeyOfSlice(slice) ?? '')
  const clients = nodes.map(node => ({ nodeName: node.metadata.name, zone: nodeZone(node) }))
  const all = new Map<string, PortTraffic>()
  for (const service of services) {
    const { namespace, name } = service.metadata
    const own = byService.get(`${namespace}/${name}`) ?? []
    const groups = rules.groupNodes(service, own, clients)
    for (const client of clients) {
      const ports = rules.answersFrom(service, own, client)
      const grouped = groups.find(({ nodes: members }) => members.includes(client.nodeName))?.ports
      if (JSON.stringify(grouped) !== JSON.stringify(ports)) throw new Error(`${namespace}/${name}: grouping differs`)
      for (const port of ports) {
        if (port.internal !== null) all.set(keyOf({ ...port, node: client.nodeName, namespace, service: name }), port)
      }
    }
  }
  return all
}

function keyOfReal({ port, ...answer }: ProxyAnswer): string {
  return keyOf({ ...answer, name: port })
}

function keyOf(
  of: Pick<ProxyAnswer, 'node' | 'namespace' | 'service' | 'protocol' | 'family'> & { readonly name: string },
): string {
  return [of.node, of.namespace, of.service, of.name, of.protocol, of.family].join(' ')
}

const WAYS = ['internal', 'external', 'externalFromPods'] as const

function agree({ ours, real }: ProxyMismatch): boolean {
  return ours !== null && real !== null && WAYS.every(way => isAmong(real[way], ours[way]))
}

function isUndefined(traffic: PortTraffic): boolean {
  return WAYS.some(way => traffic[way]?.undefined === true)
}

function isAmong(real: ProxyDestination | null, ours: Destination | null): boolean {
  if (real === null || ours === null) return real === ours
  const possible = 'answers' in ours ? ours.answers : []
  const nones = [...('none' in ours ? [ours.none] : []), ...(ours.orNone ?? [])]
  if ('none' in real) return nones.includes(real.none)
  if (ours.undefined === true) return real.answers.every(answer => possible.includes(answer))
  return JSON.stringify(real.answers) === JSON.stringify(possible)
}
