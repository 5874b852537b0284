import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiServer, startApiServer, type Storage } from '@slicescope/demo-cluster'
import { type SlicescopeProcess, startSlicescope } from './slicescope-process.ts'

/** A still cluster that a test writes into, its API, and Slicescope as people start it with a kubeconfig. */
export interface OwnCluster {
  readonly storage: Storage
  readonly api: ApiServer
  readonly slicescope: SlicescopeProcess
  /** Of the one cluster. */
  readonly slug: string
  stop(): Promise<void>
}

/** `user`: one of the demo cluster's; the default may do everything. */
export async function startOwnCluster(storage: Storage, user = 'admin'): Promise<OwnCluster> {
  const api = await startApiServer({ storage })
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-own-'))
  const kubeconfig = join(folder, 'kubeconfig')
  await api.writeKubeconfig(kubeconfig, user)
  const slicescope = await startSlicescope({ args: ['--kubeconfig', kubeconfig] })
  const { clusters } = await (await slicescope.get('/api/clusters')).json()
  return {
    storage,
    api,
    slicescope,
    slug: clusters[0].slug,
    stop: async () => {
      await slicescope.stop()
      await api.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
