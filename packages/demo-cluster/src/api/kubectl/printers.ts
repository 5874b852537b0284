import { isRecord } from '@slicescope/model'
import type {
  ApiObject,
  LabelSelector,
  RawDaemonSet,
  RawDeployment,
  RawEndpointSlice,
  RawEndpoints,
  RawEvent,
  RawJob,
  RawNamespace,
  RawNode,
  RawPod,
  RawPodTemplate,
  RawReplicaSet,
  RawService,
  RawStatefulSet,
  ResourceName,
  StringMap,
} from '../raw-objects.ts'
import { ageOf, humanDuration } from './human-duration.ts'
import { summarizePod } from './pod-status.ts'

export type Cell = string | number

/** The columns of one kind as kubectl shows them; upstream kubernetes pkg/printers/internalversion/printers.go. */
export interface Printer<T extends ApiObject> {
  /** Names; a leading `+` marks those of `-o wide`, a trailing `#` numbers. */
  readonly columns: readonly string[]
  cells(object: T, now: number): readonly Cell[]
}

const NONE = '<none>'
const WORKLOAD_COLUMNS = ['+Containers', '+Images', '+Selector']

const pods: Printer<RawPod> = {
  columns: ['Name', 'Ready', 'Status', 'Restarts', 'Age', '+IP', '+Node', '+Nominated Node', '+Readiness Gates'],
  cells: (pod, now) => {
    const { ready, status, restarts } = summarizePod(pod, now)
    const { podIPs, podIP } = pod.status
    const ip = podIPs?.[0]?.ip ?? podIP
    return [
      pod.metadata.name,
      ready,
      status,
      restarts,
      age(pod, now),
      ip || NONE,
      pod.spec.nodeName || NONE,
      NONE,
      gates(pod),
    ]
  },
}

function gates({ spec, status }: RawPod): string {
  const wanted = spec.readinessGates ?? []
  if (wanted.length === 0) return NONE
  const isTrue = (type: string) => status.conditions?.find(condition => condition.type === type)?.status === 'True'
  return `${wanted.filter(gate => isTrue(gate.conditionType)).length}/${wanted.length}`
}

