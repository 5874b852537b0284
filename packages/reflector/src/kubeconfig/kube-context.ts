import type { ClusterEntry, KubeconfigEntries, UserEntry } from './entries.ts'
import { contextSlugs } from './context-slugs.ts'

/** A cluster as a kubeconfig's context names it, with the user who asks it. */
export interface KubeContext {
  /** Safe in a path, unique among the contexts loaded together. */
  readonly slug: string
  readonly name: string
  readonly namespace: string | undefined
  readonly cluster: ClusterEntry
  readonly user: UserEntry
  /** Why it cannot be followed, in one sentence that names the fix; null when it can. */
  readonly problem: string | null
  /** Where it can be read again. */
  readonly source?: KubeContextSource | undefined
}

/** The files that a context stands in. */
export interface KubeContextSource {
  /** Undefined when it is not there any more. Rejects for what cannot be read or understood. */
  read(): Promise<KubeContext | undefined>
  /** Another text when the files may have changed. Never rejects. */
  fingerprint(): Promise<string>
}

const NO_CLUSTER: ClusterEntry = {
  server: undefined,
  caFile: undefined,
  caData: undefined,
  skipTlsVerify: false,
  tlsServerName: undefined,
  proxyUrl: undefined,
}

/** Anonymous: requests carry no credential. */
export const ANONYMOUS: UserEntry = {
  token: undefined,
  tokenFile: undefined,
  username: undefined,
  password: undefined,
  certFile: undefined,
  certData: undefined,
  keyFile: undefined,
  keyData: undefined,
  exec: undefined,
  authProvider: undefined,
  impersonate: {},
}

/** The contexts in the order of the files. */
export function toContexts(entries: KubeconfigEntries): readonly KubeContext[] {
  const slugs = contextSlugs([...entries.contexts.keys()])
  return [...entries.contexts].map(([name, { cluster = '', user = '', namespace }]) => ({
    slug: slugs.get(name) ?? name,
    name,
    namespace,
    cluster: entries.clusters.get(cluster) ?? NO_CLUSTER,
    user: entries.users.get(user) ?? ANONYMOUS,
    problem: findProblem(entries, name),
  }))
}

function findProblem({ contexts, clusters, users }: KubeconfigEntries, name: string): string | null {
  const { cluster = '', user = '' } = contexts.get(name) ?? {}
  const entry = clusters.get(cluster)
  const which = `The context ${JSON.stringify(name)} names the`
  if (entry === undefined) return `${which} cluster ${JSON.stringify(cluster)}, which no kubeconfig defines: add it.`
  if (entry.server === undefined) return `${which} cluster ${JSON.stringify(cluster)}, which has no server: add one.`
  if (!isServer(entry.server)) {
    return `${which} cluster ${JSON.stringify(cluster)}, whose server is no https:// or http:// address: correct it.`
  }
  if (user !== '' && !users.has(user)) {
    return `${which} user ${JSON.stringify(user)}, which no kubeconfig defines: add it.`
  }
  return null
}

function isServer(server: string): boolean {
  return URL.canParse(server) && ['https:', 'http:'].includes(new URL(server).protocol)
}
