import { podLabelsKey } from './labels.ts'
import type { ResourceIndexes } from './lister.ts'
import type { HTTPRoute, Ingress, WebhookConfiguration } from './network-objects.ts'
import { type Resource, type ResourceObjects, serviceKey, serviceKeyOfSlice } from './resources.ts'
import { Store } from './store.ts'

/** An empty Store a resource, with its indexes. */
export function createStores(): { readonly [R in Resource]: Store<ResourceObjects[R], ResourceIndexes[R]> } {
  return {
    services: new Store({ namespace: object => namespaceOf(object) }),
    endpointslices: new Store({
      service: slice => present(serviceKeyOfSlice(slice)),
      namespace: object => namespaceOf(object),
      pod: slice => slice.endpoints.flatMap(endpoint => present(endpoint.targetRef?.uid)),
    }),
    nodes: new Store({ zone: node => present(node.metadata.labels['topology.kubernetes.io/zone']) }),
    pods: new Store({
      namespace: object => namespaceOf(object),
      labels: pod => [podLabelsKey(pod)],
      ip: pod => (pod.status?.podIPs ?? []).map(({ ip }) => ip),
      nodeName: pod => present(pod.spec.nodeName),
      uid: pod => [pod.metadata.uid],
      owner: object => ownersOf(object),
    }),
    namespaces: new Store({}),
    deployments: new Store({ namespace: object => namespaceOf(object) }),
    replicasets: new Store({ namespace: object => namespaceOf(object), owner: object => ownersOf(object) }),
    statefulsets: new Store({ namespace: object => namespaceOf(object) }),
    daemonsets: new Store({ namespace: object => namespaceOf(object) }),
    jobs: new Store({ namespace: object => namespaceOf(object), owner: object => ownersOf(object) }),
    endpoints: new Store({}),
    networkpolicies: new Store({ namespace: object => namespaceOf(object) }),
    ingresses: new Store({ service: object => servicesOfIngress(object) }),
    httproutes: new Store({ service: object => servicesOfRoute(object) }),
    horizontalpodautoscalers: new Store({ namespace: object => namespaceOf(object) }),
    validatingwebhookconfigurations: new Store({ service: object => servicesOfWebhooks(object) }),
    mutatingwebhookconfigurations: new Store({ service: object => servicesOfWebhooks(object) }),
    apiservices: new Store({
      service: ({ spec }) => {
        const { namespace, name } = spec?.service ?? {}
        return namespace === undefined || name === undefined ? [] : [serviceKey(namespace, name)]
      },
    }),
    events: new Store({ object: event => present(event.involvedObject.uid) }),
  }
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value]
}

function namespaceOf({ metadata }: { readonly metadata: { readonly namespace: string } }): readonly string[] {
  return [metadata.namespace]
}

interface Owned {
  readonly metadata: {
    readonly ownerReferences: readonly { readonly uid: string; readonly controller?: boolean }[]
  }
}

/** Only a controller makes and counts; other owners merely outlive. */
function ownersOf({ metadata }: Owned): readonly string[] {
  return metadata.ownerReferences.filter(({ controller }) => controller === true).map(({ uid }) => uid)
}

function servicesOfIngress({ metadata, spec }: Ingress): readonly string[] {
  const backends = [
    spec?.defaultBackend,
    ...(spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
  ]
  return unique(
    backends.flatMap(backend => present(backend?.service?.name)).map(name => serviceKey(metadata.namespace, name)),
  )
}

/** A reference without group and kind is to a Service, and without namespace to the route's own. */
function servicesOfRoute({ metadata, spec }: HTTPRoute): readonly string[] {
  const references = (spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs)
  return unique(
    references
      .filter(({ group = '', kind = 'Service' }) => group === '' && kind === 'Service')
      .map(({ namespace = metadata.namespace, name }) => serviceKey(namespace, name)),
  )
}

function servicesOfWebhooks({ webhooks }: WebhookConfiguration): readonly string[] {
  return unique(
    webhooks.flatMap(({ clientConfig }) => {
      const service = clientConfig?.service
      return service === undefined ? [] : [serviceKey(service.namespace, service.name)]
    }),
  )
}

function unique(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)]
}
