import { defineResource } from '../define-resource.ts'
import { boolean, list, listExcept, namedKeys, object, shared, sharedText, text, time } from '../fields.ts'
import { CONDITION } from './common.ts'
import { present } from './file-by.ts'

const METADATA = object(
  {
    name: [1, sharedText],
    uid: [5, text],
    creationTimestamp: [8, time],
    deletionTimestamp: [9, time],
    labels: [
      11,
      shared(namedKeys('topology.kubernetes.io/zone', 'topology.kubernetes.io/region', 'kubernetes.io/hostname')),
    ],
  },
  ['name', 'uid'],
)

/** Pressure only while there is some: on a lost node all conditions are Unknown, as Ready says. */
const CONDITIONS = listExcept(CONDITION, {
  type: ['MemoryPressure', 'DiskPressure', 'PIDPressure'],
  status: ['False', 'Unknown'],
})

export const nodes = defineResource({
  resource: 'nodes',
  kind: 'Node',
  group: '',
  version: 'v1',
  namespaced: false,
  readFor: 'details',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, METADATA],
      spec: [
        2,
        object({
          unschedulable: [4, boolean],
          podCIDRs: [7, list(text)],
          taints: [5, list(object({ key: [1, sharedText], effect: [3, sharedText] }, ['key']))],
        }),
      ],
      status: [3, object({ conditions: [4, CONDITIONS] })],
    },
    ['metadata'],
  ),
  indexes: { zone: node => present(node.metadata.labels['topology.kubernetes.io/zone']) },
})
