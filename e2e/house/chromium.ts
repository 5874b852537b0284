import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './run-command.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * The path of a Chromium: `CHROME_PATH`, else one on the PATH, else Debian's package, which root may install.
 * @throws Error whose message is one sentence that says what to do.
 */
export async function ensureChromium(): Promise<string> {
  const given = process.env['CHROME_PATH']
  if (given !== undefined && given !== '') {
    if (!isExecutable(given))
      throw new Error(`CHROME_PATH names ${given}, which cannot be run: set it to the path of a Chromium.`)
    return given
  }
  const found = findOnPath() ?? (await installFromDebian())
  if (found === undefined) {
    throw new Error(
      'No Chromium was found: install it (on Debian: apt-get install chromium) or set CHROME_PATH to one.',
    )
  }
  return found
}

function findOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap(folder => NAMES.map(name => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function installFromDebian(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  process.stdout.write("installing Debian's package chromium ...\n")
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-qq']
  await runCommand('apt-get', [...wait, 'update'], { env, quiet: true })
  const { code, output } = await runCommand(
    'apt-get',
    [...wait, 'install', '--no-install-recommends', '-y', 'chromium'],
    { env, quiet: true },
  )
  if (code !== 0) process.stderr.write(output)
  return findOnPath()
}
