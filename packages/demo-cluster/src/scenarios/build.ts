import type { NewObject, RawServiceSpec, StringMap } from '../api/raw-objects.ts'
import type { Storage } from '../api/storage.ts'

export interface PortShape {
  readonly name: string
  readonly port: number
  readonly target: number
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP'
}

export interface WorkloadShape {
  readonly namespace: string
  readonly name: string
  readonly replicas: number
  readonly ports?: readonly PortShape[]
  readonly labels?: StringMap
  readonly annotations?: StringMap
  /** More of the pod's spec. */
  readonly pod?: object
  /** More of the Service's spec. */
  readonly service?: RawServiceSpec
  readonly version?: string
}

export const HTTP: readonly PortShape[] = [{ name: 'http', port: 80, target: 8080 }]

/** The labels that a workload's pods have and its Service selects. */
function podLabels({ name, labels = {} }: WorkloadShape): StringMap {
  return { app: name, ...labels }
}

export function podTemplate(shape: WorkloadShape) {
  const { name, ports = HTTP, annotations = {}, pod = {}, version = '1.0.0' } = shape
  return {
    metadata: { labels: podLabels(shape), annotations },
    spec: {
      containers: [
        {
          name,
          image: `registry.example.com/${name}:${version}`,
          ports: ports.map(({ name: portName, target, protocol = 'TCP' }) => ({
            name: portName,
            containerPort: target,
            protocol,
          })),
          readinessProbe: { ...readinessCheck(ports), periodSeconds: 10 },
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
        },
      ],
      ...pod,
    },
  }
}

/** HTTP where the first port is called so, else whether the port can be opened at all. */
function readinessCheck([first]: readonly PortShape[]): object {
  const port = first?.name ?? 'http'
  return port === 'http' ? { httpGet: { path: '/readyz', port } } : { tcpSocket: { port } }
}

export function deployment(shape: WorkloadShape): NewObject<'deployments'> {
  const { namespace, name, replicas } = shape
  return {
    metadata: { namespace, name, labels: podLabels(shape) },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: podTemplate(shape) },
  }
}

export function statefulSet(shape: WorkloadShape, serviceName = shape.name): NewObject<'statefulsets'> {
  const { namespace, name, replicas } = shape
  return {
    metadata: { namespace, name, labels: podLabels(shape) },
    spec: { replicas, serviceName, selector: { matchLabels: { app: name } }, template: podTemplate(shape) },
  }
}

export function daemonSet(shape: WorkloadShape): NewObject<'daemonsets'> {
  const { namespace, name } = shape
  return {
    metadata: { namespace, name, labels: podLabels(shape) },
    spec: { selector: { matchLabels: { app: name } }, template: podTemplate(shape) },
  }
}

/** A Service that selects the shape's pods by name, its ports by name too. */
export function serviceFor(shape: WorkloadShape): NewObject<'services'> {
  const { namespace, name, ports = HTTP, service = {} } = shape
  return {
    metadata: { namespace, name, labels: podLabels(shape) },
    spec: {
      selector: { app: name },
      ports: ports.map(({ name: portName, port, protocol = 'TCP' }) => ({
        name: portName,
        port,
        protocol,
        targetPort: portName,
      })),
      ...service,
    },
  }
}

export function createDeployment(storage: Storage, shape: WorkloadShape): void {
  storage.create('services', serviceFor(shape))
  storage.create('deployments', deployment(shape))
}

/** With its headless Service. */
export function createStatefulSet(storage: Storage, shape: WorkloadShape): void {
  storage.create('services', serviceFor({ ...shape, service: { clusterIP: 'None', ...shape.service } }))
  storage.create('statefulsets', statefulSet(shape))
}

export function createNamespaces(storage: Storage, names: readonly string[]): void {
  for (const name of names) storage.create('namespaces', { metadata: { name } })
}

export const ZONES = ['eu-1a', 'eu-1b', 'eu-1c'] as const

export interface NodeShape {
  readonly name: string
  readonly zone?: string
  readonly labels?: StringMap
}

export function createNode(storage: Storage, { name, zone, labels = {} }: NodeShape): void {
  const zoned =
    zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone, 'topology.kubernetes.io/region': 'eu-1' }
  storage.create('nodes', {
    metadata: {
      name,
      labels: {
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': 'm6.4xlarge',
        ...zoned,
        ...labels,
      },
    },
  })
}

/** `count` nodes, dealt out over the zones: eu-1a-node-01, ... */
export function createNodes(storage: Storage, count: number): void {
  for (let number = 0; number < count; number++) {
    const zone = ZONES[number % ZONES.length] ?? ZONES[0]
    createNode(storage, {
      name: `${zone}-node-${String(Math.floor(number / ZONES.length) + 1).padStart(2, '0')}`,
      zone,
    })
  }
}
