import type { ShownRecording } from '@slicescope/answers'
import { contextSlugs } from '@slicescope/reflector'
import type { CliOptions } from '../cli/cli-options.ts'
import { UsageError } from '../cli/usage-error.ts'
import { openFile } from '../recordings/open-file.ts'
import { serveRecording } from '../recordings/serve-recording.ts'
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
export async function openFiles({ files, clusterDomain, serve }: CliOptions): Promise<Sources> {
  const different = [...new Set(files)]
  if (serve !== null && different.length > 1) throw new UsageError('Serve one file at a time.')
  if (different.length > MAX_CLUSTERS) throw new UsageError(`Open at most ${MAX_CLUSTERS} files at a time.`)
  const opened: Opened[] = []
  for (const path of different) opened.push({ path, recording: await openFile(path, clusterDomain) })
  const slugs = contextSlugs(
    opened.map(each => nameOf(each, opened)),
    NONE_RESERVED,
  )
  const sources = opened.map((each): RecordedSource => {
    const slug = slugs.get(nameOf(each, opened)) ?? each.recording.name
    return { slug, recording: each.recording, origin: 'recording' }
  })
  const [start] = sources
  if (start === undefined) throw new UsageError('Name a file to open.')
  const served = serve === null ? null : await serveRecording(start.recording, serve)
  return {
    sources,
    start,
    demo: null,
    servedAt: served?.kubeconfig ?? null,
    stop: async () => served?.stop(),
  }
}

/** No other cluster is shown beside files. */
const NONE_RESERVED: ReadonlySet<string> = new Set()

/** Where two are called alike, by their paths. */
function nameOf({ path, recording: { name } }: Opened, all: readonly Opened[]): string {
  return all.filter(({ recording }) => recording.name === name).length > 1 ? path : name
}
