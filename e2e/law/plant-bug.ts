import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type * as kubernetes from '@slicescope/kubernetes'

/** A fault put into our own rules, which a law must notice. */
export interface PlantedBug {
  readonly name: string
  /** Below packages/kubernetes/src. */
  readonly file: string
  /** Stands there exactly once. */
  readonly find: string
  readonly put: string
}

const SOURCE = resolve(import.meta.dirname, '../../packages/kubernetes/src')
const MODULES = resolve(import.meta.dirname, '../../node_modules')

/** Calls `use` with packages/kubernetes as it would be with the bug in it; the real one stays as it is. */
export async function withPlantedBug<T>(
  bug: PlantedBug,
  use: (rules: typeof kubernetes) => T | Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-planted-'))
  try {
    await cp(SOURCE, join(folder, 'src'), { recursive: true })
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await symlink(MODULES, join(folder, 'node_modules'))
    const path = join(folder, 'src', bug.file)
    const source = await readFile(path, 'utf8')
    if (source.split(bug.find).length !== 2) throw new Error(`${bug.name}: not once in ${bug.file}: ${bug.find}`)
    await writeFile(
      path,
      source.replace(bug.find, () => bug.put),
    )
    const rules: typeof kubernetes = await import(join(folder, 'src/index.ts'))
    return await use(rules)
  } finally {
    await rm(folder, { recursive: true })
  }
}
