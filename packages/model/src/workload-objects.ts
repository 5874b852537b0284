import { boolean, type Kept, list, map, namedKeys, number, object, port, shared, sharedText, text } from './fields.ts'
import { CONDITION, OWNER_REFERENCES } from './objects.ts'
import { SPEC_CHANGE } from './spec-change.ts'

/** The allow-lists of what makes pods: how many it wants, of which labels and images. See objects.ts. */
const METADATA = {
  name: text,
  namespace: sharedText,
  uid: text,
  creationTimestamp: text,
  deletionTimestamp: text,
  labels: shared(map),
  ownerReferences: OWNER_REFERENCES,
} as const

const EDITED = { ...METADATA, specChange: SPEC_CHANGE } as const

const WORKLOAD_METADATA = object(METADATA, ['name', 'namespace', 'uid'])

const EDITED_METADATA = object(EDITED, ['name', 'namespace', 'uid'])

const REVISION = { annotations: namedKeys('deployment.kubernetes.io/revision') } as const

const REVISED_METADATA = object({ ...METADATA, ...REVISION }, ['name', 'namespace', 'uid'])

const TEMPLATE = shared(
  object({
    metadata: object({ labels: map }),
    spec: object({ containers: list(object({ name: sharedText, image: sharedText }, ['name'])) }),
  }),
)

export const DEPLOYMENT = object(
  {
    metadata: object({ ...EDITED, ...REVISION }, ['name', 'namespace', 'uid']),
    spec: object({
      replicas: number,
      paused: boolean,
      strategy: object({ type: sharedText, rollingUpdate: object({ maxUnavailable: port, maxSurge: port }) }),
      template: TEMPLATE,
    }),
    status: object({
      replicas: number,
      readyReplicas: number,
      updatedReplicas: number,
      availableReplicas: number,
      conditions: list(CONDITION),
    }),
  },
  ['metadata', 'spec'],
)

export const REPLICA_SET = object(
  {
    metadata: REVISED_METADATA,
    spec: object({ replicas: number, template: TEMPLATE }),
    status: object({ replicas: number, readyReplicas: number, conditions: list(CONDITION) }),
  },
  ['metadata', 'spec'],
)

export const STATEFUL_SET = object(
  {
    metadata: EDITED_METADATA,
    spec: object({ replicas: number, serviceName: sharedText, podManagementPolicy: sharedText, template: TEMPLATE }),
    status: object({
      replicas: number,
      readyReplicas: number,
      updatedReplicas: number,
      currentRevision: text,
      updateRevision: text,
      conditions: list(CONDITION),
    }),
  },
  ['metadata', 'spec'],
)

export const DAEMON_SET = object(
  {
    metadata: EDITED_METADATA,
    spec: object({
      updateStrategy: object({ type: sharedText, rollingUpdate: object({ maxUnavailable: port }) }),
      template: TEMPLATE,
    }),
    status: object({
      observedGeneration: number,
      desiredNumberScheduled: number,
      currentNumberScheduled: number,
      numberReady: number,
      updatedNumberScheduled: number,
      conditions: list(CONDITION),
    }),
  },
  ['metadata', 'spec'],
)

export const JOB = object(
  {
    metadata: WORKLOAD_METADATA,
    spec: object({ suspend: boolean, template: TEMPLATE }),
    status: object({ active: number, succeeded: number, failed: number, conditions: list(CONDITION) }),
  },
  ['metadata', 'spec'],
)

export const HORIZONTAL_POD_AUTOSCALER = object(
  {
    metadata: WORKLOAD_METADATA,
    spec: object({
      scaleTargetRef: object({ kind: sharedText, name: text }),
      minReplicas: number,
      maxReplicas: number,
    }),
    status: object({ currentReplicas: number, desiredReplicas: number, conditions: list(CONDITION) }),
  },
  ['metadata', 'spec'],
)

export type Deployment = Kept<typeof DEPLOYMENT>
export type ReplicaSet = Kept<typeof REPLICA_SET>
export type StatefulSet = Kept<typeof STATEFUL_SET>
export type DaemonSet = Kept<typeof DAEMON_SET>
export type Job = Kept<typeof JOB>
export type HorizontalPodAutoscaler = Kept<typeof HORIZONTAL_POD_AUTOSCALER>
