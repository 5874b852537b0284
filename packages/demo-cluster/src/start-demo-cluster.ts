import { type ApiServer, startApiServer } from './api/server.ts'
import type { Storage } from './api/storage.ts'
import type { User } from './api/users.ts'
import { driveInRealTime } from './behaviour/real-time.ts'
import { runScenario } from './scenarios/run-scenario.ts'
import { getScenario } from './scenarios/scenarios.ts'

export interface DemoClusterOptions {
  /** Default `shop`. */
  readonly scenario?: string
  /** Default: the scenario's own. */
  readonly seed?: number
  /** The real time in ms since the epoch. Default Date.now. */
  readonly now?: () => number
  /** Default: any free one. */
  readonly port?: number
  readonly users?: readonly User[]
}

/** A living cluster and its API. */
export interface DemoCluster {
  readonly storage: Storage
  readonly server: ApiServer
  /** Writes a kubeconfig for one of the users (default admin); `stop` removes it. */
  writeKubeconfig(path: string, user?: string): Promise<void>
  /** Ends the story, all watches and the server. */
  stop(): Promise<void>
}

/**
 * Starts a scenario with its past behind it and serves it as a Kubernetes API; from then on its time is the real one.
 * @throws UnknownScenarioError, which lists the known ones. Rejects when the port is taken.
 */
export async function startDemoCluster(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  const { now = Date.now, seed, port, users } = options
  const scenario = getScenario(options.scenario ?? 'shop')
  const { storage, clock } = runScenario(scenario, { now, ...(seed === undefined ? {} : { seed }) })
  const server = await startApiServer({
    storage,
    ...(port === undefined ? {} : { port }),
    ...(users === undefined ? {} : { users }),
  })
  const stopTime = driveInRealTime(clock, now)
  return {
    storage,
    server,
    writeKubeconfig: (path, user) => server.writeKubeconfig(path, user),
    stop: async () => {
      stopTime()
      await server.stop()
    },
  }
}
