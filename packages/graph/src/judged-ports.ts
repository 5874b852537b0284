import type { ServicePort } from './service-facts.ts'

/** The ports a Service is judged by; `one` where every backend has the only one: headless, or without ports. */
export type JudgedPorts = 'one' | readonly ServicePort[]

/** What identifies a Service port: its name and protocol, as in kube-proxy. */
export function portKey({ name, protocol }: { readonly name: string; readonly protocol: string }): string {
  return `${name}/${protocol}`
}

/** No protocol is empty, so this is no real port. Stands for the one port of `one`, and for entries without any judged port. */
export const NO_PORT = portKey({ name: '', protocol: '' })
