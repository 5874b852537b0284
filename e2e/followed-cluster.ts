import type { Freshness, Row, ServiceView } from '@slicescope/view'
import { type SlicescopeProcess, startSlicescope } from './slicescope-process.ts'

export interface Overview {
  readonly services: readonly Row[]
  readonly freshness: Freshness
}

/** Slicescope as people start it with a kubeconfig, and what it says of that one cluster over HTTP. */
export interface FollowedCluster {
  readonly slicescope: SlicescopeProcess
  /** True once all that a row depends on has been read; throws with what is still waited for. */
  synced(): Promise<true>
  /** As the page's list has it; with a query, as `namespace=shop`, a part of that. */
  overview(query?: string): Promise<Overview>
  view(namespace: string, name: string): Promise<ServiceView>
  /** The status of a question that may be refused. */
  status(namespace: string, name: string): Promise<number>
  /** A GET of a path below the cluster's, as `services`. */
  ask(path: string): Promise<Response>
}

export async function followCluster(kubeconfig: string, args: readonly string[] = []): Promise<FollowedCluster> {
  const slicescope = await startSlicescope({ args: ['--kubeconfig', kubeconfig, ...args] })
  const { clusters } = await getJson<{ clusters: readonly { slug: string }[] }>(slicescope, '/api/clusters')
  const base = `/api/clusters/${clusters[0]?.slug ?? ''}`
  const pathOf = (namespace: string, name: string) => `${base}/namespaces/${namespace}/services/${name}`
  return {
    slicescope,
    synced: async () => {
      const answer = await slicescope.get('/readyz?synced')
      if (!answer.ok) throw new Error(`${await answer.text()}\n${slicescope.output()}`)
      return true
    },
    overview: query => getJson(slicescope, `${base}/services${query === undefined ? '' : `?${query}`}`),
    view: (namespace, name) => getJson(slicescope, pathOf(namespace, name)),
    status: async (namespace, name) => (await slicescope.get(pathOf(namespace, name))).status,
    ask: path => slicescope.get(`${base}/${path}`),
  }
}

/** The body of a GET that must succeed. */
async function getJson<T>(slicescope: SlicescopeProcess, path: string): Promise<T> {
  const answer = await slicescope.get(path)
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
