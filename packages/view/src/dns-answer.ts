import { lackWords } from '@slicescope/diagnosis'
import type { Coverage } from '@slicescope/graph'
import { type AddressHolders, type DnsName, dnsNames } from '@slicescope/kubernetes'
import { type EndpointSlice, type Service, serviceKeyOfSlice } from '@slicescope/model'
import type { QuestionInputs } from './rights.ts'
import type { DnsAnswer, DnsNameView } from './schema/dns.ts'

interface Asked {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly inputs: QuestionInputs
  readonly clusterDomain: string
}

/** The names of a Service and what each resolves to. Looks at all Services and slices once, for who shares an address. */
export function dnsAnswer({ service, slices, inputs, clusterDomain }: Asked): DnsAnswer {
  const { namespace } = service.metadata
  const { listers, coverage } = inputs
  const known = coverage('pods', namespace)
  const pods = known === 'known' ? listers.pods.byIndex('namespace', namespace) : []
  const holders = findAllHolders(slices, inputs)
  const none: AddressHolders = { slices: [] }
  const names = dnsNames(service, slices, { clusterDomain, pods, findHolders: address => holders.get(address) ?? none })
  const hasAll = coverage('services', '') === 'known' && coverage('endpointslices', '') === 'known'
  return {
    zone: clusterDomain,
    names: names.map(name => toName(name, hasAll || !isOfEndpoint(name, service))),
    notes: podNotes(service, known),
  }
}

/** What is missing where pods are not known. */
export function podNotes({ spec }: Service, pods: Coverage): string[] {
  if (pods === 'known' || spec.type === 'ExternalName') return []
  return [`DNS names that pods lack are not listed: pods ${lackWords(pods)}.`]
}

/** The address of an endpoint may be another Service's too; a clusterIP is one Service's alone. */
function isOfEndpoint({ type, short }: DnsName, { spec }: Service): boolean {
  return type === 'PTR' && !spec.clusterIPs.includes(short)
}

function toName({ why, ...name }: DnsName, isComplete: boolean): DnsNameView {
  return {
    ...name,
    answers: [...name.answers],
    why: isComplete ? why : 'Services and slices that you cannot read can also have this address',
  }
}

/** For each address of these slices, what else has it: a Service as its clusterIP, slices of any Service. */
function findAllHolders(
  slices: readonly EndpointSlice[],
  { listers }: QuestionInputs,
): ReadonlyMap<string, AddressHolders> {
  const holders = new Map<string, { service?: Service; slices: Set<EndpointSlice> }>()
  for (const address of addressesOf(slices)) holders.set(address, { slices: new Set() })
  for (const service of listers.services.list()) {
    for (const address of service.spec.clusterIPs) {
      const held = holders.get(address)
      if (held !== undefined) held.service = service
    }
  }
  for (const slice of listers.endpointslices.list()) {
    if (serviceKeyOfSlice(slice) === undefined) continue
    for (const address of addressesOf([slice])) holders.get(address)?.slices.add(slice)
  }
  return new Map([...holders].map(([address, held]) => [address, { ...held, slices: [...held.slices] }]))
}

function addressesOf(slices: readonly EndpointSlice[]): readonly string[] {
  return slices.flatMap(({ endpoints }) => endpoints.flatMap(({ addresses }) => addresses))
}
