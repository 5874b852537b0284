import { contextSlugs } from '@slicescope/reflector'
import { UsageError } from '../cli/usage-error.ts'
import { openFile } from '../recordings/open-file.ts'
import type { ShownRecording } from '../recordings/shown-recording.ts'
import type { RecordedSource, Sources } from './cluster-source.ts'
import { MAX_CLUSTERS } from './cluster-registry.ts'

interface Opened {
  readonly path: string
  readonly recording: ShownRecording
}

/**
 * Opens files side by side, each as a cluster.
 * @throws UsageError
 */
export async function openFiles(paths: readonly string[], clusterDomain: string): Promise<Sources> {
  const different = [...new Set(paths)]
  if (different.length > MAX_CLUSTERS) throw new UsageError(`Open at most ${MAX_CLUSTERS} files at a time.`)
  const opened: Opened[] = []
  for (const path of different) opened.push({ path, recording: await openFile(path, clusterDomain) })
  const slugs = contextSlugs(opened.map(each => nameOf(each, opened)))
  const sources = opened.map((each): RecordedSource => {
    const slug = slugs.get(nameOf(each, opened)) ?? each.recording.name
    return { slug, recording: each.recording, origin: 'recording' }
  })
  const [start] = sources
  if (start === undefined) throw new UsageError('Name a file to open.')
  return { sources, start, demo: null, stop: async () => {} }
}

/** Where two are called alike, by their paths. */
function nameOf({ path, recording: { name } }: Opened, all: readonly Opened[]): string {
  return all.filter(({ recording }) => recording.name === name).length > 1 ? path : name
}
