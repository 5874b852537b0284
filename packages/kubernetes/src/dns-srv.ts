import type { Published, PublishedPort } from './dns-published.ts'
import { distinct, type DnsName } from './dns-record.ts'
import { nameUnder, type ServiceZone } from './dns-zone.ts'
import { isHeadless } from './service-kind.ts'

/** A name for each named port of the Service, and of a headless one's slices: unnamed ports cannot be asked for. */
export function srvNames(zone: ServiceZone): readonly DnsName[] {
  const { spec } = zone.service
  const headless = isHeadless(zone.service)
  const ports = namedPorts([...spec.ports, ...(headless ? zone.published.flatMap(({ ports: all }) => all) : [])])
  return ports.map(port => {
    const name = { ...nameUnder(zone, `_${port.name}._${port.protocol}`), type: 'SRV' } as const
    const found = headless ? headlessTargets(zone, port) : clusterIpTargets(zone, port)
    if (found.length === 0) {
      const why = 'no endpoint of this headless Service is ready and has the port'
      return { ...name, rcode: 'NXDOMAIN', answers: [], why }
    }
    const answers = srvAnswers(found.filter(({ isAlias }) => !isAlias))
    if (answers.length > 0) return { ...name, rcode: 'NOERROR', answers, why: null }
    return { ...name, rcode: 'NODATA', answers, why: 'its endpoints have no port number, or are names (FQDN)' }
  })
}

interface DnsPort {
  readonly name: string
  /** In lower case. */
  readonly protocol: string
}

/** One thing that CoreDNS makes a record of. */
interface Target {
  readonly name: string
  /** Undefined where there is no number: such a target has weight but no record. */
  readonly port: number | undefined
  /** An endpoint that is a name itself: it makes the port's name exist, and has neither weight nor record. */
  readonly isAlias: boolean
}

/** The Service itself, once for each of its addresses. */
function clusterIpTargets(zone: ServiceZone, wanted: DnsPort): readonly Target[] {
  const { clusterIPs, ports } = zone.service.spec
  return ports
    .filter(({ name = '', protocol = 'TCP' }) => isPort({ name, protocol }, wanted))
    .flatMap(({ port }) => Array.from(clusterIPs.length > 0 ? clusterIPs : [''], () => port))
    .map(port => ({ name: nameUnder(zone).name, port, isAlias: false }))
}

/** Every published address with the target ports of its slice. */
function headlessTargets(zone: ServiceZone, wanted: DnsPort): readonly Target[] {
  const targetsOf = ({ label, type, ports }: Published) =>
    ports
      .filter(port => isPort(port, wanted))
      .map(({ port }) => ({ name: nameUnder(zone, label).name, port, isAlias: type === 'CNAME' }))
  return zone.published.flatMap(targetsOf)
}

/**
 * Records of equal priority share 100, rounded down, 1 at least; targets that come out equal, or have no number, take
 * their share too (plugin/backend_lookup.go).
 */
function srvAnswers(targets: readonly Target[]): readonly string[] {
  const weight = Math.max(1, Math.floor(100 / targets.length))
  return distinct(targets.flatMap(({ name, port }) => (port === undefined ? [] : [`0 ${weight} ${port} ${name}`])))
}

function namedPorts(ports: readonly { readonly name?: string; readonly protocol?: string }[]): readonly DnsPort[] {
  const named = ports.flatMap(({ name = '', protocol = 'TCP' }) =>
    name === '' || protocol === '' ? [] : [{ name, protocol: protocol.toLowerCase() }],
  )
  return [...new Map(named.map(port => [`${port.name}/${port.protocol}`, port])).values()]
}

function isPort(port: Pick<PublishedPort, 'name' | 'protocol'>, wanted: DnsPort): boolean {
  return port.name === wanted.name && port.protocol.toLowerCase() === wanted.protocol
}
