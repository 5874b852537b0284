import {
  boolean,
  cutText,
  type Kept,
  list,
  listOf,
  listWhere,
  map,
  namedKeys,
  number,
  object,
  port,
  scatteredText,
  shared,
  sharedText,
  text,
} from './fields.ts'
import { SPEC_CHANGE } from './spec-change.ts'

/**
 * The allow-lists: every field of every kind that is kept, under Kubernetes' own names and nesting. Nothing else of an
 * object survives its arrival. Raise FIELD_SET when a field is added: a field outside a recorded version's set is
 * "unknown", never "absent".
 */
export const FIELD_SET = 7

const OWNER_REFERENCE = object({ kind: sharedText, name: sharedText, uid: sharedText, controller: boolean }, [
  'kind',
  'name',
  'uid',
])

export const OWNER_REFERENCES = shared(list(OWNER_REFERENCE))

export const CONDITION = object(
  { type: sharedText, status: sharedText, reason: sharedText, message: cutText, lastTransitionTime: text },
  ['type', 'status'],
)

export const SERVICE = object(
  {
    metadata: object(
      {
        name: text,
        namespace: sharedText,
        uid: text,
        creationTimestamp: text,
        deletionTimestamp: text,
        finalizers: list(sharedText),
        labels: shared(map),
        annotations: namedKeys('service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints'),
        specChange: SPEC_CHANGE,
      },
      ['name', 'namespace', 'uid'],
    ),
    spec: object({
      type: sharedText,
      clusterIP: text,
      clusterIPs: list(text),
      externalIPs: list(text),
      externalName: text,
      selector: shared(map),
      ports: list(
        object(
          {
            name: sharedText,
            protocol: sharedText,
            port: number,
            targetPort: port,
            nodePort: number,
            appProtocol: sharedText,
          },
          ['port'],
        ),
      ),
      ipFamilies: list(sharedText),
      ipFamilyPolicy: sharedText,
      publishNotReadyAddresses: boolean,
      internalTrafficPolicy: sharedText,
      externalTrafficPolicy: sharedText,
      trafficDistribution: sharedText,
      sessionAffinity: sharedText,
      healthCheckNodePort: number,
      loadBalancerClass: sharedText,
    }),
    status: object({
      loadBalancer: object({ ingress: list(object({ ip: text, hostname: text, ipMode: sharedText })) }),
    }),
  },
  ['metadata', 'spec'],
)

export const ENDPOINT_SLICE = object(
  {
    metadata: object(
      {
        name: text,
        namespace: sharedText,
        uid: text,
        /** 1 until its endpoints or ports are written again. */
        generation: number,
        creationTimestamp: text,
        deletionTimestamp: text,
        finalizers: list(sharedText),
        labels: namedKeys(
          'kubernetes.io/service-name',
          'endpointslice.kubernetes.io/managed-by',
          'service.kubernetes.io/headless',
          'service.kubernetes.io/service-proxy-name',
          'multicluster.kubernetes.io/source-cluster',
          'app.kubernetes.io/managed-by',
        ),
        annotations: namedKeys(
          'endpoints.kubernetes.io/last-change-trigger-time',
          'endpointslice.karmada.io/provision-cluster',
        ),
        ownerReferences: list(OWNER_REFERENCE),
      },
      ['name', 'namespace', 'uid'],
    ),
    addressType: sharedText,
    endpoints: list(
      object({
        addresses: list(text),
        conditions: shared(object({ ready: boolean, serving: boolean, terminating: boolean })),
        hostname: text,
        nodeName: sharedText,
        zone: sharedText,
        targetRef: object({ kind: sharedText, namespace: sharedText, name: text, uid: text }),
        hints: shared(
          object({
            forZones: list(object({ name: sharedText }, ['name'])),
            forNodes: list(object({ name: sharedText }, ['name'])),
          }),
        ),
      }),
    ),
    ports: list(object({ name: sharedText, protocol: sharedText, port: number, appProtocol: sharedText })),
  },
  ['metadata', 'addressType'],
)

const CONTAINER_PORTS = list(
  object({ name: sharedText, containerPort: number, protocol: sharedText }, ['containerPort']),
)

const PROBE_TARGET = {
  httpGet: object({ port }),
  tcpSocket: object({ port }),
  grpc: object({ port: number }),
  exec: object({}),
} as const

