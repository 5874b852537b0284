import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureControlPlaneBuilt } from '@slicescope/control-plane'
import pLimit from 'p-limit'

/** A shell in which `kubectl` is the real one and speaks to one cluster, as for an engineer who pastes what we show. */
export interface Shell {
  /**
   * Runs a line to its end; one that has none, as `get -w`, until what it printed matches `until`, which then counts as
   * an end without fault.
   */
  readonly run: (line: string, until?: RegExp) => Promise<Printed>
  readonly close: () => Promise<void>
}

export interface Printed {
  /** Errors included. */
  readonly text: string
  readonly exitCode: number
}

export async function openShell(kubeconfig: string): Promise<Shell> {
  const { controlPlane } = await ensureControlPlaneBuilt({ log: () => undefined })
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-shell-'))
  const kubectl = join(folder, 'kubectl')
  await writeFile(kubectl, `#!/bin/sh\nexec '${controlPlane}' kubectl "$@"\n`)
  await chmod(kubectl, 0o755)
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    KUBECONFIG: kubeconfig,
    KUBECACHEDIR: join(folder, 'cache'),
  }
  const takeTurns = pLimit(KUBECTLS_AT_ONCE)
  return {
    run: (line, until) => takeTurns(() => runIn({ cwd: folder, env }, line, until)),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** More of them at a time only make each slower. */
const KUBECTLS_AT_ONCE = 4

/** What goes on for longer without a match is ended, and is an error. */
const LONGEST_MS = 60_000

function runIn(
  options: { readonly cwd: string; readonly env: Record<string, string> },
  line: string,
  until?: RegExp,
): Promise<Printed> {
  return new Promise((resolve, reject) => {
    // `exec` so that no shell stands between us and a kubectl that is to be ended.
    const command = until === undefined ? line : `exec ${line}`
    const child = execFile('/bin/sh', ['-c', command], { ...options, timeout: LONGEST_MS }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ text: stdout + stderr, exitCode })
      else reject(new Error(`${line} was not run to its end`, { cause: error }))
    })
    let printed = ''
    child.stdout?.on('data', chunk => {
      printed += String(chunk)
      if (until?.test(printed) !== true) return
      resolve({ text: printed, exitCode: 0 })
      child.kill()
    })
  })
}
