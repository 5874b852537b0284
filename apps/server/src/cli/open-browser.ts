import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** A browser that starts slowly has read the file by then. */
const KEEP_MS = 60_000

/**
 * Opens a link in the user's browser by a private file that leads there: all users of this machine see the words of a
 * command. Where there is no browser nothing happens; the link is printed anyway.
 */
export async function openBrowser(link: string, env: NodeJS.ProcessEnv): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-open-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  setTimeout(remove, KEEP_MS).unref()
  const file = join(folder, 'slicescope.html')
  await writeFile(file, pageTo(link), { mode: 0o600 })
  const [command = 'xdg-open', ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, file], { stdio: 'ignore', detached: true, env })
  child.on('error', () => {})
  child.unref()
}

/** The link holds letters, digits and -._~:/[] only. */
function pageTo(link: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Slicescope</title><meta http-equiv="refresh" content="0;url=${link}"><p><a href="${link}">Open Slicescope</a></p>\n`
}
