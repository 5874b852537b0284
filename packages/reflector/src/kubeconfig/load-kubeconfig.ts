import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { type KubeconfigEntries, readEntries } from './entries.ts'
import { inClusterContext } from './in-cluster.ts'
import { type KubeContext, type KubeContextSource, toContexts } from './kube-context.ts'
import { mergeKubeconfigs } from './merge-kubeconfigs.ts'

/** Why no context could be had: one sentence that names the fix. */
export interface KubeconfigError {
  readonly code: 'kubeconfig-unreadable' | 'kubeconfig-invalid' | 'unknown-context' | 'no-context'
  readonly message: string
  readonly cause?: unknown
}

export type KubeconfigResult =
  | { readonly type: 'loaded'; readonly contexts: readonly KubeContext[]; readonly current: KubeContext }
  /** There is neither a kubeconfig nor a service account. */
  | { readonly type: 'none' }
  | { readonly type: 'failed'; readonly error: KubeconfigError }

export interface KubeconfigOptions {
  /** Of `--kubeconfig`, in order; with none, KUBECONFIG counts, then ~/.kube/config, then the service account. */
  readonly paths?: readonly string[]
  /** Of `--context`; else the kubeconfig's current-context. */
  readonly context?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Loads the contexts that this process may follow, found and merged as kubectl does. Bad input is a result, never a rejection. */
export async function loadKubeconfig(options: KubeconfigOptions): Promise<KubeconfigResult> {
  try {
    const paths = findPaths(options)
    const files = await readFiles(paths)
    if (files.length === 0 && isNamed(options)) return failed('no-context', missingMessage(paths, options))
    const entries = mergeKubeconfigs(files)
    if (entries.contexts.size > 0) {
      const contexts = toContexts(entries).map(context => ({ ...context, source: sourceOf(context.name, paths) }))
      return choose(contexts, options.context ?? entries.currentContext)
    }
    const inCluster = (options.paths ?? []).length > 0 ? undefined : await inClusterContext(options.env)
    if (inCluster !== undefined) return choose([inCluster], options.context ?? inCluster.name)
    return isAsked(options) ? failed('no-context', emptyMessage(options)) : { type: 'none' }
  } catch (error) {
    if (error instanceof KubeconfigProblem) return failed(error.code, error.message, error.cause)
    throw error
  }
}

class KubeconfigProblem extends Error {
  readonly code: KubeconfigError['code']

  constructor(code: KubeconfigError['code'], message: string, cause: unknown) {
    super(message, { cause })
    this.code = code
  }
}

function failed(code: KubeconfigError['code'], message: string, cause?: unknown): KubeconfigResult {
  return { type: 'failed', error: { code, message, cause } }
}

/** The same context as its files have it at another time. A file may be a link that is swapped, as projected volumes do it. */
function sourceOf(name: string, paths: readonly string[]): KubeContextSource {
  return {
    read: async () => toContexts(mergeKubeconfigs(await readFiles(paths))).find(context => context.name === name),
    fingerprint: async () => (await Promise.all(paths.map(fingerprintOf))).join(),
  }
}

async function fingerprintOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path)
    return [ino, size, mtimeMs, ctimeMs].join('/')
  } catch {
    return ''
  }
}

/** Files are named by an option or by KUBECONFIG: that none of them exists is a mistake. */
function isNamed({ paths = [], env }: KubeconfigOptions): boolean {
  return paths.length > 0 || (env['KUBECONFIG'] ?? '').split(delimiter).some(path => path !== '')
}

function missingMessage(missing: readonly string[], { paths = [] }: KubeconfigOptions): string {
  const files = missing.join(', ')
  const none = missing.length === 1 ? `The file ${files} does not exist` : `None of the files ${files} exists`
  return paths.length > 0
    ? `No context found in ${files}: give --kubeconfig a file that exists and has one.`
    : `${none}, but KUBECONFIG names ${missing.length === 1 ? 'it' : 'them'}: correct or unset KUBECONFIG, or pass --kubeconfig.`
}

function isAsked(options: KubeconfigOptions): boolean {
  return (options.paths ?? []).length > 0 || options.context !== undefined
}

function emptyMessage({ paths = [], context }: KubeconfigOptions): string {
  return paths.length > 0
    ? `No context found in ${paths.join(', ')}: give --kubeconfig a file that exists and has one.`
    : `There is no context ${JSON.stringify(context)}, because no kubeconfig was found: pass one with --kubeconfig.`
}

/** As client-go's ClientConfigLoadingRules: the option wins over KUBECONFIG, which wins over the file in the home folder. */
function findPaths({ paths = [], env }: KubeconfigOptions): readonly string[] {
  if (paths.length > 0) return paths
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter(path => path !== '')
  if (listed.length > 0) return [...new Set(listed)]
  return [join(env['HOME'] ?? homedir(), '.kube', 'config')]
}

async function readFiles(paths: readonly string[]): Promise<readonly KubeconfigEntries[]> {
  const files = await Promise.all(paths.map(readOne))
  return files.filter(file => file !== undefined)
}

async function readOne(path: string): Promise<KubeconfigEntries | undefined> {
  const content = await readText(path)
  if (content === undefined) return undefined
  try {
    return readEntries(content.trim() === '' ? null : parseYaml(content), resolve(path))
  } catch (error) {
    throw new KubeconfigProblem(
      'kubeconfig-invalid',
      `Cannot parse kubeconfig ${path}: ${firstLine(error)}. Correct it, or pass another with --kubeconfig.`,
      error,
    )
  }
}

/** undefined when there is no such file: kubectl skips it. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return undefined
    throw new KubeconfigProblem(
      'kubeconfig-unreadable',
      `Cannot read kubeconfig ${path} (${String(code)}): check its mode, or pass another with --kubeconfig.`,
      error,
    )
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n', 1)[0] ?? '').replace(/[.:]+$/, '')
}

function choose(contexts: readonly KubeContext[], name: string | undefined): KubeconfigResult {
  const known = contexts.map(context => context.name).join(', ')
  if (name === undefined && contexts.length > 1) {
    return failed(
      'no-context',
      `The kubeconfig has no current-context: choose one with --context; available: ${known}.`,
    )
  }
  const current = contexts.find(context => name === undefined || context.name === name)
  if (current === undefined) {
    return failed(
      'unknown-context',
      `There is no context ${JSON.stringify(name)}: choose one with --context; available: ${known}.`,
    )
  }
  if (current.problem !== null) return failed('kubeconfig-invalid', current.problem)
  return { type: 'loaded', contexts, current }
}
