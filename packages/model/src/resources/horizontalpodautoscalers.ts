import { defineResource } from '../define-resource.ts'
import { list, number, object, sharedText, text } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { STATUS_CONDITION, WORKLOAD } from './common.ts'

const SPEC = object({
  scaleTargetRef: [1, object({ kind: [1, sharedText], name: [2, text] })],
  minReplicas: [2, number],
  maxReplicas: [3, number],
})

const STATUS = object({
  currentReplicas: [3, number],
  desiredReplicas: [4, number],
  conditions: [6, list(STATUS_CONDITION)],
})

export const horizontalpodautoscalers = defineResource({
  resource: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  group: 'autoscaling',
  version: 'v2',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, object(WORKLOAD, ['name', 'namespace', 'uid'])],
      spec: [2, SPEC],
      status: [3, STATUS],
    },
    ['metadata', 'spec'],
  ),
  indexes: { namespace: BY_NAMESPACE },
})
