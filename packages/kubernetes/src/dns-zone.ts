import type { EndpointSlice, Service } from '@slicescope/model'
import type { Published } from './dns-published.ts'
import type { DnsName } from './dns-record.ts'

/** A Service in its zone, with what DNS publishes of its slices. */
export interface ServiceZone {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly published: readonly Published[]
  readonly clusterDomain: string
}

/** The name of the Service, or with a label before it one below it. */
export function nameUnder({ service, clusterDomain }: ServiceZone, label = ''): Pick<DnsName, 'name' | 'short'> {
  const { name, namespace } = service.metadata
  const short = `${label === '' ? '' : `${label}.`}${name}`
  return { name: `${short}.${namespace}.svc.${clusterDomain}`, short }
}
