import type { Inputs } from '@slicescope/graph'
import { type AddressHolders, dnsNames } from '@slicescope/kubernetes'
import { type EndpointSlice, type Service, serviceKeyOfSlice } from '@slicescope/model'
import type { DnsAnswer } from './schema/dns.ts'

interface Asked {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly inputs: Inputs
  readonly clusterDomain: string
}

/** The names of a Service and what each resolves to. Looks at all Services and slices once, for who shares an address. */
export function dnsAnswer({ service, slices, inputs, clusterDomain }: Asked): DnsAnswer {
  const { namespace } = service.metadata
  const pods = inputs.coverage('pods', namespace) === 'known' ? inputs.listers.pods.byIndex('namespace', namespace) : []
  const holders = findAllHolders(slices, inputs)
  const none: AddressHolders = { slices: [] }
  const names = dnsNames(service, slices, { clusterDomain, pods, findHolders: address => holders.get(address) ?? none })
  return { zone: clusterDomain, names: names.map(name => ({ ...name, answers: [...name.answers] })) }
}

/** For each address of these slices, whoever else has it: a Service as its clusterIP, slices of any Service. */
function findAllHolders(slices: readonly EndpointSlice[], { listers }: Inputs): ReadonlyMap<string, AddressHolders> {
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
