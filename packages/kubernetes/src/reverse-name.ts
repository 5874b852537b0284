import { isIPv6 } from './ip.ts'

/** The name under which an address is looked up backwards: `1.0.0.10.in-addr.arpa`, nibbles and `ip6.arpa` for IPv6 (RFC 3596). */
export function reverseName(address: string): string {
  if (!isIPv6(address)) return `${address.split('.').toReversed().join('.')}.in-addr.arpa`
  const nibbles = ipv6Groups(address).flatMap(group => Array.from(group.padStart(4, '0')))
  return `${nibbles.toReversed().join('.')}.ip6.arpa`
}

/** The eight groups of an address in canonical spelling. */
function ipv6Groups(address: string): readonly string[] {
  const [head = [], tail = []] = address.split('::').map(half => half.split(':').filter(group => group !== ''))
  const missing = 8 - head.length - tail.length
  return [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
}