const services: Printer<RawService> = {
  columns: ['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', '+Selector'],
  cells: (service, now) => {
    const { type = '', clusterIP, ports = [], selector } = service.spec
    const listed = ports.map(
      ({ port, nodePort, protocol = 'TCP' }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`,
    )
    const { name } = service.metadata
    return [
      name,
      type,
      clusterIP || NONE,
      externalIp(service),
      listed.join(',') || NONE,
      age(service, now),
      labels(selector),
    ]
  },
}

function externalIp({ spec, status }: RawService): string {
  const { type, externalName = '', externalIPs = [] } = spec
  if (type === 'ExternalName') return externalName
  if (type !== 'LoadBalancer') return externalIPs.join(',') || NONE
  const balancer = status?.['loadBalancer']
  const ingress: unknown = isRecord(balancer) ? balancer['ingress'] : undefined
  const found = (Array.isArray(ingress) ? ingress : []).map(one => String(one.ip ?? one.hostname))
  return [...found, ...externalIPs].join(',') || '<pending>'
}

const endpointslices: Printer<RawEndpointSlice> = {
  columns: ['Name', 'AddressType', 'Ports', 'Endpoints', 'Age'],
  cells: (slice, now) => {
    const ports = (slice.ports ?? []).map(({ port }) => (port === undefined ? '*' : String(port)))
    const addresses = (slice.endpoints ?? []).flatMap(endpoint => endpoint.addresses)
    const { name } = slice.metadata
    const unset = '<unset>'
    return [name, slice.addressType, few(ports, unset), few(addresses, unset), age(slice, now)]
  },
}

const endpoints: Printer<RawEndpoints> = {
  columns: ['Name', 'Endpoints', 'Age'],
  cells: (object, now) => {
    const listed = (object.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
      ports.length === 0
        ? addresses.map(({ ip }) => ip)
        : ports.flatMap(({ port }) =>
            addresses.map(({ ip }) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)),
          ),
    )
    return [object.metadata.name, few(listed, (object.subsets ?? []).length === 0 ? NONE : ''), age(object, now)]
  },
}

function few(values: readonly string[], none: string): string {
  if (values.length === 0) return none
  const shown = values.slice(0, 3).join(',')
  return values.length > 3 ? `${shown} + ${values.length - 3} more...` : shown
}

const nodes: Printer<RawNode> = {
  columns: [
    'Name',
    'Status',
    'Roles',
    'Age',
    'Version',
    '+Internal-IP',
    '+External-IP',
    '+OS-Image',
    '+Kernel-Version',
    '+Container-Runtime',
  ],
  cells: (node, now) => {
    const info = node.status['nodeInfo']
    const told = (key: string) => (isRecord(info) && typeof info[key] === 'string' ? info[key] : '')
    const address = (type: string) => node.status.addresses?.find(one => one.type === type)?.address ?? NONE
    const kernel = told('kernelVersion') || '<unknown>'
    const architecture = told('architecture')
    return [
      node.metadata.name,
      nodeStatus(node),
      roles(node) || NONE,
      age(node, now),
      told('kubeletVersion'),
      address('InternalIP'),
      address('ExternalIP'),
      told('osImage') || '<unknown>',
      architecture === '' ? kernel : `${kernel} (${architecture})`,
      told('containerRuntimeVersion') || '<unknown>',
    ]
  },
}

function nodeStatus({ spec, status }: RawNode): string {
  const ready = status.conditions?.find(condition => condition.type === 'Ready')
  const told = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return spec.unschedulable ? `${told},SchedulingDisabled` : told
}

function roles({ metadata }: RawNode): string {
  const prefix = 'node-role.kubernetes.io/'
  const names = Object.keys(metadata.labels ?? {}).filter(label => label.startsWith(prefix))
  return names
    .map(label => label.slice(prefix.length))
    .toSorted()
    .join(',')
}

const namespaces: Printer<RawNamespace> = {
  columns: ['Name', 'Status', 'Age'],
  cells: (namespace, now) => [namespace.metadata.name, namespace.status.phase ?? '', age(namespace, now)],
}

const events: Printer<RawEvent> = {
  columns: [
    'Last Seen',
    'Type',
    'Reason',
    'Object',
    '+Subobject',
    '+Source',
    'Message',
    '+First Seen',
    '+Count',
    '+Name',
  ],
  cells: (event, now) => {
    const { involvedObject, source, firstTimestamp, lastTimestamp, metadata } = event
    const first = ageOf(firstTimestamp, now)
    const component = [source?.component ?? event.reportingComponent, source?.host].filter(part => part !== undefined)
    return [
      lastTimestamp === undefined ? first : ageOf(lastTimestamp, now),
      event.type ?? '',
      event.reason ?? '',
      `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`,
      involvedObject.fieldPath ?? '',
      component.join(', '),
      (event.message ?? '').trim(),
      first,
      event.count ?? 1,
      metadata.name,
    ]
  },
}

const deployments: Printer<RawDeployment> = {
  columns: ['Name', 'Ready', 'Up-to-date#', 'Available#', 'Age', ...WORKLOAD_COLUMNS],
  cells: (deployment, now) => {
    const { spec, status, metadata } = deployment
    const ready = `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`
    const counts = [status.updatedReplicas ?? 0, status.availableReplicas ?? 0]
    return [
      metadata.name,
      ready,
      ...counts,
      age(deployment, now),
      ...images(spec.template),
      selectorText(spec.selector),
    ]
  },
}

const replicasets: Printer<RawReplicaSet> = {
  columns: ['Name', 'Desired#', 'Current#', 'Ready#', 'Age', ...WORKLOAD_COLUMNS],
  cells: (set, now) => {
    const counts = [set.spec.replicas ?? 0, set.status.replicas ?? 0, set.status.readyReplicas ?? 0]
    return [set.metadata.name, ...counts, age(set, now), ...images(set.spec.template), selectorText(set.spec.selector)]
  },
}

const statefulsets: Printer<RawStatefulSet> = {
  columns: ['Name', 'Ready', 'Age', '+Containers', '+Images'],
  cells: (set, now) => {
    const ready = `${set.status.readyReplicas ?? 0}/${set.spec.replicas ?? 0}`
    return [set.metadata.name, ready, age(set, now), ...images(set.spec.template)]
  },
}

const daemonsets: Printer<RawDaemonSet> = {
  columns: [
    'Name',
    'Desired#',
    'Current#',
    'Ready#',
    'Up-to-date#',
    'Available#',
    'Node Selector',
    'Age',
    ...WORKLOAD_COLUMNS,
  ],
  cells: (set, now) => {
    const { desiredNumberScheduled, currentNumberScheduled, numberReady, updatedNumberScheduled, numberAvailable } =
      set.status
    const counts = [
      desiredNumberScheduled,
      currentNumberScheduled,
      numberReady,
      updatedNumberScheduled,
      numberAvailable,
    ]
    const { template, selector } = set.spec
    return [
      set.metadata.name,
      ...counts.map(count => count ?? 0),
      labels(template.spec.nodeSelector),
      age(set, now),
      ...images(template),
      selectorText(selector),
    ]
  },
}

const jobs: Printer<RawJob> = {
  columns: ['Name', 'Status', 'Completions', 'Duration', 'Age', ...WORKLOAD_COLUMNS],
  cells: (job, now) => {
    const { spec, status, metadata } = job
    const end = status.completionTime === undefined ? now : Date.parse(status.completionTime)
    const duration = status.startTime === undefined ? '' : humanDuration(end - Date.parse(status.startTime))
    const completions = `${status.succeeded ?? 0}/${spec.completions ?? 1}`
    return [
      metadata.name,
      jobStatus(job),
      completions,
      duration,
      age(job, now),
      ...images(spec.template),
      selectorText(spec.selector),
    ]
  },
}

function jobStatus({ metadata, status }: RawJob): string {
  const isTrue = (type: string) =>
    status.conditions?.some(condition => condition.type === type && condition.status === 'True')
  if (isTrue('Complete')) return 'Complete'
  if (isTrue('Failed')) return 'Failed'
  if (metadata.deletionTimestamp !== undefined) return 'Terminating'
  return isTrue('Suspended') ? 'Suspended' : 'Running'
}

const networkpolicies: Printer<ApiObject> = {
  columns: ['Name', 'Pod-Selector', 'Age'],
  cells: (policy, now) => {
    const selector = policy.spec?.['podSelector']
    return [policy.metadata.name, isRecord(selector) ? selectorText(selector) : NONE, age(policy, now)]
  },
}

const ingresses: Printer<ApiObject> = {
  columns: ['Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'],
  cells: (ingress, now) => {
    const { spec, metadata } = ingress
    const rules: unknown = spec?.['rules']
    const hosts = (Array.isArray(rules) ? rules : []).map(rule => String(rule.host ?? '*'))
    const ports = Array.isArray(spec?.['tls']) ? '80, 443' : '80'
    return [
      metadata.name,
      shown(spec?.['ingressClassName'], NONE),
      hosts.join(',') || '*',
      '',
      ports,
      age(ingress, now),
    ]
  },
}

const leases: Printer<ApiObject> = {
  columns: ['Name', 'Holder', 'Age'],
  cells: (lease, now) => [lease.metadata.name, shown(lease.spec?.['holderIdentity'], ''), age(lease, now)],
}

const horizontalpodautoscalers: Printer<ApiObject> = {
  columns: ['Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas#', 'Age'],
  cells: (scaler, now) => {
    const { spec, status, metadata } = scaler
    const target = spec?.['scaleTargetRef']
    const reference = isRecord(target) ? `${String(target['kind'])}/${String(target['name'])}` : ''
    const least = shown(spec?.['minReplicas'], '1')
    const replicas = Number(status?.['currentReplicas'] ?? 0)
    return [metadata.name, reference, '<unknown>', least, shown(spec?.['maxReplicas'], ''), replicas, age(scaler, now)]
  },
}

const poddisruptionbudgets: Printer<ApiObject> = {
  columns: ['Name', 'Min Available', 'Max Unavailable', 'Allowed Disruptions#', 'Age'],
  cells: (budget, now) => {
    const { spec, status, metadata } = budget
    const [least, most] = [shown(spec?.['minAvailable'], 'N/A'), shown(spec?.['maxUnavailable'], 'N/A')]
    return [metadata.name, least, most, Number(status?.['disruptionsAllowed'] ?? 0), age(budget, now)]
  },
}

export const PRINTERS: Readonly<Record<ResourceName, Printer<ApiObject>>> = {
  services,
  endpointslices,
  endpoints,
  pods,
  nodes,
  namespaces,
  events,
  deployments,
  replicasets,
  statefulsets,
  daemonsets,
  jobs,
  networkpolicies,
  ingresses,
  leases,
  horizontalpodautoscalers,
  poddisruptionbudgets,
}

function shown(value: unknown, otherwise: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise
}

function age({ metadata }: ApiObject, now: number): string {
  return ageOf(metadata.creationTimestamp, now)
}

function images({ spec }: RawPodTemplate): readonly string[] {
  const names = spec.containers.map(({ name }) => name)
  return [names.join(','), spec.containers.map(({ image }) => image ?? '').join(',')]
}

function labels(map: StringMap | undefined): string {
  const pairs = Object.entries(map ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.toSorted().join(',') || NONE
}

function selectorText(selector: LabelSelector | undefined): string {
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'In':
        return `${key} in (${values.join(',')})`
      case 'NotIn':
        return `${key} notin (${values.join(',')})`
      case 'DoesNotExist':
        return `!${key}`
      default:
        return key
    }
  })
  const equal = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  return [...equal.toSorted(), ...expressions].join(',') || NONE
}
