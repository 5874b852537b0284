import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureControlPlaneBuilt } from '@slicescope/control-plane'

/** A shell in which `kubectl` is the real one and speaks to one cluster, as for somebody who pastes what we show. */
export interface Shell {
  readonly run: (line: string) => Promise<Printed>
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
  return {
    run: line => runIn({ cwd: folder, env }, line),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

function runIn(
  options: { readonly cwd: string; readonly env: Record<string, string> },
  line: string,
): Promise<Printed> {
  return new Promise((resolve, reject) => {
    execFile('/bin/sh', ['-c', line], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ text: stdout + stderr, exitCode })
      else reject(new Error(`${line} was not run to its end`, { cause: error }))
    })
  })
}
