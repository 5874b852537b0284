import { defineResource } from '../define-resource.ts'
import { list, number, object, port, sharedText, text } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { LABEL_SELECTOR, NAMESPACED } from './common.ts'

const PEER = object({
  podSelector: [1, LABEL_SELECTOR],
  namespaceSelector: [2, LABEL_SELECTOR],
  ipBlock: [3, object({ cidr: [1, text] })],
})

const INGRESS_RULE = object({
  from: [2, list(PEER)],
  ports: [1, list(object({ port: [2, port], endPort: [3, number], protocol: [1, sharedText] }))],
})

export const networkpolicies = defineResource({
  resource: 'networkpolicies',
  kind: 'NetworkPolicy',
  plural: 'NetworkPolicies',
  group: 'networking.k8s.io',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'namespace',
  fields: object(
    {
      metadata: [1, NAMESPACED],
      spec: [
        2,
        object({
          podSelector: [1, LABEL_SELECTOR],
          policyTypes: [4, list(sharedText)],
          ingress: [2, list(INGRESS_RULE)],
        }),
      ],
    },
    ['metadata'],
  ),
  indexes: { namespace: BY_NAMESPACE },
})
