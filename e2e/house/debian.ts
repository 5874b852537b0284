import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './run-command.ts'

/** The path of the first program of these names that the PATH has. */
export function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap(folder => names.map(name => join(folder, name))).find(isExecutable)
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Installs a package of Debian where that can be done: as root, with apt-get. */
export async function installFromDebian(name: string): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  process.stdout.write(`installing Debian's package ${name} ...\n`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-qq']
  await runCommand('apt-get', [...wait, 'update'], { env, quiet: true })
  const { code, output } = await runCommand('apt-get', [...wait, 'install', '--no-install-recommends', '-y', name], {
    env,
    quiet: true,
  })
  if (code !== 0) process.stderr.write(output)
}
