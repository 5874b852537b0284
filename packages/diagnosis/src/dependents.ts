import type { ServiceGraph } from '@slicescope/graph'
import type { ObjectRef } from './finding.ts'
import type { Evidence } from './evidence.ts'

const WEBHOOKS = [
  { resource: 'validatingwebhookconfigurations', kind: 'ValidatingWebhookConfiguration' },
  { resource: 'mutatingwebhookconfigurations', kind: 'MutatingWebhookConfiguration' },
] as const

type Sources = Pick<Evidence, 'listers' | 'coverage'>

/** What of the API server itself calls the Service: admission webhooks and aggregated APIs, as far as they can be read. */
export function dependentsOf({ service }: ServiceGraph, { listers, coverage }: Sources): readonly ObjectRef[] {
  const key = `${service.namespace}/${service.name}`
  const webhooks = WEBHOOKS.flatMap(({ resource, kind }) =>
    coverage(resource, '') === 'known'
      ? listers[resource]
          .byIndex('service', key)
          .map(({ metadata }) => ({ kind, namespace: null, name: metadata.name }))
      : [],
  )
  const apis =
    coverage('apiservices', '') === 'known'
      ? listers.apiservices
          .byIndex('service', key)
          .map(({ metadata }) => ({ kind: 'APIService', namespace: null, name: metadata.name }))
      : []
  return [...webhooks, ...apis]
}

/** The cluster's own DNS answers every pod, and no object says so. */
const CLUSTER_DNS: ReadonlySet<string> = new Set(['kube-system/kube-dns', 'default/kubernetes'])

/** Whether the cluster itself depends on the Service. */
export function isDependedOn(graph: ServiceGraph, sources: Sources): boolean {
  return CLUSTER_DNS.has(`${graph.service.namespace}/${graph.service.name}`) || dependentsOf(graph, sources).length > 0
}
