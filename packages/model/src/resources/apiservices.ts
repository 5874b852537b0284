import { defineResource } from '../define-resource.ts'
import { type Kept, list, object, sharedText, text } from '../fields.ts'
import { serviceKey } from '../keys.ts'
import { CLUSTER_SCOPED, STATUS_CONDITION } from './common.ts'

const FIELDS = object(
  {
    metadata: [1, CLUSTER_SCOPED],
    spec: [2, object({ service: [1, object({ namespace: [1, sharedText], name: [2, text] })] })],
    status: [3, object({ conditions: [1, list(STATUS_CONDITION)] })],
  },
  ['metadata'],
)

type APIService = Kept<typeof FIELDS>

export const apiservices = defineResource({
  resource: 'apiservices',
  kind: 'APIService',
  group: 'apiregistration.k8s.io',
  version: 'v1',
  namespaced: false,
  readFor: 'causes',
  touches: 'named',
  fields: FIELDS,
  indexes: { service: object => servicesOfApi(object) },
})

/** The Service that the API server passes requests on to. */
export function servicesOfApi({ spec }: APIService): readonly string[] {
  const { namespace, name } = spec?.service ?? {}
  return namespace === undefined || name === undefined ? [] : [serviceKey(namespace, name)]
}
