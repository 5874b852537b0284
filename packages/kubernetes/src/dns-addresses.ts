import type { Published } from './dns-published.ts'
import { distinct, type DnsName } from './dns-record.ts'
import { nameUnder, type ServiceZone } from './dns-zone.ts'

/** What stands under one name. */
export interface AddressesOf {
  /** '' for the Service's own name. */
  readonly label: string
  readonly members: readonly Pick<Published, 'address' | 'type'>[]
  /** The types to be listed even without an answer. */
  readonly types: readonly ('A' | 'AAAA')[]
  /** Why there is no such name, where it has no members. */
  readonly whyNone: string
  readonly isBeyondSpec: boolean
}

/**
 * The rows of one name: A, AAAA, and CNAME where an address is a name. A name that has any member exists, so the types
 * that it lacks are NODATA, not NXDOMAIN.
 */
export function addressNames(zone: ServiceZone, of: AddressesOf): readonly DnsName[] {
  const { label, members, types } = of
  const beyondSpec = of.isBeyondSpec ? { beyondSpec: true as const } : {}
  const addresses = (['A', 'AAAA'] as const)
    .filter(type => types.includes(type) || members.some(member => member.type === type))
    .map(type => ({ ...nameUnder(zone, label), type, ...answersOf(of, type), ...beyondSpec }))
  return [...addresses, ...aliases(members).map(alias => ({ ...nameUnder(zone, label), ...alias, ...beyondSpec }))]
}

function answersOf({ members, whyNone }: AddressesOf, type: 'A' | 'AAAA'): Pick<DnsName, 'rcode' | 'answers' | 'why'> {
  if (members.length === 0) return { rcode: 'NXDOMAIN', answers: [], why: whyNone }
  const answers = distinct(members.filter(member => member.type === type).map(({ address }) => address))
  const aliased = distinct(members.filter(member => member.type === 'CNAME').map(({ address }) => address))
  const why = aliased.length === 0 ? null : `what ${aliased.join(' and ')} resolves to is not resolved here`
  if (answers.length > 0) return { rcode: 'NOERROR', answers, why }
  return { rcode: 'NODATA', answers, why: why ?? `it has no ${type === 'A' ? 'IPv4' : 'IPv6'} address` }
}

/** Asked for the CNAME, CoreDNS looks at one member alone, the first that it happens to hold (plugin/backend_lookup.go). */
function aliases(members: AddressesOf['members']): readonly Omit<DnsName, 'name' | 'short'>[] {
  const answers = distinct(members.filter(({ type }) => type === 'CNAME').map(({ address }) => address))
  if (answers.length === 0) return []
  const isOnlyOne = answers.length === 1 && members.every(({ type }) => type === 'CNAME')
  const row = { type: 'CNAME', rcode: 'NOERROR', answers } as const
  return isOnlyOne
    ? [{ ...row, why: null }]
    : [{ ...row, why: 'CoreDNS answers from only one endpoint, in no fixed order', undefined: true }]
}
