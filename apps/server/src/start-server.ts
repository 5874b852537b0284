import type { Logger } from 'pino'
import type { LaunchSecrets } from './access/launch-secrets.ts'
import type { CliOptions } from './cli/cli-options.ts'
import { ClusterRegistry } from './clusters/cluster-registry.ts'
import type { FollowedSource, Sources } from './clusters/cluster-source.ts'
import { findSources } from './clusters/find-sources.ts'
import { OpenCluster, type RecordingOptions } from './clusters/open-cluster.ts'
import { RecordedCluster } from './clusters/recorded-cluster.ts'
import { clusterFolder, historyHome } from './history/history-folder.ts'
import { MemoryJournal } from './history/memory-journal.ts'
import { SqliteJournal } from './history/sqlite-journal.ts'
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
  /** The folder with what is recorded; null where that is in memory, or nothing is. */
  readonly historyFolder: string | null
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
  const log = createLog(cli.logLevel)
  const registry = createRegistry(sources, { cli, env, metrics, log })
  let isEnding = false
  const app = createApp({
    registry,
    secrets,
    metrics,
    log,
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
    historyFolder: historyFolderOf(sources, cli, env),
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
  readonly log: Logger
}

function createRegistry({ sources, start }: Sources, { cli, env, metrics, log }: RegistryOptions): ClusterRegistry {
  return new ClusterRegistry({
    sources,
    start,
    timers: systemTimers,
    open: source => {
      const told = {
        onLag: (ms: number) => metrics.observeLag(ms),
        onReset: () => metrics.countReset(),
        onProblem: (problem: string) => log.warn({ cluster: source.slug, problem }, 'the history has a problem'),
      }
      if (source.origin === 'recording') return new RecordedCluster({ source, ...told })
      return new OpenCluster({
        source,
        namespaces: cli.namespace,
        clusterDomain: cli.clusterDomain,
        env,
        ...told,
        recording: recordingOf(source, cli, env),
      })
    },
  })
}

/** A demo lasts as long as its process, and so does what is recorded of it. */
const MEMORY_KEEP_MS = 24 * 3_600_000
const MEMORY_BYTES = 64 * 1024 * 1024

function recordingOf({ origin }: FollowedSource, cli: CliOptions, env: Env): RecordingOptions | null {
  const { history: where = origin === 'demo' ? 'memory' : undefined, historyKeep, historySize } = cli
  if (where === 'off') return null
  if (where === 'memory') {
    return {
      keepMs: Math.min(historyKeep, MEMORY_KEEP_MS),
      keepBytes: Math.min(historySize, MEMORY_BYTES),
      openJournal: () => new MemoryJournal(),
    }
  }
  const home = historyHome(where, env)
  return {
    keepMs: historyKeep,
    keepBytes: historySize,
    openJournal: uid => {
      let folder: string | null = null
      return new SqliteJournal(() => {
        const known = uid()
        folder ??= known === null ? null : clusterFolder(home, known)
        return folder
      })
    },
  }
}

function historyFolderOf({ demo, start }: Sources, { history }: CliOptions, env: Env): string | null {
  if (start.origin === 'recording') return null
  const isInFolder = history === undefined ? demo === null : !['memory', 'off'].includes(history)
  return isInFolder ? historyHome(history, env) : null
}
