import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensureControlPlaneBuilt } from '@slicescope/control-plane'

const run = promisify(execFile)

/** A shell in which `kubectl` is the real one and speaks to one cluster, as for somebody who pastes what we show. */
export interface Shell {
  /** What the line prints, errors included. @throws Error with its words when it ends with another code than 0. */
  readonly run: (line: string) => Promise<string>
  readonly close: () => Promise<void>
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
    run: async line => {
      const { stdout, stderr } = await run('/bin/sh', ['-c', line], { cwd: folder, env })
      return stdout + stderr
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
