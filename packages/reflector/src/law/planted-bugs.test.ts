import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { type PlantedBug, PLANTED_BUGS } from './planted-bugs.ts'

const run = promisify(execFile)
const SOURCE = resolve(import.meta.dirname, '..')
const MODULES = resolve(SOURCE, '../../../node_modules')

/** A copy of our sources with the bug in it, in a folder of its own. */
async function plant(bug: PlantedBug): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-planted-'))
  await cp(SOURCE, join(folder, 'src'), { recursive: true })
  await symlink(MODULES, join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  const path = join(folder, 'src', bug.file)
  const source = await readFile(path, 'utf8')
  expect(source.split(bug.find)).toHaveLength(2)
  await writeFile(
    path,
    source.replace(bug.find, () => bug.put),
  )
  return folder
}

test.for([...PLANTED_BUGS])('[L4] notices the planted bug: $name', { timeout: 120_000 }, async bug => {
  const folder = await plant(bug)
  try {
    const law = run(process.execPath, [join(folder, 'src/law/run-heal-law.ts'), '--count', '300', '--stop'])
    await expect(law).rejects.toMatchObject({ code: 1, stdout: expect.stringMatching(/^seed \d+: /) })
  } finally {
    await rm(folder, { recursive: true })
  }
})
