import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { endChildrenOnSignal, runCommand } from './run-command.ts'

/** `npm run dev`: the demo cluster behind a server that restarts when its code changes, and Vite with reload, in one terminal. */
endChildrenOnSignal()
const port = await freePort()
const secret = randomBytes(24).toString('hex')
const env = { SLICESCOPE_LAUNCH_SECRET: secret, SLICESCOPE_DEV_SERVER: `http://127.0.0.1:${port}` }
const server = runCommand(
  'node',
  ['--watch', 'apps/server/src/main.ts', '--demo', '--no-open', '--port', String(port), ...process.argv.slice(2)],
  { env },
)
const vite = runCommand('vite', ['apps/web', '--host', '127.0.0.1', '--clearScreen', 'false'], { env })
process.stdout.write(`open Vite's address with /launch/${secret}\n`)
await Promise.race([server, vite])
process.kill(process.pid, 'SIGTERM')

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => probe.once('listening', resolve))
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 7655
}
