import { type ChildProcess, spawn } from 'node:child_process'
import { compileCacheEnv } from '@slicescope/server/compile-cache'
import { ROOT } from './root.ts'

const running = new Set<ChildProcess>()
let interrupted = false

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Collect what it prints instead of showing it. */
  readonly quiet?: boolean
}

export interface CommandResult {
  readonly code: number
  readonly output: string
}

/**
 * Runs a command in the repository's top folder in a process group of its own, so that an interrupt reaches
 * everything it started. Never throws for a failing command; the code says so.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  if (interrupted) return { code: 130, output: '' }
  const child = spawn(command, args, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', options.quiet === true ? 'pipe' : 'inherit', options.quiet === true ? 'pipe' : 'inherit'],
    env: { ...process.env, ...compileCacheEnv(process.env), ...options.env },
  })
  running.add(child)
  const chunks: Buffer[] = []
  child.stdout?.on('data', chunk => chunks.push(chunk))
  child.stderr?.on('data', chunk => chunks.push(chunk))
  const code = await new Promise<number>(resolve => {
    child.once('error', error => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`))
      resolve(127)
    })
    child.once('close', (status, signal) => resolve(status ?? (signal === null ? 1 : 130)))
  })
  running.delete(child)
  return { code, output: Buffer.concat(chunks).toString('utf8') }
}

/** Ends what runs when this process gets a signal to end: first politely, so that a control plane can stop its parts, then for good. */
export function endChildrenOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupted = true
      signalAll('SIGTERM')
      setTimeout(() => signalAll('SIGKILL'), GRACE_MS).unref()
    })
  }
  process.on('exit', () => signalAll('SIGKILL'))
}

/** Long enough for a control plane to stop its parts. */
const GRACE_MS = 8_000

function signalAll(signal: NodeJS.Signals): void {
  for (const { pid } of running) {
    if (pid === undefined) continue
    try {
      process.kill(-pid, signal)
    } catch {
      // The group has ended by itself.
    }
  }
}
