import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface TempFolder extends AsyncDisposable {
  readonly path: string
  /** Writes a file and answers with its path. */
  write(name: string, content: string, mode?: number): Promise<string>
}

export async function createTempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'slicescope-reflector-'))
  return {
    path,
    write: async (name, content, mode = 0o644) => {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content, { mode })
      return file
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  }
}
