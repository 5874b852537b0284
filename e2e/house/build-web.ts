import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findOverweight } from './page-weight.ts'
import { ROOT } from './root.ts'
import { runCommand } from './run-command.ts'

const STAMP = join(ROOT, 'apps/web/dist/.built-from')
const INPUTS = [
  'apps/web/**/*',
  'packages/{view,picture,protocol,answers,history,diagnosis,graph,kubernetes,model}/src/**/*.ts',
  'package-lock.json',
]

/** Builds the page unless what stands in its dist was built from these very sources. */
export async function buildWebIfStale(): Promise<void> {
  const wanted = hashOfInputs()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  process.stderr.write('building the page ...\n')
  await build('apps/web/vite.config.ts')
  await build('apps/web/vite.recording.config.ts')
  const [overweight] = findOverweight()
  if (overweight !== undefined) throw new Error(overweight)
  writeFileSync(STAMP, wanted)
}

async function build(config: string): Promise<void> {
  const args = ['build', 'apps/web', '--config', config, '--logLevel', 'warn']
  // Test runners have another one, with which React is built for development.
  const { code, output } = await runCommand('vite', args, { quiet: true, env: { NODE_ENV: 'production' } })
  if (code !== 0) throw new Error(`The page could not be built:\n${output}`)
}

function hashOfInputs(): string {
  const hash = createHash('sha256')
  const files = INPUTS.flatMap(pattern =>
    globSync(pattern, {
      cwd: ROOT,
      withFileTypes: true,
      exclude: entry => entry.name === 'dist' || entry.name === 'node_modules',
    }),
  )
  const paths = files
    .filter(entry => entry.isFile() && !entry.name.includes('.test.'))
    .map(entry => join(entry.parentPath, entry.name))
  for (const path of paths.toSorted()) hash.update(path.slice(ROOT.length)).update(readFileSync(path))
  return hash.digest('hex')
}

if (import.meta.main) await buildWebIfStale()
