import { defineResource } from '../define-resource.ts'
import { list, number, object, port, time } from '../fields.ts'
import { BY_NAMESPACE } from '../store.ts'
import { CONDITION, LABEL_SELECTOR, NAME } from './common.ts'

const STATUS = object({
  observedGeneration: [1, number],
  disruptionsAllowed: [3, number],
  currentHealthy: [4, number],
  desiredHealthy: [5, number],
  expectedPods: [6, number],
  conditions: [7, list(CONDITION)],
})

export const poddisruptionbudgets = defineResource({
  resource: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  group: 'policy',
  version: 'v1',
  namespaced: true,
  readFor: 'causes',
  touches: 'namespace',
  fields: object(
    {
      metadata: [
        1,
        object({ ...NAME, generation: [7, number], creationTimestamp: [8, time] }, ['name', 'namespace', 'uid']),
      ],
      spec: [2, object({ minAvailable: [1, port], maxUnavailable: [3, port], selector: [2, LABEL_SELECTOR] })],
      status: [3, STATUS],
    },
    ['metadata'],
  ),
  indexes: { namespace: BY_NAMESPACE },
})
