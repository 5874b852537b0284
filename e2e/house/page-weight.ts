import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from './root.ts'

/** Bytes, compressed. What a first picture waits for is parsed before it is drawn. */
const MOST_BEFORE_PICTURE = 250_000

/** Read beside those that index.html names: the picture's code, and the worker that reads the stream. */
const ALSO_BEFORE = ['graph-pane-', 'stream-worker-']

/** Returns the compressed size of all scripts that the first picture of the built page waits for. */
export function weighScripts(dist: string): number {
  const folder = join(dist, 'assets')
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const named = [...html.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name]) => name ?? '')
  const also = readdirSync(folder).filter(
    name => name.endsWith('.js') && ALSO_BEFORE.some(part => name.startsWith(part)),
  )
  const seen = new Map<string, number>()
  const visit = (name: string) => {
    if (seen.has(name)) return
    const source = readFileSync(join(folder, name), 'utf8')
    seen.set(name, gzipSync(source).length)
    // Imports that run at once; those with parentheses come when they are asked for.
    for (const [, next] of source.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) visit(next ?? '')
  }
  for (const name of [...named, ...also]) visit(name)
  return [...seen.values()].reduce((sum, size) => sum + size, 0)
}

/** Returns what is wrong with the weight of the page as it was last built; nothing where it was not. */
export function findOverweight(dist = join(ROOT, 'apps/web/dist')): readonly string[] {
  if (!existsSync(join(dist, 'index.html'))) return []
  const weight = weighScripts(dist)
  if (weight <= MOST_BEFORE_PICTURE) return []
  return [
    `The scripts before the first picture have ${weight} bytes compressed, of at most ${MOST_BEFORE_PICTURE}: load what it does not need with later() (apps/web/src/controls/later.ts).`,
  ]
}
