import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './run-command.ts'

interface Wanted {
  /** What people call it. */
  readonly name: string
  /** The environment variable that names its path. */
  readonly variable: string
  /** Names of its command. */
  readonly commands: readonly string[]
  /** Debian's package. */
  readonly debian: string
}

/**
 * The path of a browser: what its variable names, else one on the PATH, else Debian's package, which root may install.
 * @throws Error whose message is one sentence that says what to do.
 */
export async function ensureBrowser(wanted: Wanted): Promise<string> {
  const { name, variable, debian } = wanted
  const given = process.env[variable]
  if (given !== undefined && given !== '') {
    if (!isExecutable(given))
      throw new Error(`${variable} names ${given}, which cannot be run: set it to the path of a ${name}.`)
    return given
  }
  const found = findOnPath(wanted) ?? (await installFromDebian(wanted))
  if (found === undefined) {
    throw new Error(
      `No ${name} was found: install it (on Debian: apt-get install ${debian}) or set ${variable} to one.`,
    )
  }
  return found
}

function findOnPath({ commands }: Wanted): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap(folder => commands.map(command => join(folder, command))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function installFromDebian(wanted: Wanted): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  process.stdout.write(`installing Debian's package ${wanted.debian} ...\n`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-qq']
  await runCommand('apt-get', [...wait, 'update'], { env, quiet: true })
  const { code, output } = await runCommand(
    'apt-get',
    [...wait, 'install', '--no-install-recommends', '-y', wanted.debian],
    { env, quiet: true },
  )
  if (code !== 0) process.stderr.write(output)
  return findOnPath(wanted)
}
