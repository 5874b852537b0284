import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ApiServer,
  type ApiServerOptions,
  createStorage,
  type Storage,
  startApiServer,
} from '@slicescope/demo-cluster'
import { ClusterStore } from '@slicescope/model'
import { type Clock, connectCluster, followCluster, loadKubeconfig } from '@slicescope/reflector'
import { onTestFinished } from 'vitest'

interface Options extends Omit<ApiServerOptions, 'storage'> {
  readonly clock: Clock
  readonly user?: string
  /** Filled before it is followed. */
  readonly fill?: (storage: Storage) => void
}

/** For tests: an API server of the demo cluster and a store that follows it over HTTP, until the test is over. */
export interface FollowedApi {
  readonly storage: Storage
  readonly server: ApiServer
  readonly store: ClusterStore
  prioritize(namespace: string): void
}

export async function followApi({ clock, user, fill, ...options }: Options): Promise<FollowedApi> {
  const storage = createStorage({ now: Date.now, random: Math.random, window: { changes: 1_000 } })
  storage.create('namespaces', { metadata: { name: 'shop' } })
  fill?.(storage)
  const server = await startApiServer({ storage, ...options })
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-followed-'))
  const kubeconfig = join(folder, 'kubeconfig')
  await server.writeKubeconfig(kubeconfig, user)
  const loaded = await loadKubeconfig({ paths: [kubeconfig], env: {} })
  if (loaded.type !== 'loaded') throw new Error('the kubeconfig of the demo cannot be read')
  const store = new ClusterStore(() => clock.now())
  const follower = followCluster({ connection: connectCluster(loaded.current, { env: {}, clock }), store, clock })
  const stop = new AbortController()
  const running = follower.run(stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await running
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return { storage, server, store, prioritize: namespace => follower.prioritize(namespace) }
}
