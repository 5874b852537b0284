export function isIPv6(address: string): boolean {
  return address.includes(':')
}

/**
 * An IP in the one spelling that the controllers write (k8s.io/utils/net ParseIPSloppy, then Go's IP.String):
 * no leading zeros, IPv6 lower case with its longest run of zeros cut. Undefined for what is no IP.
 */
export function canonicalIp(address: string): string | undefined {
  return isIPv6(address) ? canonicalIPv6(address) : canonicalIPv4(address)
}

/** Four numbers below 256 without leading zeros, as nearly all are. */
const CANONICAL_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

function canonicalIPv4(address: string): string | undefined {
  if (CANONICAL_IPV4.test(address)) return address
  const parts = address.split('.')
  if (parts.length !== 4 || !parts.every(part => /^\d+$/.test(part) && Number(part) < 256)) return undefined
  return parts.map(Number).join('.')
}

function canonicalIPv6(address: string): string | undefined {
  const groups = parseGroups(address)
  if (groups === undefined) return undefined
  const run = longestZeroRun(groups)
  const text = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map(group => group.toString(16))
      .join(':')
  return run.length < 2 ? text(0, 8) : `${text(0, run.start)}::${text(run.start + run.length, 8)}`
}

function parseGroups(address: string): readonly number[] | undefined {
  const halves = withHexTail(address).split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  return groups.every(group => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map(group => Number.parseInt(group, 16))
    : undefined
}

/** `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function withHexTail(address: string): string {
  const at = address.lastIndexOf(':') + 1
  const dotted = canonicalIPv4(address.slice(at))
  if (dotted === undefined) return address
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number)
  return `${address.slice(0, at)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  for (const [at, group] of groups.entries()) {
    if (group !== 0) start = at + 1
    else if (at + 1 - start > best.length) best = { start, length: at + 1 - start }
  }
  return best
}
