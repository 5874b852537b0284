import { access, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

const UNFINISHED = '.unfinished-'
/** No build takes this long, so what is older was interrupted. */
const ABANDONED_MS = 24 * 60 * 60 * 1000

/**
 * Answers the folder `name` of the cache. Where it is missing, `fill` fills a folder beside it that is then renamed,
 * so that others see all of it or nothing; of two that fill the same at once, the first one stays.
 */
export async function publishOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'slicescope')
  const published = join(cache, name)
  if (await exists(published)) {
    return published
  }
  await mkdir(cache, { recursive: true })
  await removeAbandoned(cache)
  const unfinished = await mkdtemp(join(cache, UNFINISHED))
  try {
    await fill(unfinished)
    await rename(unfinished, published)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(published))) {
      throw error
    }
  }
  return published
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    const path = join(cache, entry)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (entry.startsWith(UNFINISHED) && mtimeMs < Date.now() - ABANDONED_MS) {
      await rm(path, { recursive: true, force: true })
    }
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
