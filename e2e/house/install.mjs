// Plain JavaScript for the machine's own Node (20 or newer): it runs before anything is installed, and does nothing when nothing changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const stamp = join(root, 'node_modules', '.slicescope-installed')

const wanted = wantedStamp()
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install()
checkNode()

function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of ['package.json', 'package-lock.json', ...workspaceManifests()])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function workspaceManifests() {
  return ['packages', 'apps']
    .flatMap(parent => readdirSync(join(root, parent)).map(name => join(parent, name, 'package.json')))
    .concat('e2e/package.json', 'e2e/control-plane/package.json')
    .filter(file => existsSync(join(root, file)))
    .toSorted()
}

function install() {
  process.stderr.write('installing dependencies ...\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // npm would keep compiled code in the machine's shared temporary folder.
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) fail('npm install failed: see its message above. Fix the cause and run the command again.')
  writeFileSync(stamp, wantedStamp())
}

/** npm scripts put node_modules/.bin first, so this is the Node that runs everything else. */
function checkNode() {
  const local = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  const { stdout } = spawnSync(existsSync(local) ? local : process.execPath, ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const major = Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0)
  if (major < 24)
    fail(
      `Slicescope needs Node 24 and npm has no package of it for ${process.platform}-${process.arch}: install Node 24 or newer and run the command again.`,
    )
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}
