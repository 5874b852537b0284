import type { ObjectRef } from '../finding.ts'

/** Whose objects call Services on behalf of the API server. */
export const DEPENDENTS = ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'apiservices'] as const

interface Named {
  readonly namespace: string
  readonly name: string
}

type Dependent = (typeof DEPENDENTS)[number]

const KINDS: Readonly<Record<Dependent, string>> = {
  validatingwebhookconfigurations: 'ValidatingWebhookConfiguration',
  mutatingwebhookconfigurations: 'MutatingWebhookConfiguration',
  apiservices: 'APIService',
}

/** The objects of a resource that name the Service `namespace/name`; none where they are not known. */
export type NamedBy = (resource: Dependent, key: string) => readonly { readonly metadata: { readonly name: string } }[]

/** What of the API server itself calls the Service: admission webhooks and aggregated APIs. */
export function dependentsOf({ namespace, name }: Named, namedBy: NamedBy): readonly ObjectRef[] {
  return DEPENDENTS.flatMap(resource =>
    namedBy(resource, `${namespace}/${name}`)
      .map(({ metadata }) => ({ kind: KINDS[resource], namespace: null, name: metadata.name }))
      // Stores keep no order.
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  )
}

/** The cluster's own DNS answers every pod, and no object says so. */
const KNOWN_BY_NAME: ReadonlySet<string> = new Set(['kube-system/kube-dns', 'default/kubernetes'])

/** Whether the cluster itself depends on the Service. */
export function isDependedOn(service: Named, namedBy: NamedBy): boolean {
  return KNOWN_BY_NAME.has(`${service.namespace}/${service.name}`) || dependentsOf(service, namedBy).length > 0
}
