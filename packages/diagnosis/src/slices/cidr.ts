/** Whether an IPv4 address is in a range such as `10.244.1.0/24`; null where either is not IPv4. */
export function isInCidr(ip: string, range: string): boolean | null {
  const [base = '', length = ''] = range.split('/')
  const [address, network] = [toNumber(ip), toNumber(base)]
  const bits = Number(length)
  if (address === null || network === null || length === '' || !(bits >= 0 && bits <= 32)) return null
  const size = 2 ** (32 - bits)
  return Math.floor(address / size) === Math.floor(network / size)
}

function toNumber(ip: string): number | null {
  const parts = ip.split('.').map(Number)
  if (parts.length !== 4 || parts.some(part => !(part >= 0 && part <= 255))) return null
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}
