import { boolean, cutText, type Kept, list, map, namedKeys, object, shared, sharedText, text, time } from '../fields.ts'

/** What several resources store alike. The numbers are those of the API's generated.proto files. */
export const NAME = { name: [1, text], namespace: [3, sharedText], uid: [5, text] } as const

export const NAMESPACED = object({ ...NAME, creationTimestamp: [8, time] }, ['name', 'namespace', 'uid'])

export const CLUSTER_SCOPED = object({ name: [1, text], uid: [5, text], creationTimestamp: [8, time] }, ['name', 'uid'])

export const OWNER_REFERENCE = object(
  { kind: [1, sharedText], name: [3, sharedText], uid: [4, sharedText], controller: [6, boolean] },
  ['kind', 'name', 'uid'],
)

export const OWNER_REFERENCES = shared(list(OWNER_REFERENCE))

/** The metadata of what makes pods. */
export const WORKLOAD = {
  ...NAME,
  creationTimestamp: [8, time],
  deletionTimestamp: [9, time],
  labels: [11, shared(map)],
  ownerReferences: [13, OWNER_REFERENCES],
} as const

/** What Deployments write on themselves and on their ReplicaSets. */
export const REVISION = { annotations: [12, namedKeys('deployment.kubernetes.io/revision')] } as const

export const TEMPLATE = shared(
  object({
    metadata: [1, object({ labels: [11, map] })],
    spec: [2, object({ containers: [2, list(object({ name: [1, sharedText], image: [2, sharedText] }, ['name']))] })],
  }),
)

/** Of pods, Nodes, Namespaces and Jobs. */
export const CONDITION = object(
  {
    type: [1, sharedText],
    status: [2, sharedText],
    reason: [5, sharedText],
    message: [6, cutText],
    lastTransitionTime: [4, time],
  },
  ['type', 'status'],
)

/** Of what makes pods, autoscalers and APIServices: the same, under other numbers. */
export const STATUS_CONDITION = object(
  {
    type: [1, sharedText],
    status: [2, sharedText],
    reason: [4, sharedText],
    message: [5, cutText],
    lastTransitionTime: [3, time],
  },
  ['type', 'status'],
)

export const LABEL_SELECTOR = object({
  matchLabels: [1, map],
  matchExpressions: [
    2,
    list(
      object({ key: [1, sharedText], operator: [2, sharedText], values: [3, list(sharedText)] }, ['key', 'operator']),
    ),
  ],
})

export type Condition = Kept<typeof CONDITION>
export type LabelSelector = Kept<typeof LABEL_SELECTOR>
