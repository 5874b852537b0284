import {
  type Api,
  type ControlPlane,
  type Json,
  makeNamespace,
  makeNodes,
  makeService,
  makeSlice,
  waitFor,
} from '@slicescope/control-plane'
import type * as kubernetes from '@slicescope/kubernetes'
import type { DnsName, DnsType, FindHolders } from '@slicescope/kubernetes'
import { type EndpointSlice, Interner, type Pod, type Service, serviceKeyOfSlice } from '@slicescope/model'
import { makeControllerCases } from './controller-cases.ts'
import { listKept, makeControllerCase } from './controller-law.ts'
import type { AskDns, DnsAnswer } from './ask-dns.ts'
import { A_CLUSTER_IP, type DnsCase, makeDnsCases } from './dns-cases.ts'
import { inParallel } from './parallel.ts'
import type { Random } from '@slicescope/model/random'

const CLUSTER_DOMAIN = 'cluster.local'

/** Objects of a real API server that CoreDNS has heard of. */
export interface DnsWorld {
  /** Of the run; slices and Services of others are there too, for PTR. */
  readonly services: readonly Service[]
  readonly pods: readonly Pod[]
  readonly slicesOf: (service: Service) => readonly EndpointSlice[]
  readonly findHolders: FindHolders
}

/** The functions of packages/kubernetes that are on trial. */
export type DnsRules = Pick<typeof kubernetes, 'dnsNames'>

/** A name that CoreDNS answers otherwise than we say; `ours` is null where we do not list it and it has answers. */
export interface DnsMismatch {
  readonly service: string
  readonly question: string
  readonly ours: DnsName | null
  readonly real: DnsAnswer
}

export interface DnsLawResult {
  readonly services: number
  /** Names that we list, and how many of them resolve. */
  readonly listed: number
  readonly resolving: number
  /** Names that we do not list and that must not resolve. */
  readonly others: number
  readonly mismatches: readonly DnsMismatch[]
}

interface DnsWorldOptions {
  readonly random: Random
  readonly ask: AskDns
  /** Services: a third have pods and slices by the controller, the others hand-made slices. */
  readonly count: number
  readonly tag: string
}

/** Makes Services with pods and Services with slices through the real API, and waits until CoreDNS knows them. */
export async function makeDnsWorld(plane: ControlPlane, options: DnsWorldOptions): Promise<DnsWorld> {
  const { random, ask, count, tag } = options
  const { api } = plane
  const [first = '', ...others] = await makeNodes(api, { count: 3, simulated: false, prefix: `dns-${tag}` })
  const namespaces = Array.from({ length: 4 }, (_, index) => `dns-${tag}-${index}`)
  await inParallel(namespaces, 4, name => makeNamespace(api, name))
  const third = Math.floor(count / 3)
  const withPods = makeControllerCases(random, { count: third, namespaces, nodes: [first, ...others] })
  const byHand = makeDnsCases(random, { count: count - third, namespaces })
  await inParallel(withPods, 12, one => makeControllerCase(api, one))
  await makeByHand(api, byHand)
  await plane.settled({ touch: true, podsMayMove: true })
  await waitForDns(api, `dns-${tag}-marker`, ask)
  return readWorld(api, new Set(namespaces))
}

/** Services first, so that slices can have their addresses. */
async function makeByHand(api: Api, cases: readonly DnsCase[]): Promise<void> {
  const clusterIps: string[] = []
  await inParallel(cases, 12, async ({ namespace, name, service: { headless, ports, spec } }) => {
    const made = await makeService(api, { namespace, name, selector: null, headless, ports, spec })
    const { clusterIP } = Object(Object(made).spec)
    if (typeof clusterIP === 'string' && /^[\d.]+$/.test(clusterIP)) clusterIps.push(clusterIP)
  })
  const resolve = (address: string) => (address === A_CLUSTER_IP ? (clusterIps[0] ?? '10.7.0.1') : address)
  await inParallel(cases, 12, async ({ namespace, name, slices }) => {
    for (const slice of slices) {
      const endpoints = slice.endpoints.map(
        (endpoint): Json => ({ ...endpoint, addresses: endpoint.addresses.map(resolve) }),
      )
      await makeSlice(api, { namespace, service: name, ...slice, endpoints })
    }
  })
}

/** CoreDNS hears of each kind in the order of its changes: once it knows the last ones, it knows all before them. */
async function waitForDns(api: Api, namespace: string, ask: AskDns): Promise<void> {
  await makeNamespace(api, namespace)
  await makeService(api, { namespace, name: 'marker', selector: null, headless: true })
  await makeSlice(api, { namespace, name: 'marker', service: 'marker', endpoints: [{ addresses: ['10.7.0.1'] }] })
  const name = `marker.${namespace}.svc.${CLUSTER_DOMAIN}`
  await waitFor(async () => (await ask({ name, type: 'A' })).rcode === 'NOERROR', { what: `CoreDNS to know ${name}` })
}

