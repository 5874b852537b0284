import { defineResource } from '../define-resource.ts'
import { type Kept, list, object, sharedText, text } from '../fields.ts'
import { serviceKey } from '../keys.ts'
import { CLUSTER_SCOPED } from './common.ts'
import { distinct } from './file-by.ts'

/** Only which Service it calls, and what happens when that does not answer. */
const WEBHOOK = object({
  name: [1, text],
  failurePolicy: [4, sharedText],
  clientConfig: [
    2,
    object({ service: [1, object({ namespace: [1, sharedText], name: [2, text] }, ['namespace', 'name'])] }),
  ],
})

const FIELDS = object({ metadata: [1, CLUSTER_SCOPED], webhooks: [2, list(WEBHOOK)] }, ['metadata'])

type WebhookConfiguration = Kept<typeof FIELDS>

const COMMON = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  namespaced: false,
  readFor: 'causes',
  touches: 'named',
  fields: FIELDS,
  indexes: { service: servicesOfWebhooks },
} as const

export const validatingwebhookconfigurations = defineResource({
  ...COMMON,
  resource: 'validatingwebhookconfigurations',
  kind: 'ValidatingWebhookConfiguration',
})

export const mutatingwebhookconfigurations = defineResource({
  ...COMMON,
  resource: 'mutatingwebhookconfigurations',
  kind: 'MutatingWebhookConfiguration',
})

/** The Services that the API server calls for admission. */
export function servicesOfWebhooks({ webhooks }: WebhookConfiguration): readonly string[] {
  return distinct(
    webhooks.flatMap(({ clientConfig }) => {
      const service = clientConfig?.service
      return service === undefined ? [] : [serviceKey(service.namespace, service.name)]
    }),
  )
}