/** What a probe asks, never how: `exec` is there, its command is not. */
const PROBE = object(PROBE_TARGET)

/** Also how long a container may take to start by it. */
const STARTUP_PROBE = object({
  ...PROBE_TARGET,
  initialDelaySeconds: number,
  periodSeconds: number,
  failureThreshold: number,
})

const CONTAINER = {
  name: sharedText,
  image: sharedText,
  ports: CONTAINER_PORTS,
  readinessProbe: PROBE,
  startupProbe: STARTUP_PROBE,
} as const

const ENDED = object({ reason: sharedText, exitCode: number })

/** Without times: so the statuses of a template's healthy pods are equal, and kept once. */
const CONTAINER_STATUSES = shared(
  list(
    object(
      {
        name: sharedText,
        ready: boolean,
        started: boolean,
        restartCount: number,
        state: object({ waiting: object({ reason: sharedText }), running: object({}), terminated: ENDED }),
        lastState: object({ terminated: ENDED }),
      },
      ['name'],
    ),
  ),
)

const MET_WHEN_TRUE: ReadonlySet<unknown> = new Set([
  'PodScheduled',
  'Initialized',
  'PodReadyToStartContainers',
  'ContainersReady',
])

export const POD = object(
  {
    metadata: object(
      {
        name: text,
        namespace: sharedText,
        uid: text,
        creationTimestamp: text,
        deletionTimestamp: text,
        finalizers: list(sharedText),
        labels: shared(map),
        ownerReferences: OWNER_REFERENCES,
      },
      ['name', 'namespace', 'uid'],
    ),
    spec: object({
      nodeName: scatteredText,
      hostname: text,
      subdomain: sharedText,
      hostNetwork: boolean,
      dnsPolicy: sharedText,
      readinessGates: shared(list(object({ conditionType: sharedText }, ['conditionType']))),
      containers: shared(list(object(CONTAINER, ['name']))),
      /** Only those with restartPolicy Always (sidecars) take part in ports and readiness. */
      initContainers: shared(
        listWhere(object({ ...CONTAINER, restartPolicy: sharedText }, ['name']), 'restartPolicy', ['Always']),
      ),
    }),
    status: object({
      phase: sharedText,
      /** See keepPod. */
      startTime: text,
      podIP: text,
      podIPs: list(object({ ip: text }, ['ip'])),
      /** Of a pod: why it was evicted. */
      reason: sharedText,
      /** The steps on the way to Ready only while they are not True: most pods are long past them. */
      conditions: listOf(CONDITION, ({ type, status }) => status !== 'True' || !MET_WHEN_TRUE.has(type)),
      containerStatuses: CONTAINER_STATUSES,
      initContainerStatuses: CONTAINER_STATUSES,
    }),
  },
  ['metadata', 'spec'],
)

export const NODE = object(
  {
    metadata: object(
      {
        name: sharedText,
        uid: text,
        creationTimestamp: text,
        deletionTimestamp: text,
        labels: shared(
          namedKeys('topology.kubernetes.io/zone', 'topology.kubernetes.io/region', 'kubernetes.io/hostname'),
        ),
      },
      ['name', 'uid'],
    ),
    spec: object({
      unschedulable: boolean,
      podCIDRs: list(text),
      taints: list(object({ key: sharedText, effect: sharedText }, ['key'])),
    }),
    status: object({ conditions: listWhere(CONDITION, 'type', ['Ready', 'NetworkUnavailable']) }),
  },
  ['metadata'],
)

export const NAMESPACE = object(
  {
    metadata: object(
      {
        name: sharedText,
        uid: text,
        creationTimestamp: text,
        deletionTimestamp: text,
        labels: shared(namedKeys('kubernetes.io/metadata.name')),
      },
      ['name', 'uid'],
    ),
    /** The conditions are there only once it is being deleted, and say what holds it. */
    status: object({ phase: sharedText, conditions: list(CONDITION) }),
  },
  ['metadata'],
)

export type Service = Kept<typeof SERVICE>
export type EndpointSlice = Kept<typeof ENDPOINT_SLICE>
export type Endpoint = EndpointSlice['endpoints'][number]
export type Pod = Kept<typeof POD>
export type Node = Kept<typeof NODE>
export type Namespace = Kept<typeof NAMESPACE>
export type Condition = Kept<typeof CONDITION>
