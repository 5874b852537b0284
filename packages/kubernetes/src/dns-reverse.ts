import type { EndpointSlice, Service } from '@slicescope/model'
import { listPublished, type Published } from './dns-published.ts'
import { distinct, type DnsName } from './dns-record.ts'
import { nameUnder, type ServiceZone } from './dns-zone.ts'
import { reverseName } from './reverse-name.ts'
import { isHeadless } from './service-kind.ts'
import { SERVICE_NAME_LABEL } from './slice-labels.ts'

/** Who has an address: a Service as its clusterIP, and slices with it in one of their endpoints. */
export type FindHolders = (address: string) => AddressHolders

export interface AddressHolders {
  readonly service?: Service | undefined
  readonly slices: readonly EndpointSlice[]
}

/**
 * PTR for the Service's clusterIPs and for the addresses that it publishes (plugin/kubernetes/reverse.go): a Service
 * that has the address answers alone; else every endpoint with it, of whatever Service.
 */
export function reverseNames(zone: ServiceZone, findHolders?: FindHolders): readonly DnsName[] {
  const headless = isHeadless(zone.service)
  const own = headless ? [] : zone.service.spec.clusterIPs.filter(address => address !== '')
  const clusterIps = own.map(address => ptr(address, [nameUnder(zone).name]))
  const byAddress = Map.groupBy(
    zone.published.filter(({ address, type }) => type !== 'CNAME' && !own.includes(address)),
    ({ address }) => address,
  )
  const endpoints = [...byAddress].map(([address, published]) => {
    const row = ptr(address, findHolders ? namesOf(address, findHolders(address), zone) : labelled(zone, published))
    return headless && published.some(({ isNamed }) => isNamed) ? row : { ...row, beyondSpec: true as const }
  })
  return [...clusterIps, ...endpoints.toSorted((a, b) => (a.short < b.short ? -1 : 1))]
}

function ptr(address: string, answers: readonly string[]): DnsName {
  return { name: reverseName(address), short: address, type: 'PTR', rcode: 'NOERROR', answers, why: null }
}

function labelled(zone: ServiceZone, published: readonly Published[]): readonly string[] {
  return distinct(published.map(({ label }) => nameUnder(zone, label).name))
}

function namesOf(
  address: string,
  { service, slices }: AddressHolders,
  { clusterDomain }: ServiceZone,
): readonly string[] {
  const suffix = `svc.${clusterDomain}`
  if (service !== undefined) return [`${service.metadata.name}.${service.metadata.namespace}.${suffix}`]
  const names = slices.flatMap(slice => {
    const { labels, namespace } = slice.metadata
    const labelsOf = listPublished([slice]).filter(published => published.address === address)
    return labelsOf.map(({ label }) => `${label}.${labels[SERVICE_NAME_LABEL] ?? ''}.${namespace}.${suffix}`)
  })
  return distinct(names)
}
