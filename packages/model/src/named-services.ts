import type { APIService, HTTPRoute, Ingress, WebhookConfiguration } from './network-objects.ts'
import { serviceKey } from './resources.ts'

/** The Services, `namespace/name`, that an Ingress sends to. */
export function servicesOfIngress({ metadata, spec }: Ingress): readonly string[] {
  const backends = [
    spec?.defaultBackend,
    ...(spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
  ]
  return unique(
    backends.flatMap(backend =>
      backend?.service === undefined ? [] : serviceKey(metadata.namespace, backend.service.name),
    ),
  )
}

/** The Services that a route sends to: a reference without group and kind is to one, and without namespace to its own. */
export function servicesOfRoute({ metadata, spec }: HTTPRoute): readonly string[] {
  const references = (spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs)
  return unique(
    references
      .filter(({ group = '', kind = 'Service' }) => group === '' && kind === 'Service')
      .map(({ namespace = metadata.namespace, name }) => serviceKey(namespace, name)),
  )
}

/** The Services that the API server calls for admission. */
export function servicesOfWebhooks({ webhooks }: WebhookConfiguration): readonly string[] {
  return unique(
    webhooks.flatMap(({ clientConfig }) => {
      const service = clientConfig?.service
      return service === undefined ? [] : [serviceKey(service.namespace, service.name)]
    }),
  )
}

/** The Service that the API server passes requests on to. */
export function servicesOfApi({ spec }: APIService): readonly string[] {
  const { namespace, name } = spec?.service ?? {}
  return namespace === undefined || name === undefined ? [] : [serviceKey(namespace, name)]
}

function unique(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)]
}