async function readWorld(api: Api, namespaces: ReadonlySet<string>): Promise<DnsWorld> {
  const interner = new Interner()
  const [services, slices, pods] = await Promise.all([
    listKept(api, 'services', interner),
    listKept(api, 'endpointslices', interner),
    listKept(api, 'pods', interner),
  ])
  const byService: ReadonlyMap<string | undefined, readonly EndpointSlice[]> = Map.groupBy(slices, serviceKeyOfSlice)
  const holding = slices.flatMap(slice =>
    slice.endpoints.flatMap(({ addresses }) => addresses.map(address => ({ address, slice }))),
  )
  const slicesAt = Map.groupBy(holding, ({ address }) => address)
  const serviceAt = new Map(services.flatMap(service => service.spec.clusterIPs.map(address => [address, service])))
  return {
    services: services.filter(({ metadata }) => namespaces.has(metadata.namespace)),
    pods,
    slicesOf: ({ metadata }) => byService.get(`${metadata.namespace}/${metadata.name}`) ?? [],
    findHolders: address => ({
      service: serviceAt.get(address),
      slices: [...new Set((slicesAt.get(address) ?? []).map(({ slice }) => slice))],
    }),
  }
}

/**
 * Law L8: every name we list has that answer from a real CoreDNS, rcode included; and what one might ask besides has no
 * answer.
 */
export async function compareDnsWorld(world: DnsWorld, rules: DnsRules, ask: AskDns): Promise<DnsLawResult> {
  const mismatches: DnsMismatch[] = []
  const counts = { listed: 0, resolving: 0, others: 0 }
  await inParallel(world.services, 8, async service => {
    const { namespace, name } = service.metadata
    const options = { clusterDomain: CLUSTER_DOMAIN, pods: world.pods, findHolders: world.findHolders }
    const listed = rules.dnsNames(service, world.slicesOf(service), options)
    for (const ours of listed) {
      const real = await ask(ours)
      if (!agree(ours, real))
        mismatches.push({ service: `${namespace}/${name}`, question: questionOf(ours), ours, real })
      counts.listed += 1
      if (ours.rcode === 'NOERROR') counts.resolving += 1
    }
    const known = new Set(listed.map(questionOf))
    for (const other of otherNames(service, world).filter(one => !known.has(questionOf(one)))) {
      const real = await ask(other)
      const question = questionOf(other)
      if (real.rcode === 'NOERROR') mismatches.push({ service: `${namespace}/${name}`, question, ours: null, real })
      counts.others += 1
    }
  })
  return { services: world.services.length, ...counts, mismatches }
}

function agree(ours: DnsName, real: DnsAnswer): boolean {
  if (ours.undefined !== true) return ours.rcode === real.rcode && String(ours.answers) === String(real.answers)
  return real.rcode === 'NODATA' || (real.answers.length === 1 && ours.answers.includes(String(real.answers[0])))
}

function questionOf({ type, name }: { readonly type: DnsType; readonly name: string }): string {
  return `${type} ${name}`
}

/** What one might ask of a Service, made without our rules: by any hostname, address, port and protocol around it. */
function otherNames(service: Service, { slicesOf, pods }: DnsWorld): readonly { type: DnsType; name: string }[] {
  const { namespace, name } = service.metadata
  const slices = slicesOf(service)
  const endpoints = slices.flatMap(slice => slice.endpoints)
  const labels = [
    'none',
    ...endpoints.flatMap(({ hostname, addresses }) => [hostname ?? '', ...addresses.map(dashed)]),
    ...pods.filter(({ metadata }) => metadata.labels['app'] === name).flatMap(({ metadata }) => metadata.name),
  ]
  const ports = ['none', 'http', ...slices.flatMap(slice => slice.ports.map(port => port.name ?? ''))]
  const protocols = ['tcp', 'udp', 'sctp']
  const under = (label: string) => `${label}.${name}.${namespace}.svc.${CLUSTER_DOMAIN}`
  return [
    ...distinct(labels).flatMap(label => [
      { type: 'A' as const, name: under(label) },
      { type: 'AAAA' as const, name: under(label) },
    ]),
    ...distinct(ports).flatMap(port =>
      protocols.map(protocol => ({ type: 'SRV' as const, name: under(`_${port}._${protocol}`) })),
    ),
    { type: 'CNAME', name: `${name}.${namespace}.svc.${CLUSTER_DOMAIN}` },
    { type: 'A', name: `${name}.elsewhere.svc.${CLUSTER_DOMAIN}` },
    { type: 'A', name: `${name}.${namespace}.pod.${CLUSTER_DOMAIN}` },
  ]
}

function dashed(address: string): string {
  return address.replaceAll(/[.:]/g, '-').replace(/-$/, '-0')
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter(text => text !== '')
}
