import { defineResource } from '../define-resource.ts'
import { list, namedKeys, object, shared, sharedText, text, time } from '../fields.ts'
import { CONDITION } from './common.ts'

const METADATA = object(
  {
    name: [1, sharedText],
    uid: [5, text],
    creationTimestamp: [8, time],
    deletionTimestamp: [9, time],
    labels: [11, shared(namedKeys('kubernetes.io/metadata.name'))],
  },
  ['name', 'uid'],
)

export const namespaces = defineResource({
  resource: 'namespaces',
  kind: 'Namespace',
  group: '',
  version: 'v1',
  namespaced: false,
  readFor: 'details',
  touches: 'worked out',
  fields: object(
    {
      metadata: [1, METADATA],
      /** The conditions are there only once it is being deleted, and say what holds it. */
      status: [3, object({ phase: [1, sharedText], conditions: [2, list(CONDITION)] })],
    },
    ['metadata'],
  ),
  indexes: {},
})
