import type { LaunchSecrets } from './access/launch-secrets.ts'
import type { CliOptions } from './cli/cli-options.ts'
import { ClusterRegistry } from './clusters/cluster-registry.ts'
import type { ClusterSource, Sources } from './clusters/cluster-source.ts'
import { findSources } from './clusters/find-sources.ts'
import { OpenCluster } from './clusters/open-cluster.ts'
import { createApp } from './http/app.ts'
import { listen, type Listening } from './http/listen.ts'
import { createLog } from './operations/log.ts'
import { Metrics } from './operations/metrics.ts'
import { systemTimers } from './stream/timers.ts'

type Env = Readonly<Record<string, string | undefined>>

interface StartOptions {
  readonly cli: CliOptions
  readonly env: Env
  readonly version: string
  readonly secrets: LaunchSecrets
  readonly webFolder: string
}

/** A server that answers. */
export interface RunningServer {
  /** Without a slash at its end. */
  readonly url: string
  readonly sources: Sources
  /** Ends streams, answers, watches and the demo, in this order. */
  stop(): Promise<void>
}

/** @throws UsageError for what cannot be done as asked */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { cli, env } = options
  const listening = await listen(cli)
  try {
    return serve(listening, await findSources(cli, env), options)
  } catch (error) {
    await listening.stop()
    throw error
  }
}

function serve(listening: Listening, sources: Sources, options: StartOptions): RunningServer {
  const { cli, env, version, secrets, webFolder } = options
  const metrics = new Metrics()
  const registry = createRegistry(sources, { cli, env, metrics })
  let isEnding = false
  const app = createApp({
    registry,
    secrets,
    metrics,
    log: createLog(cli.logLevel),
    webFolder,
    version,
    links: cli.link,
    publicUrl: cli.publicUrl ?? null,
    address: listening.address,
    isEnding: () => isEnding,
  })
  metrics.watch(registry)
  registry.start()
  listening.serve(app)
  return {
    url: listening.address.url,
    sources,
    stop: async () => {
      isEnding = true
      await registry.stop()
      await listening.stop()
      await sources.stop()
    },
  }
}

interface RegistryOptions {
  readonly cli: CliOptions
  readonly env: Env
  readonly metrics: Metrics
}

function createRegistry({ sources, start }: Sources, { cli, env, metrics }: RegistryOptions): ClusterRegistry {
  return new ClusterRegistry({
    sources,
    start,
    timers: systemTimers,
    open: source =>
      new OpenCluster({
        source,
        namespaces: cli.namespace,
        clusterDomain: cli.clusterDomain,
        env,
        onLag: ms => metrics.observeLag(ms),
        onReset: () => metrics.countReset(),
        recording: recordingOf(source, cli),
      }),
  })
}

/** A demo lasts as long as its process, and so does what is recorded of it. */
const DEMO_KEEP_MS = 24 * 3_600_000
const MEMORY_BYTES = 64 * 1024 * 1024

function recordingOf({ origin }: ClusterSource, { history, historyKeep, historySize }: CliOptions) {
  const where = history ?? (origin === 'demo' ? 'memory' : 'off')
  if (where === 'off') return null
  return { keepMs: Math.min(historyKeep, DEMO_KEEP_MS), keepBytes: Math.min(historySize, MEMORY_BYTES) }
}
