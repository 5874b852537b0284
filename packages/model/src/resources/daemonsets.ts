import { defineResource } from '../define-resource.ts'
import { list, number, object, port, sharedText } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { STATUS_CONDITION, TEMPLATE, WORKLOAD } from './common.ts'
import { SPEC_CHANGE } from './spec-change.ts'

const UPDATE_STRATEGY = object({ type: [1, sharedText], rollingUpdate: [2, object({ maxUnavailable: [1, port] })] })

const STATUS = object({
  observedGeneration: [5, number],
  desiredNumberScheduled: [3, number],
  currentNumberScheduled: [1, number],
  numberReady: [4, number],
  updatedNumberScheduled: [6, number],
  conditions: [10, list(STATUS_CONDITION)],
})

export const daemonsets = defineResource({
  resource: 'daemonsets',
  kind: 'DaemonSet',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, object({ ...WORKLOAD, ...SPEC_CHANGE }, ['name', 'namespace', 'uid'])],
      spec: [2, object({ updateStrategy: [3, UPDATE_STRATEGY], template: [2, TEMPLATE] })],
      status: [3, STATUS],
    },
    ['metadata', 'spec'],
  ),
  indexes: { namespace: BY_NAMESPACE },
})
