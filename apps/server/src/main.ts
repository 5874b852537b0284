import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import closeWithGrace from 'close-with-grace'
import { z } from 'zod'
import { LaunchSecrets } from './access/launch-secrets.ts'
import { parseCliOptions, type CliOptions } from './cli/cli-options.ts'
import { openBrowser } from './cli/open-browser.ts'
import { startLine } from './cli/start-line.ts'
import { UsageError } from './cli/usage-error.ts'
import type { RunningServer } from './start-server.ts'

/** Guessing it must be hopeless. */
const MIN_SECRET_LENGTH = 32
/** After this the process ends, whatever is still open. */
const END_MS = 8000

/** The command `slicescope`. */
async function main(): Promise<void> {
  const version = await readVersion()
  const request = parseCliOptions(process.argv.slice(2), version)
  if (request.type === 'print') {
    print(request.text)
    return
  }
  // A wrong option is answered before the rest is loaded.
  const { startServer } = await import('./start-server.ts')
  const { SLICESCOPE_LAUNCH_SECRET: secret, ...env } = process.env
  // Programs that start from here, such as credential plugins and the browser, do not inherit it.
  delete process.env['SLICESCOPE_LAUNCH_SECRET']
  const secrets = new LaunchSecrets(readSecret(secret))
  const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
  const starting = startServer({ cli: request.options, env, version, secrets, webFolder })
  // Who ends it while it starts waits until there is something to end: nothing is left behind.
  closeWithGrace({ delay: END_MS, logger: false, skip: ['beforeExit'] }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`${err.stack ?? err.message}\n`)
    const started = await starting
    await started.stop()
  })
  const server = await starting
  welcome(server, secrets, request.options)
}

function welcome(server: RunningServer, secrets: LaunchSecrets, { open = process.stdout.isTTY }: CliOptions): void {
  const issueLink = () => `${server.url}/launch/${secrets.issue()}`
  const link = secrets.standing === null ? issueLink() : `${server.url}/launch/${secrets.standing}`
  print(`${startLine(server.sources, link)}\n`)
  if (server.historyFolder !== null) print(`What happens is recorded in ${server.historyFolder} (see --history).\n`)
  if (open) openBrowser(secrets.standing === null ? link : issueLink(), process.env).catch(() => {})
  if (!process.stdin.isTTY || secrets.standing !== null) return
  createInterface({ input: process.stdin }).on('line', () => print(`${issueLink()}\n`))
}

function readSecret(secret: string | undefined): string | null {
  if (secret === undefined || secret === '') return null
  if (secret.length >= MIN_SECRET_LENGTH && /^[\w.~-]+$/.test(secret)) return secret
  throw new UsageError(
    `SLICESCOPE_LAUNCH_SECRET must have ${MIN_SECRET_LENGTH} characters or more (letters, digits and -._~): create one with openssl rand -hex 24.`,
  )
}

async function readVersion(): Promise<string> {
  const file = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version
}

function print(text: string): void {
  process.stdout.write(text)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
