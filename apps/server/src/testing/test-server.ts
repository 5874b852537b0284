import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoCluster, startDemoCluster } from '@slicescope/demo-cluster'
import { LaunchSecrets } from '../access/launch-secrets.ts'
import { type CliOptions, parseCliOptions } from '../cli/cli-options.ts'
import { startServer } from '../start-server.ts'

export const SECRET = 'a-secret-of-the-tests-that-is-long-enough'
/** What stands for the built page. */
export const PAGE =
  '<meta name="slicescope-token" content="__SESSION_TOKEN__" /><script nonce="__CSP_NONCE__" src="/assets/index-1.js"></script><style nonce="__CSP_NONCE__"></style>'

interface TestServerOptions {
  readonly scenario?: string
  readonly user?: string
  readonly args?: readonly string[]
  /** Called before the server starts. */
  readonly prepare?: (demo: DemoCluster) => void
  readonly withoutPage?: boolean
  /** The kubeconfig asks for no verification of the API server's certificate. */
  readonly insecure?: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** The token in a page; '' where it has none. */
export function tokenIn(html: string): string {
  return /<meta name="slicescope-token" content="([^"]*)"/.exec(html)?.[1] ?? ''
}

/** The real server. */
export interface PlainServer {
  readonly url: string
  readonly port: number
  /** Opens once. */
  readonly secrets: LaunchSecrets
  /** As the operator. */
  get(path: string): Promise<Response>
  /** As GET, until the answer is another than 503. */
  getWhenThere(path: string): Promise<Response>
  /** Exactly these headers, and none that fetch would add or forbid. */
  ask(path: string, options?: AskOptions): Promise<Answer>
  stop(): Promise<void>
}

/** The real server over a demo cluster that the test holds in its hand. */
export interface TestServer extends PlainServer {
  readonly demo: DemoCluster
}

interface AskOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** `isStanding` false: the server makes its secrets itself. */
export async function startTestServer(options: TestServerOptions & { isStanding?: boolean } = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-test-'))
  const demo = await startDemoCluster({ scenario: options.scenario ?? 'odd' })
  const kubeconfig = join(folder, 'kubeconfig')
  await demo.writeKubeconfig(kubeconfig, options.user)
  if (options.insecure === true) await trustAnyone(kubeconfig)
  options.prepare?.(demo)
  const args = ['--kubeconfig', kubeconfig, '--history', 'off', ...(options.args ?? [])]
  const server = await startIn(folder, args, options)
  return {
    ...server,
    demo,
    stop: async () => {
      await server.stop()
      await demo.stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** The real server over files: their content by their name. */
export async function startFileServer(
  files: Readonly<Record<string, string | Uint8Array>>,
  args: readonly string[] = [],
): Promise<PlainServer> {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-test-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  const server = await startIn(folder, ['open', ...Object.keys(files).map(name => join(folder, name)), ...args], {})
  return {
    ...server,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true })
    },
  }
}

async function startIn(
  folder: string,
  args: readonly string[],
  { withoutPage = false, isStanding = true }: { readonly withoutPage?: boolean; readonly isStanding?: boolean },
): Promise<PlainServer> {
  const webFolder = join(folder, 'dist')
  if (!withoutPage) await writePage(webFolder)
  const cli = parse(['--port', '0', '--log-level', 'silent', ...args])
  const secrets = new LaunchSecrets(isStanding ? SECRET : null)
  const server = await startServer({ cli, env: {}, version: '1.2.3', secrets, webFolder })
  const { url } = server
  const get = (path: string) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${SECRET}` } })
  return {
    url,
    port: Number(new URL(url).port),
    secrets,
    get,
    getWhenThere: path => repeat(() => get(path)),
    ask: (path, asked) => ask(url, path, asked),
    stop: () => server.stop(),
  }
}

async function trustAnyone(kubeconfig: string): Promise<void> {
  const text = await readFile(kubeconfig, 'utf8')
  await writeFile(
    kubeconfig,
    text.replace(/certificate-authority-data:.*(\n +[\w+/=]+$)*/m, 'insecure-skip-tls-verify: true'),
  )
}

function parse(args: readonly string[]): CliOptions {
  const request = parseCliOptions(args, '1.2.3')
  if (request.type !== 'start') throw new Error('the command line starts nothing')
  return request.options
}

async function writePage(folder: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'assets', 'index-1.js'), 'export {}')
  await mkdir(join(folder, 'recording'))
  await writeFile(join(folder, 'recording', 'page.js'), 'void 0')
  await writeFile(join(folder, 'recording', 'page.css'), 'p{}')
}

async function repeat(get: () => Promise<Response>): Promise<Response> {
  const answer = await get()
  if (answer.status !== 503) return answer
  await answer.body?.cancel()
  await new Promise(resolve => setTimeout(resolve, 20))
  return repeat(get)
}

function ask(url: string, path: string, { method = 'GET', headers = {} }: AskOptions = {}): Promise<Answer> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers: { host, ...headers }, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}
