import type {
  ApiObject,
  RawContainer,
  RawDeployment,
  RawEndpointSlice,
  RawJob,
  RawNamespace,
  RawNode,
  RawObjects,
  RawPod,
  RawPodSpec,
  RawReplicaSet,
  RawStatefulSet,
  ResourceName,
} from './raw-objects.ts'

type Defaulting = { readonly [R in ResourceName]?: (object: RawObjects[R]) => RawObjects[R] }

function withStatus<T extends ApiObject>(object: T): T {
  return { ...object, status: { ...object.status } }
}

/** Upstream pkg/apis/{core,apps,batch}/v1/defaults.go. Services are done apart, for they need addresses. */
const DEFAULTS: Defaulting = {
  endpointslices: defaultSlice,
  pods: defaultPod,
  nodes: defaultNode,
  namespaces: defaultNamespace,
  deployments: defaultDeployment,
  replicasets: defaultReplicaSet,
  statefulsets: defaultStatefulSet,
  daemonsets: object =>
    withStatus({ ...object, spec: { ...object.spec, template: defaultTemplate(object.spec.template) } }),
  jobs: defaultJob,
  ingresses: object => ({ ...object, status: { loadBalancer: {}, ...object.status } }),
  horizontalpodautoscalers: withStatus,
  poddisruptionbudgets: withStatus,
}

/** Returns the object with what the API server fills in where people see it. */
export function withDefaults<R extends ResourceName>(resource: R, object: RawObjects[R]): RawObjects[R] {
  const fill: Defaulting[R] = DEFAULTS[resource]
  return fill === undefined ? object : fill(object)
}

function defaultSlice(slice: RawEndpointSlice): RawEndpointSlice {
  const ports = (slice.ports ?? []).map(port => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' }))
  const endpoints = slice.endpoints ?? []
  return { ...slice, endpoints: endpoints.length === 0 ? null : endpoints, ports: ports.length === 0 ? null : ports }
}

function defaultPod(pod: RawPod): RawPod {
  const phase = pod.status?.phase ?? 'Pending'
  return { ...pod, spec: defaultPodSpec(pod.spec), status: { ...pod.status, phase, qosClass: 'BestEffort' } }
}

function defaultPodSpec(spec: RawPodSpec): RawPodSpec {
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
    securityContext: {},
    ...spec,
    containers: (spec.containers ?? []).map(defaultContainer),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(defaultContainer) }),
  }
}

function defaultContainer(container: RawContainer): RawContainer {
  const { ports } = container
  return {
    imagePullPolicy: 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    ...(ports === undefined ? {} : { ports: ports.map(port => ({ ...port, protocol: port.protocol ?? 'TCP' })) }),
  }
}

function defaultTemplate<T extends { readonly spec: RawPodSpec }>(template: T): T {
  return { ...template, spec: defaultPodSpec(template.spec) }
}

function defaultNode(node: RawNode): RawNode {
  const { name, labels } = node.metadata
  return {
    ...node,
    metadata: { ...node.metadata, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: { ...node.spec },
    status: { ...node.status },
  }
}

function defaultNamespace(namespace: RawNamespace): RawNamespace {
  const { metadata } = namespace
  return {
    ...namespace,
    metadata: { ...metadata, labels: { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name } },
    spec: { finalizers: ['kubernetes'], ...namespace.spec },
    status: { phase: 'Active', ...namespace.status },
  }
}

function defaultDeployment(deployment: RawDeployment): RawDeployment {
  const { spec } = deployment
  const strategy = spec.strategy ?? {}
  const type = strategy.type ?? 'RollingUpdate'
  const rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...strategy.rollingUpdate }
  return withStatus({
    ...deployment,
    spec: {
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...spec,
      replicas: spec.replicas ?? 1,
      strategy: type === 'Recreate' ? { type } : { type, rollingUpdate },
      template: defaultTemplate(spec.template),
    },
  })
}

function defaultReplicaSet(set: RawReplicaSet): RawReplicaSet {
  const { spec, status } = set
  const template = defaultTemplate(spec.template)
  return { ...set, spec: { ...spec, replicas: spec.replicas ?? 1, template }, status: { replicas: 0, ...status } }
}

function defaultStatefulSet(set: RawStatefulSet): RawStatefulSet {
  const { spec, status } = set
  return {
    ...set,
    spec: {
      podManagementPolicy: 'OrderedReady',
      revisionHistoryLimit: 10,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      ...spec,
      replicas: spec.replicas ?? 1,
      template: defaultTemplate(spec.template),
    },
    status: { replicas: 0, availableReplicas: 0, ...status },
  }
}

function defaultJob(job: RawJob): RawJob {
  const { spec } = job
  const isParallelOnly = spec.completions === undefined && spec.parallelism !== undefined
  return withStatus({
    ...job,
    spec: {
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      ...spec,
      ...(isParallelOnly ? {} : { completions: spec.completions ?? 1 }),
      parallelism: spec.parallelism ?? 1,
      template: defaultTemplate(spec.template),
    },
  })
}
