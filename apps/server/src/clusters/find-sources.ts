import { unreachable } from '@slicescope/model'
import { loadKubeconfig } from '@slicescope/reflector'
import type { CliOptions } from '../cli/cli-options.ts'
import { UsageError } from '../cli/usage-error.ts'
import type { FollowedSource, Sources } from './cluster-source.ts'
import { openFiles } from './open-files.ts'
import { startDemo } from './start-demo.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The clusters or files that the command line names; the demo where it names none and there is none.
 * @throws UsageError
 */
export async function findSources(cli: CliOptions, env: Env): Promise<Sources> {
  const { demo, kubeconfig, context, files } = cli
  if (files.length > 0) return openFiles(cli)
  if (demo !== undefined) return startDemo(demo === true ? undefined : demo, { env, isAsked: true })
  const loaded = await loadKubeconfig({ paths: kubeconfig, context, env })
  switch (loaded.type) {
    case 'none':
      return startDemo(undefined, { env, isAsked: false })
    case 'failed':
      throw new UsageError(loaded.error.message, { cause: loaded.error.cause })
    case 'loaded': {
      const sources = loaded.contexts.map((kube): FollowedSource => ({ slug: kube.slug, kube, origin: 'live' }))
      const start = sources.find(({ kube }) => kube === loaded.current)
      if (start === undefined) throw new Error('the current context is none of the contexts')
      return { sources, start, demo: null, servedAt: null, stop: async () => {} }
    }
    default:
      return unreachable(loaded)
  }
}
