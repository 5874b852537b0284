import { usePlace, useShownAt } from '../state/stores.ts'
import type { ServiceName } from '../url/place.ts'

/** The cluster that a question is about, and the moment: null for now. */
export interface AskedCluster {
  readonly cluster: string
  readonly at: string | null
}

/** Whose question it is. */
export interface AskedService extends AskedCluster {
  readonly service: ServiceName
}

/** What the page shows: a question is asked of the same cluster and moment. */
export function useAsked(): AskedCluster {
  const { cluster } = usePlace()
  const at = useShownAt()
  return { cluster: cluster ?? '', at }
}

/** A path of the server about the cluster; `rest` begins with a slash and may have a query. */
export function clusterPath({ cluster, at }: AskedCluster, rest: string): string {
  const moment = at === null ? '' : `${rest.includes('?') ? '&' : '?'}at=${encodeURIComponent(at)}`
  return `/api/clusters/${encodeURIComponent(cluster)}${rest}${moment}`
}

/** The same about a Service. */
export function servicePath({ service, ...asked }: AskedService, rest: string): string {
  const [namespace, name] = [service.namespace, service.name].map(encodeURIComponent)
  return clusterPath(asked, `/namespaces/${namespace}/services/${name}${rest}`)
}

/** ms after which it is asked again; what is past does not change. */
export function refreshOf({ at }: AskedCluster, ms: number): number | false {
  return at === null ? ms : false
}
