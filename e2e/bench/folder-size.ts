import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of the files in a folder. */
export async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder)
  const sizes = await Promise.all(names.map(async name => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
