import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureControlPlaneBuilt } from '@slicescope/control-plane'

/** The real kubectl with one kubeconfig, apart from the user's own settings and caches. */
export interface RealKubectl {
  /** What it printed. @throws Error with its words when it refuses. */
  run(args: readonly string[], input?: string): Promise<string>
  /** For what does not end by itself, as `get -w`. */
  follow(args: readonly string[]): FollowedLines
  /** Ends what still follows. */
  stop(): Promise<void>
}

/** Lines as they come. */
export interface FollowedLines {
  /** All that came so far. */
  readonly lines: readonly string[]
  /** The first line that holds, of those that came and those to come. Rejects when no more can come. */
  find(holds: (line: string) => boolean): Promise<string>
  /** Calls back with each later line as soon as it is read. */
  onLine(listener: (line: string) => void): void
  stop(): Promise<void>
}

/** Builds it where it is not in the cache yet, which needs Go. */
export async function createRealKubectl(
  kubeconfig: string,
  log: (line: string) => void = () => undefined,
): Promise<RealKubectl> {
  const { controlPlane: program } = await ensureControlPlaneBuilt({ log })
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-kubectl-'))
  const followed = new Set<FollowedLines>()
  const start = (args: readonly string[]) =>
    spawn(program, ['kubectl', ...args], {
      cwd: folder,
      env: { HOME: folder, KUBECONFIG: kubeconfig, KUBECACHEDIR: join(folder, 'cache') },
    })
  return {
    run: async (args, input = '') => {
      const child = start(args)
      child.stdin.end(input)
      const [stdout, stderr, [code]] = await Promise.all([
        child.stdout.setEncoding('utf8').toArray(),
        child.stderr.setEncoding('utf8').toArray(),
        once(child, 'close'),
      ])
      if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${String(code)}: ${stderr.join('')}`)
      return stdout.join('')
    },
    follow: args => {
      const lines = followLines(start(args))
      followed.add(lines)
      return lines
    },
    stop: async () => {
      await Promise.all([...followed].map(lines => lines.stop()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function followLines(child: ReturnType<typeof spawn>): FollowedLines {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('kubectl has no output')
  const lines: string[] = []
  const words: string[] = []
  const listeners = new Set<(line: string) => void>()
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined)
  stderr.on('data', chunk => words.push(String(chunk)))
  createInterface({ input: stdout }).on('line', line => {
    lines.push(line)
    for (const listener of listeners) listener(line)
  })
  child.once('close', () => ended.reject(new Error(`kubectl has ended: ${words.join('')}\n${lines.join('\n')}`)))
  return {
    lines,
    find: holds => {
      const found = Promise.withResolvers<string>()
      const look = (line: string) => {
        if (holds(line)) found.resolve(line)
      }
      for (const line of lines) look(line)
      listeners.add(look)
      return Promise.race([found.promise, ended.promise]).finally(() => listeners.delete(look))
    },
    onLine: listener => listeners.add(listener),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill()
      await closed
    },
  }
}
