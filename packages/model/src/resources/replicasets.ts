import { defineResource } from '../define-resource.ts'
import { list, number, object } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { REVISION, STATUS_CONDITION, TEMPLATE, WORKLOAD } from './common.ts'
import { byOwner } from './file-by.ts'

export const replicasets = defineResource({
  resource: 'replicasets',
  kind: 'ReplicaSet',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, object({ ...WORKLOAD, ...REVISION }, ['name', 'namespace', 'uid'])],
      spec: [2, object({ replicas: [1, number], template: [3, TEMPLATE] })],
      status: [
        3,
        object({ replicas: [1, number], readyReplicas: [4, number], conditions: [6, list(STATUS_CONDITION)] }),
      ],
    },
    ['metadata', 'spec'],
  ),
  indexes: { namespace: BY_NAMESPACE, owner: set => byOwner(set) },
})
