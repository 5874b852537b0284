import { basename } from 'node:path'
import { contextSlugs } from '@slicescope/reflector'
import { UsageError } from '../cli/usage-error.ts'
import { openFile } from '../recordings/open-file.ts'
import type { RecordedSource, Sources } from './cluster-source.ts'
import { MAX_CLUSTERS } from './cluster-registry.ts'

/**
 * Opens files side by side, each as a cluster.
 * @throws UsageError
 */
export async function openFiles(paths: readonly string[], clusterDomain: string): Promise<Sources> {
  if (paths.length > MAX_CLUSTERS) throw new UsageError(`Open at most ${MAX_CLUSTERS} files at a time.`)
  const slugs = contextSlugs(paths.map(path => slugName(path, paths)))
  const sources: RecordedSource[] = []
  for (const path of new Set(paths)) {
    const recording = await openFile(path, clusterDomain)
    sources.push({ slug: slugs.get(slugName(path, paths)) ?? 'recording', recording, origin: 'recording' })
  }
  const [start] = sources
  if (start === undefined) throw new UsageError('Name a file to open.')
  return { sources, start, demo: null, stop: async () => {} }
}

/** The name of the file without what says how it is written; with its folder where two are alike. */
function slugName(path: string, paths: readonly string[]): string {
  const name = plainName(path)
  return paths.some(other => other !== path && plainName(other) === name) ? path : name
}

function plainName(path: string): string {
  return basename(path).replace(/(\.(gz|json|ya?ml|slicescope))+$/i, '')
}
