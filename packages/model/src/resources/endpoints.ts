import { defineResource } from '../define-resource.ts'
import { list, namedKeys, number, object, shared, sharedText, text, time } from '../fields.ts'
import { NAME } from './common.ts'

/** What Patroni writes beside a leader lock; its configuration and history, which are long, are left out. */
const LOCKS = ['leader', 'optime', 'ttl', 'renewTime', 'acquireTime', 'transitions'] as const

const METADATA = object(
  {
    ...NAME,
    creationTimestamp: [8, time],
    labels: [
      11,
      shared(
        namedKeys(
          'endpointslice.kubernetes.io/skip-mirror',
          'endpoints.kubernetes.io/managed-by',
          'service.kubernetes.io/headless',
        ),
      ),
    ],
    annotations: [
      12,
      namedKeys(
        'control-plane.alpha.kubernetes.io/leader',
        'endpoints.kubernetes.io/over-capacity',
        'endpoints.kubernetes.io/last-change-trigger-time',
        ...LOCKS,
      ),
    ],
  },
  ['name', 'namespace', 'uid'],
)

const ADDRESSES = list(
  object(
    {
      ip: [1, text],
      hostname: [3, text],
      nodeName: [4, sharedText],
      targetRef: [2, object({ kind: [1, sharedText], namespace: [2, sharedText], name: [3, text] })],
    },
    ['ip'],
  ),
)

const SUBSET = object({
  addresses: [1, ADDRESSES],
  notReadyAddresses: [2, ADDRESSES],
  ports: [3, list(object({ name: [1, sharedText], port: [2, number], protocol: [3, sharedText] }, ['port']))],
})

export const endpoints = defineResource({
  resource: 'endpoints',
  kind: 'Endpoints',
  plural: 'Endpoints',
  group: '',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: object({ metadata: [1, METADATA], subsets: [2, list(SUBSET)] }, ['metadata']),
  indexes: {},
})
