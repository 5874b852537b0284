import { defineResource } from '../define-resource.ts'
import { boolean, cutText, list, number, object, port, sharedText, time } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { REVISION, TEMPLATE, WORKLOAD } from './common.ts'
import { SPEC_CHANGE } from './spec-change.ts'

const CONDITION = object(
  {
    type: [1, sharedText],
    status: [2, sharedText],
    reason: [4, sharedText],
    message: [5, cutText],
    lastTransitionTime: [7, time],
  },
  ['type', 'status'],
)

const STRATEGY = object({
  type: [1, sharedText],
  rollingUpdate: [2, object({ maxUnavailable: [1, port], maxSurge: [2, port] })],
})

const STATUS = object({
  replicas: [2, number],
  readyReplicas: [7, number],
  updatedReplicas: [3, number],
  availableReplicas: [4, number],
  conditions: [6, list(CONDITION)],
})

export const deployments = defineResource({
  resource: 'deployments',
  kind: 'Deployment',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, object({ ...WORKLOAD, ...SPEC_CHANGE, ...REVISION }, ['name', 'namespace', 'uid'])],
      spec: [
        2,
        object({ replicas: [1, number], paused: [7, boolean], strategy: [4, STRATEGY], template: [3, TEMPLATE] }),
      ],
      status: [3, STATUS],
    },
    ['metadata', 'spec'],
  ),
  indexes: { namespace: BY_NAMESPACE },
})
