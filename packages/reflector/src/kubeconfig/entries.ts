import { isRecord } from '@slicescope/model'
import { dirname, isAbsolute, join, sep } from 'node:path'
import { recordMember, recordsMember, textMember, textsMember, type UnknownRecord } from './record.ts'

/** How an API server is reached. Paths are absolute. */
export interface ClusterEntry {
  readonly server: string | undefined
  readonly caFile: string | undefined
  /** PEM in base64, as it stands in the file. */
  readonly caData: string | undefined
  readonly skipTlsVerify: boolean
  readonly tlsServerName: string | undefined
  readonly proxyUrl: string | undefined
}

/** A program that prints a credential (client.authentication.k8s.io). */
export interface ExecEntry {
  readonly apiVersion: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly installHint: string | undefined
  readonly interactiveMode: string | undefined
  readonly provideClusterInfo: boolean
}

/** Who asks the API server. Paths are absolute. */
export interface UserEntry {
  readonly token: string | undefined
  readonly tokenFile: string | undefined
  readonly username: string | undefined
  readonly password: string | undefined
  readonly certFile: string | undefined
  readonly certData: string | undefined
  readonly keyFile: string | undefined
  readonly keyData: string | undefined
  readonly exec: ExecEntry | undefined
  readonly authProvider: UnknownRecord | undefined
  readonly impersonate: Readonly<Record<string, readonly string[]>>
}

export interface ContextEntry {
  readonly cluster: string | undefined
  readonly user: string | undefined
  readonly namespace: string | undefined
}

/** What one kubeconfig file, or several merged ones, say. */
export interface KubeconfigEntries {
  readonly clusters: ReadonlyMap<string, ClusterEntry>
  readonly users: ReadonlyMap<string, UserEntry>
  readonly contexts: ReadonlyMap<string, ContextEntry>
  readonly currentContext: string | undefined
}

/**
 * Reads a parsed kubeconfig. Relative paths stand for files beside `file`; a plugin's command only when it has a
 * separator, else it is looked up on the PATH (client-go tools/clientcmd/loader.go).
 * @throws TypeError naming the member that is not what a kubeconfig has there.
 */
export function readEntries(document: unknown, file: string): KubeconfigEntries {
  if (document === undefined || document === null) return EMPTY
  if (!isRecord(document)) throw new TypeError('it is not a map')
  const resolve = (path: string | undefined) =>
    path === undefined || isAbsolute(path) ? path : join(dirname(file), path)
  return {
    clusters: readNamed(document, 'cluster', record => readCluster(record, resolve)),
    users: readNamed(document, 'user', record => readUser(record, resolve)),
    contexts: readNamed(document, 'context', readContext),
    currentContext: textMember(document, 'current-context'),
  }
}

const EMPTY: KubeconfigEntries = {
  clusters: new Map(),
  users: new Map(),
  contexts: new Map(),
  currentContext: undefined,
}

type Resolve = (path: string | undefined) => string | undefined

function readNamed<T>(
  document: UnknownRecord,
  kind: string,
  read: (record: UnknownRecord) => T,
): ReadonlyMap<string, T> {
  const entries = new Map<string, T>()
  for (const record of recordsMember(document, `${kind}s`)) {
    const name = textMember(record, 'name') ?? ''
    if (entries.has(name)) throw new TypeError(`${kind}s has ${JSON.stringify(name)} twice`)
    entries.set(
      name,
      inside(`${kind} ${JSON.stringify(name)}`, () => read(recordMember(record, kind) ?? {})),
    )
  }
  return entries
}

function inside<T>(where: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`in ${where}, ${error.message}`, { cause: error })
    throw error
  }
}

function readCluster(record: UnknownRecord, resolve: Resolve): ClusterEntry {
  return {
    server: textMember(record, 'server'),
    caFile: resolve(textMember(record, 'certificate-authority')),
    caData: textMember(record, 'certificate-authority-data'),
    skipTlsVerify: record['insecure-skip-tls-verify'] === true,
    tlsServerName: textMember(record, 'tls-server-name'),
    proxyUrl: textMember(record, 'proxy-url'),
  }
}

function readUser(record: UnknownRecord, resolve: Resolve): UserEntry {
  return {
    token: textMember(record, 'token'),
    tokenFile: resolve(textMember(record, 'tokenFile')),
    username: textMember(record, 'username'),
    password: textMember(record, 'password'),
    certFile: resolve(textMember(record, 'client-certificate')),
    certData: textMember(record, 'client-certificate-data'),
    keyFile: resolve(textMember(record, 'client-key')),
    keyData: textMember(record, 'client-key-data'),
    exec: readExec(recordMember(record, 'exec'), resolve),
    authProvider: recordMember(record, 'auth-provider'),
    impersonate: readImpersonation(record),
  }
}

function readExec(record: UnknownRecord | undefined, resolve: Resolve): ExecEntry | undefined {
  if (record === undefined) return undefined
  const command = textMember(record, 'command')
  if (command === undefined) throw new TypeError('exec has no command')
  return {
    apiVersion: textMember(record, 'apiVersion') ?? 'client.authentication.k8s.io/v1',
    command: command.includes(sep) ? (resolve(command) ?? command) : command,
    args: textsMember(record, 'args'),
    env: Object.fromEntries(
      recordsMember(record, 'env').map(pair => [textMember(pair, 'name') ?? '', textMember(pair, 'value') ?? '']),
    ),
    installHint: textMember(record, 'installHint'),
    interactiveMode: textMember(record, 'interactiveMode'),
    provideClusterInfo: record['provideClusterInfo'] === true,
  }
}

function readImpersonation(record: UnknownRecord): Readonly<Record<string, readonly string[]>> {
  const user = textMember(record, 'as')
  const uid = textMember(record, 'as-uid')
  const groups = textsMember(record, 'as-groups')
  const extra = recordMember(record, 'as-user-extra') ?? {}
  return {
    ...(user === undefined ? {} : { 'impersonate-user': [user] }),
    ...(uid === undefined ? {} : { 'impersonate-uid': [uid] }),
    ...(groups.length === 0 ? {} : { 'impersonate-group': groups }),
    ...Object.fromEntries(
      Object.keys(extra).map(key => [
        `impersonate-extra-${encodeURIComponent(key.toLowerCase())}`,
        textsMember(extra, key),
      ]),
    ),
  }
}

function readContext(record: UnknownRecord): ContextEntry {
  return {
    cluster: textMember(record, 'cluster'),
    user: textMember(record, 'user'),
    namespace: textMember(record, 'namespace'),
  }
}
