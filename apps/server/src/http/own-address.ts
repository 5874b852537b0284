import { inUrl } from '../cli/loopback.ts'
import type { PublicUrl } from '../cli/public-url.ts'

/** Where this server is reached. */
export interface OwnAddress {
  readonly port: number
  /** Without a slash at its end. */
  readonly url: string
  /** The origin of the pages that a browser opens at each name that a Host header may hold. */
  readonly origins: ReadonlyMap<string, string>
}

/** Port 80 may also be left out. */
export function describeAddress(host: string, port: number, publicUrl?: PublicUrl): OwnAddress {
  const names = ['127.0.0.1', 'localhost', '[::1]', inUrl(host).toLowerCase()]
  const hosts = names.flatMap(name => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
  const local = hosts.map(each => [each, `http://${each.replace(/:80$/, '')}`] as const)
  const open = (publicUrl?.hosts ?? []).map(each => [each, publicUrl?.origin ?? ''] as const)
  return { port, url: `http://${inUrl(host)}:${port}`, origins: new Map([...local, ...open]) }
}
