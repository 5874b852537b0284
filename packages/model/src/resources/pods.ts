import { defineResource } from '../define-resource.ts'
import {
  boolean,
  type Kept,
  list,
  listExcept,
  listOnly,
  map,
  number,
  object,
  port,
  scatteredText,
  shared,
  sharedText,
  text,
  time,
} from '../fields.ts'
import { podLabelsKey } from '../labels.ts'
import { BY_NAMESPACE } from '../store.ts'
import { CONDITION, NAME, OWNER_REFERENCES } from './common.ts'
import { byOwner, present } from './file-by.ts'

const METADATA = object(
  {
    ...NAME,
    creationTimestamp: [8, time],
    deletionTimestamp: [9, time],
    finalizers: [14, list(sharedText)],
    labels: [11, shared(map)],
    ownerReferences: [13, OWNER_REFERENCES],
  },
  ['name', 'namespace', 'uid'],
)

/** What a probe asks, never how: `exec` is there, its command is not. JSON inlines the message that names it. */
const PROBE_TARGET = {
  httpGet: [[1, 2], object({ port: [2, port] })],
  tcpSocket: [[1, 3], object({ port: [1, port] })],
  grpc: [[1, 4], object({ port: [1, number] })],
  exec: [[1, 1], object({})],
} as const

const CONTAINER = {
  name: [1, sharedText],
  image: [2, sharedText],
  ports: [
    6,
    list(object({ name: [1, sharedText], containerPort: [3, number], protocol: [4, sharedText] }, ['containerPort'])),
  ],
  readinessProbe: [11, object(PROBE_TARGET)],
  /** Also how long a container may take to start by it. */
  startupProbe: [
    22,
    object({
      ...PROBE_TARGET,
      initialDelaySeconds: [2, number],
      periodSeconds: [4, number],
      failureThreshold: [6, number],
    }),
  ],
} as const

const ENDED = object({ reason: [3, sharedText], exitCode: [1, number] })

/** Without times: so the statuses of a template's healthy pods are equal, and stored once. */
const CONTAINER_STATUSES = shared(
  list(
    object(
      {
        name: [1, sharedText],
        ready: [4, boolean],
        started: [9, boolean],
        restartCount: [5, number],
        state: [
          2,
          object({
            waiting: [1, object({ reason: [1, sharedText] })],
            running: [2, object({})],
            terminated: [3, ENDED],
          }),
        ],
        lastState: [3, object({ terminated: [3, ENDED] })],
      },
      ['name'],
    ),
  ),
)

const SPEC = object({
  nodeName: [10, scatteredText],
  hostname: [16, text],
  subdomain: [17, sharedText],
  hostNetwork: [11, boolean],
  dnsPolicy: [6, sharedText],
  readinessGates: [28, shared(list(object({ conditionType: [1, sharedText] }, ['conditionType'])))],
  containers: [2, shared(list(object(CONTAINER, ['name'])))],
  /** Only those with restartPolicy Always (sidecars) take part in ports and readiness. */
  initContainers: [
    20,
    shared(
      listOnly(object({ ...CONTAINER, restartPolicy: [24, sharedText] }, ['name']), { restartPolicy: ['Always'] }),
    ),
  ],
})

/** The steps on the way to Ready only while they are not True: most pods are long past them. */
const CONDITIONS = listExcept(CONDITION, {
  type: ['PodScheduled', 'Initialized', 'PodReadyToStartContainers', 'ContainersReady'],
  status: ['True'],
})

const STATUS = object({
  phase: [1, sharedText],
  /** See trimStart. */
  startTime: [7, time],
  podIP: [6, text],
  podIPs: [12, list(object({ ip: [1, text] }, ['ip']))],
  /** Of a pod: why it was evicted. */
  reason: [4, sharedText],
  conditions: [2, CONDITIONS],
  containerStatuses: [8, CONTAINER_STATUSES],
  initContainerStatuses: [10, CONTAINER_STATUSES],
})

const FIELDS = object({ metadata: [1, METADATA], spec: [2, SPEC], status: [3, STATUS] }, ['metadata', 'spec'])

type Pod = Kept<typeof FIELDS>

/** `agentsOn`: those that a DaemonSet owns, by the name of their Node; `kubeProxy`: those of kube-proxy, by their namespace. */
export const pods = defineResource({
  resource: 'pods',
  kind: 'Pod',
  group: '',
  version: 'v1',
  namespaced: true,
  readFor: 'details',
  touches: 'worked out',
  fields: FIELDS,
  indexes: {
    namespace: BY_NAMESPACE,
    labels: pod => [podLabelsKey(pod)],
    ip: pod => (pod.status?.podIPs ?? []).map(({ ip }) => ip),
    nodeName: pod => present(pod.spec.nodeName),
    agentsOn: pod => (isOfDaemonSet(pod) ? present(pod.spec.nodeName) : []),
    kubeProxy: pod => (isKubeProxy(pod) ? [pod.metadata.namespace] : []),
    uid: pod => [pod.metadata.uid],
    owner: pod => byOwner(pod),
  },
  isPacked: true,
  trim: trimStart,
})

/** When it was started is stored only while it is not Ready: that tells whether it ever was, and most pods are. */
function trimStart(pod: Pod): Pod {
  const { status } = pod
  const ready = status?.conditions.find(({ type }) => type === 'Ready')
  if (status?.startTime === undefined || ready?.status !== 'True') return pod
  const { startTime: _startTime, ...kept } = status
  return { ...pod, status: kept }
}

/** Cilium and others take kube-proxy's place and leave no mark on Services: its pods are all there is to go by. */
export function isKubeProxy({ metadata }: Pick<Pod, 'metadata'>): boolean {
  const { namespace, labels, name } = metadata
  return namespace === 'kube-system' && (labels['k8s-app'] === 'kube-proxy' || name.startsWith('kube-proxy'))
}

function isOfDaemonSet({ metadata }: Pod): boolean {
  return metadata.ownerReferences.some(({ kind }) => kind === 'DaemonSet')
}
