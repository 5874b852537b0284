import { BlockList, isIP } from 'node:net'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The proxy through which `server` is reached, or null. A kubeconfig's proxy-url wins; else the environment decides
 * as for kubectl: HTTPS_PROXY or HTTP_PROXY by the server's scheme, NO_PROXY, and loopback is never proxied
 * (golang.org/x/net/http/httpproxy).
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: Env): URL | null {
  if (proxyUrl !== undefined) return parseProxy(proxyUrl)
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const wanted = env[name] || env[name.toLowerCase()]
  if (!wanted || !usesProxy(server, env['NO_PROXY'] || env['no_proxy'] || '')) return null
  return parseProxy(wanted)
}

const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:']

function parseProxy(text: string): URL {
  const url = URL.canParse(text) && text.includes('://') ? new URL(text) : new URL(`http://${text}`)
  if (!SCHEMES.includes(url.protocol)) {
    throw new Error(`The proxy ${url.protocol}//${url.host} has an unsupported scheme: use http, https or socks5.`)
  }
  return url
}

function usesProxy(server: URL, noProxy: string): boolean {
  const host = hostOf(server)
  if (host === 'localhost' || isLoopback(host)) return false
  const port = server.port || (server.protocol === 'https:' ? '443' : '80')
  return !noProxy
    .split(',')
    .map(rule => rule.trim().toLowerCase())
    .some(rule => rule !== '' && isExempt(rule, host, port))
}

function hostOf(server: URL): string {
  return server.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

function isLoopback(host: string): boolean {
  return isIP(host) !== 0 && (host === '::1' || host.startsWith('127.'))
}

/** One rule of NO_PROXY: `*`, an address, a CIDR, `name` with all below it, `.name` or `*.name` for what is below it only; each may end in `:port`. */
function isExempt(rule: string, host: string, port: string): boolean {
  if (rule === '*') return true
  if (rule.includes('/')) return isInRange(rule, host)
  const [name, rulePort] = splitPort(rule)
  if (rulePort !== undefined && rulePort !== port) return false
  if (isIP(name) !== 0) return name === host
  const suffix = name.replace(/^\*(?=\.)/, '')
  return host.endsWith(suffix.startsWith('.') ? suffix : `.${suffix}`) || host === suffix
}

function splitPort(rule: string): readonly [string, string | undefined] {
  if (isIP(rule) === 6) return [rule, undefined]
  const match = /^(.*?):(\d+)$/.exec(rule)
  const name = (match?.[1] ?? rule).replace(/^\[|\]$/g, '')
  return [name, match?.[2]]
}

function isInRange(cidr: string, host: string): boolean {
  const [address = '', bits] = cidr.split('/')
  const family = isIP(address)
  const prefix = Number(bits)
  if (family === 0 || isIP(host) !== family || !Number.isInteger(prefix) || prefix < 0) return false
  if (prefix > (family === 4 ? 32 : 128)) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(address, prefix, kind)
  return list.check(host, kind)
}
