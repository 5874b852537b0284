/** `10.0.0.1:80`, `[fd00::1]:80` */
export function ipPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
