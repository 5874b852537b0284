import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { ROOT } from './house/root.ts'

/** How a running server is reached. */
export interface SlicescopeAddress {
  /** Without a slash at its end. */
  readonly url: string
  readonly launchUrl: string
  readonly secret: string
  /** GET with the secret as Bearer token. */
  get(path: string): Promise<Response>
}

/** The product as people start it: its own process, its own port, told apart from others by its secret. */
export interface SlicescopeProcess extends SlicescopeAddress {
  readonly pid: number
  /** All it has printed so far, both streams. */
  output(): string
  /** SIGSTOP: it hears nothing until `resume`. */
  pause(): void
  resume(): void
  /** SIGKILL: it can do nothing more. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export interface StartOptions {
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Starts the server with `args` on a free port and waits for its start line. It ends with this process at the latest.
 * @throws Error with what it printed when it ends before that.
 */
export async function startSlicescope({ args, env = {} }: StartOptions): Promise<SlicescopeProcess> {
  const secret = randomBytes(24).toString('hex')
  // A file has its own history.
  const history = args[0] === 'open' ? [] : ['--history', 'memory']
  const child = spawn(process.execPath, ['apps/server/src/main.ts', '--port', '0', '--no-open', ...history, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SLICESCOPE_LAUNCH_SECRET: secret, ...env },
  })
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  const printed: string[] = []
  child.stderr.on('data', chunk => printed.push(String(chunk)))
  const launchUrl = await waitForStartLine(child, printed)
  return {
    ...addressOf(launchUrl),
    pid: child.pid ?? 0,
    output: () => printed.join(''),
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  }
}

/** Of a server by its link, which ends with its secret. */
export function addressOf(launchUrl: string): SlicescopeAddress {
  const { origin: url, pathname } = new URL(launchUrl)
  const secret = pathname.slice(pathname.lastIndexOf('/') + 1)
  return {
    url,
    launchUrl,
    secret,
    // A connection of its own: a kept one may be closed by the server at the moment when it is used again.
    get: path => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${secret}`, connection: 'close' } }),
  }
}

async function waitForStartLine(child: ChildProcess, printed: string[]): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no stdout')
  const lines = createInterface({ input: child.stdout })
  const found = new Promise<string>((resolve, reject) => {
    lines.on('line', line => {
      printed.push(`${line}\n`)
      const link = /http:\/\/\S+\/launch\/\S+/.exec(line)?.[0]
      if (link !== undefined) resolve(link)
    })
    child.once('exit', code => reject(new Error(`the server ended with code ${code}:\n${printed.join('')}`)))
  })
  return found
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exited
  clearTimeout(timer)
}
