import { defineResource } from '../define-resource.ts'
import { boolean, list, number, object } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { CONDITION, TEMPLATE, WORKLOAD } from './common.ts'
import { byOwner } from './file-by.ts'

export const jobs = defineResource({
  resource: 'jobs',
  kind: 'Job',
  group: 'batch',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, object(WORKLOAD, ['name', 'namespace', 'uid'])],
      spec: [2, object({ suspend: [10, boolean], template: [6, TEMPLATE] })],
      status: [
        3,
        object({
          active: [4, number],
          succeeded: [5, number],
          failed: [6, number],
          conditions: [1, list(CONDITION)],
        }),
      ],
    },
    ['metadata', 'spec'],
  ),
  indexes: { namespace: BY_NAMESPACE, owner: job => byOwner(job) },
})
