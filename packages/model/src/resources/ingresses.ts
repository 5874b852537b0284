import { defineResource } from '../define-resource.ts'
import { type Kept, list, number, object, sharedText, text } from '../fields.ts'
import { serviceKey } from '../keys.ts'
import { NAMESPACED } from './common.ts'
import { byServiceNamed, distinct } from './file-by.ts'

const BACKEND = object({
  service: [
    4,
    object({ name: [1, text], port: [2, object({ name: [1, sharedText], number: [2, number] })] }, ['name']),
  ],
})

/** JSON inlines the message that holds `http`. */
const RULE = object({
  host: [1, text],
  http: [[2, 1], object({ paths: [1, list(object({ path: [1, text], backend: [2, BACKEND] }))] })],
})

const FIELDS = object(
  {
    metadata: [1, NAMESPACED],
    spec: [2, object({ ingressClassName: [4, sharedText], defaultBackend: [1, BACKEND], rules: [3, list(RULE)] })],
  },
  ['metadata'],
)

type Ingress = Kept<typeof FIELDS>

export const ingresses = defineResource({
  resource: 'ingresses',
  kind: 'Ingress',
  plural: 'Ingresses',
  group: 'networking.k8s.io',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'named',
  fields: FIELDS,
  indexes: byServiceNamed(servicesOfIngress),
})

/** The Services, `namespace/name`, that an Ingress sends to. */
export function servicesOfIngress({ metadata, spec }: Ingress): readonly string[] {
  const backends = [
    spec?.defaultBackend,
    ...(spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
  ]
  return distinct(
    backends.flatMap(backend =>
      backend?.service === undefined ? [] : serviceKey(metadata.namespace, backend.service.name),
    ),
  )
}
