import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What clients on one node reach through one port of a Service in one family; null where the port is not exposed that way. */
export type ProxyAnswer = {
  readonly node: string
  readonly namespace: string
  readonly service: string
  /** The port's name, "" when it has none. */
  readonly port: string
  readonly protocol: string
  readonly family: 'IPv4' | 'IPv6'
  readonly internal: ProxyDestination | null
  readonly external: ProxyDestination | null
  readonly externalFromPods: ProxyDestination | null
}

/** Sorted `ip:port`, or what happens to the packet where nothing answers. */
export type ProxyDestination = { readonly answers: readonly string[] } | { readonly none: 'REJECT' | 'DROP' }

/** Asks kube-proxy's own code, for every node, family and Service port that it proxies. */
export async function runProxyAnswers(program: string, kubeconfig: string): Promise<readonly ProxyAnswer[]> {
  const { stdout } = await run(program, ['kube-proxy-answers', '--kubeconfig', kubeconfig], { maxBuffer: 1 << 30 })
  return JSON.parse(stdout)
}
