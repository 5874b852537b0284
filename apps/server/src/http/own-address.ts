import { inUrl } from '../cli/loopback.ts'

/** Where this server listens, by the names that may stand in a Host header. */
export interface OwnAddress {
  readonly port: number
  /** Without a slash at its end. */
  readonly url: string
  readonly hosts: ReadonlySet<string>
}

/** Port 80 may also be left out. */
export function describeAddress(host: string, port: number): OwnAddress {
  const names = ['127.0.0.1', 'localhost', '[::1]', inUrl(host).toLowerCase()]
  const hosts = names.flatMap(name => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
  return { port, url: `http://${inUrl(host)}:${port}`, hosts: new Set(hosts) }
}
