import { defineResource } from '../define-resource.ts'
import { list, number, object, sharedText, text } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { STATUS_CONDITION, TEMPLATE, WORKLOAD } from './common.ts'
import { SPEC_CHANGE } from './spec-change.ts'

const SPEC = object({
  replicas: [1, number],
  serviceName: [5, sharedText],
  podManagementPolicy: [6, sharedText],
  template: [3, TEMPLATE],
})

const STATUS = object({
  replicas: [2, number],
  readyReplicas: [3, number],
  updatedReplicas: [5, number],
  currentRevision: [6, text],
  updateRevision: [7, text],
  conditions: [10, list(STATUS_CONDITION)],
})

export const statefulsets = defineResource({
  resource: 'statefulsets',
  kind: 'StatefulSet',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, object({ ...WORKLOAD, ...SPEC_CHANGE }, ['name', 'namespace', 'uid'])],
      spec: [2, SPEC],
      status: [3, STATUS],
    },
    ['metadata', 'spec'],
  ),
  indexes: { namespace: BY_NAMESPACE },
})
