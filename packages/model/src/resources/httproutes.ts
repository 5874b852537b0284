import { defineResource } from '../define-resource.ts'
import { type Kept, list, number, object, sharedText, text } from '../fields.ts'
import { serviceKey } from '../keys.ts'
import { NAMESPACED } from './common.ts'
import { byServiceNamed, distinct } from './file-by.ts'

const BACKEND_REF = object({ group: sharedText, kind: sharedText, namespace: sharedText, name: text, port: number }, [
  'name',
])

/** A custom resource: served as JSON alone. */
const FIELDS = object(
  {
    metadata: NAMESPACED,
    spec: object({
      hostnames: list(text),
      rules: list(object({ matches: list(object({ path: object({ value: text }) })), backendRefs: list(BACKEND_REF) })),
    }),
  },
  ['metadata'],
)

type HTTPRoute = Kept<typeof FIELDS>

export const httproutes = defineResource({
  resource: 'httproutes',
  kind: 'HTTPRoute',
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'named',
  fields: FIELDS,
  indexes: byServiceNamed(servicesOfRoute),
})

/** The Services that a route sends to: a reference without group and kind is to one, and without namespace to its own. */
export function servicesOfRoute({ metadata, spec }: HTTPRoute): readonly string[] {
  const references = (spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs)
  return distinct(
    references
      .filter(({ group = '', kind = 'Service' }) => group === '' && kind === 'Service')
      .map(({ namespace = metadata.namespace, name }) => serviceKey(namespace, name)),
  )
}
