import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publishOnce } from './build-cache.ts'

const run = promisify(execFile)

const MODULE_FOLDER = join(import.meta.dirname, '..')
const LEAST_GO = { major: 1, minor: 26 }
const KUBERNETES = { version: 'v1.37.2', major: '1', minor: '37' }

/** Kubernetes programs ask the linker for their version; without it the API server answers "" and kubectl fails on that. */
const VERSION_FLAGS = Object.entries({
  gitVersion: KUBERNETES.version,
  gitMajor: KUBERNETES.major,
  gitMinor: KUBERNETES.minor,
})
  .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
  .join(' ')

const BUILD_FLAGS = ['-trimpath', `-ldflags=-s -w ${VERSION_FLAGS}`] as const

/** Programs of other projects, each with dependencies of its own, so built apart from our module. */
const TOOLS = [
  { name: 'kwok', module: 'sigs.k8s.io/kwok/cmd/kwok', version: 'v0.8.0' },
  { name: 'coredns', module: 'github.com/coredns/coredns', version: 'v1.12.4' },
] as const

/** Paths of the programs that a control plane is made of. */
export type ControlPlaneBuild = {
  readonly controlPlane: string
  readonly keep: string
  readonly kwok: string
  readonly coredns: string
}

export type BuildOptions = {
  /** Gets one line per step that takes time, and how long it took. */
  readonly log: (line: string) => void
}

/**
 * Builds what is not in the cache yet and answers where the programs are. The cache stands in
 * `$XDG_CACHE_HOME/slicescope` and is keyed by go.mod, go.sum, our Go sources and Go's version; a folder of it appears
 * complete or not at all. Throws an Error of one sentence that names the fix when Go is missing or too old.
 */
export async function ensureControlPlaneBuilt({ log }: BuildOptions): Promise<ControlPlaneBuild> {
  const go = await findGo()
  const own = await publishOnce(`control-plane-${hash([go, ...BUILD_FLAGS, ...(await sources())])}`, folder =>
    timed('building etcd, Kubernetes and kubectl (about ten minutes the first time)', log, () =>
      goBuild(['build', ...BUILD_FLAGS, '-o', `${folder}/`, './cmd/...'], {}),
    ),
  )
  const tools: Record<string, string> = {}
  for (const tool of TOOLS) {
    const folder = await publishOnce(`${tool.name}-${tool.version}-${hash([go, tool.module])}`, folder =>
      timed(`building ${tool.name} ${tool.version} (minutes the first time)`, log, () =>
        goBuild(['install', '-trimpath', '-ldflags=-s -w', `${tool.module}@${tool.version}`], { GOBIN: folder }),
      ),
    )
    tools[tool.name] = join(folder, tool.name)
  }
  return {
    controlPlane: join(own, 'control-plane'),
    keep: join(own, 'keep'),
    kwok: tools['kwok'] ?? '',
    coredns: tools['coredns'] ?? '',
  }
}

/** Go's version, system and architecture, in one string; throws with the fix where Go is missing or too old. */
async function findGo(): Promise<string> {
  const fix = `install it from https://go.dev/dl (npm run unit and npm run e2e -- --demo work without)`
  const needed = `The tests' control plane needs Go ${LEAST_GO.major}.${LEAST_GO.minor} or newer`
  const answer = await run('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], {
    cwd: '/',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  }).catch(() => undefined)
  if (answer === undefined) {
    throw new Error(`${needed}, and there is no go in PATH: ${fix}.`)
  }
  const found = answer.stdout.trim().split('\n').join(' ')
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(found) ?? []
  const isEnough =
    Number(major) > LEAST_GO.major || (Number(major) === LEAST_GO.major && Number(minor) >= LEAST_GO.minor)
  if (!isEnough) {
    throw new Error(`${needed}, found ${found.split(' ')[0]}: ${fix}.`)
  }
  return found
}

async function sources(): Promise<readonly string[]> {
  const files = (await readdir(join(MODULE_FOLDER, 'cmd'), { recursive: true }))
    .filter(file => file.endsWith('.go') && !file.endsWith('_test.go'))
    .map(file => join('cmd', file))
  const paths = ['go.mod', 'go.sum', ...files.toSorted()]
  return Promise.all(paths.map(async path => `${path}\n${await readFile(join(MODULE_FOLDER, path), 'utf8')}`))
}

function hash(parts: readonly string[]): string {
  const sum = createHash('sha256')
  for (const part of parts) {
    sum.update(`${part.length}\n`).update(part)
  }
  return sum.digest('hex').slice(0, 16)
}

async function timed(what: string, log: (line: string) => void, work: () => Promise<void>): Promise<void> {
  log(`${what} ...`)
  const started = performance.now()
  await work()
  log(`${what}: ${Math.round((performance.now() - started) / 1000)} s`)
}

/** Runs go in our module's folder; its own words go into the error when it fails. */
function goBuild(arguments_: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn('go', arguments_, {
    cwd: MODULE_FOLDER,
    env: { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const end = () => child.kill()
  process.once('exit', end)
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      process.off('exit', end)
      if (code === 0) {
        resolve()
      } else {
        reject(new Error(`go ${arguments_[0]} failed (${code}):\n${words}`))
      }
    })
  })
}
