import type { NewObject } from '../api/raw-objects.ts'
import { createSimulation, type Simulation } from '../behaviour/simulation.ts'

export const START = Date.parse('2026-01-01T00:00:00Z')

/** A living cluster with two nodes in each of three zones and the namespace shop, for tests. */
export function aSimulation({ seed = 1, nodes = 6 } = {}): Simulation {
  const simulation = createSimulation({ seed, start: START })
  simulation.storage.create('namespaces', { metadata: { name: 'shop' } })
  for (let number = 0; number < nodes; number++) addNode(simulation, `node-${number}`, `eu-1${'abc'[number % 3]}`)
  simulation.clock.step(10_000)
  return simulation
}

export function addNode({ storage }: Simulation, name: string, zone: string): void {
  storage.create('nodes', { metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } } })
}

interface WorkloadShape {
  readonly name?: string
  readonly replicas?: number
  readonly annotations?: Readonly<Record<string, string>>
  readonly spec?: object
  readonly pod?: object
  readonly probe?: boolean
}

export function aTemplate({ name = 'web', annotations = {}, pod = {}, probe = true }: WorkloadShape = {}) {
  const readinessProbe = probe ? { readinessProbe: { httpGet: { path: '/ready', port: 'http' } } } : {}
  return {
    metadata: { labels: { app: name }, annotations },
    spec: {
      containers: [
        { name: 'app', image: `${name}:1`, ports: [{ name: 'http', containerPort: 8080 }], ...readinessProbe },
      ],
      ...pod,
    },
  }
}

export function aDeployment(shape: WorkloadShape = {}): NewObject<'deployments'> {
  const { name = 'web', replicas = 3, spec = {} } = shape
  return {
    metadata: { name, namespace: 'shop', labels: { app: name } },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: aTemplate(shape), ...spec },
  }
}

export function aStatefulSet(shape: WorkloadShape = {}): NewObject<'statefulsets'> {
  const { name = 'my-db', replicas = 3, spec = {} } = shape
  return {
    metadata: { name, namespace: 'shop' },
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: aTemplate({ ...shape, name }),
      ...spec,
    },
  }
}

export function aService(name = 'web', spec: object = {}): NewObject<'services'> {
  return {
    metadata: { name, namespace: 'shop' },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec },
  }
}

/** `name ready/serving/terminating zone` of every endpoint of a Service, sorted. */
export function endpointsOf({ storage }: Simulation, service = 'web'): readonly string[] {
  return storage
    .list('endpointslices')
    .filter(slice => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap(slice => slice.endpoints ?? [])
    .map(({ conditions, zone, targetRef }) => {
      const said = [conditions?.ready, conditions?.serving, conditions?.terminating].map(value => (value ? 'T' : 'F'))
      return `${String(targetRef?.['name'])} ${said.join('')} ${String(zone)}`
    })
    .toSorted()
}

export function countReady(simulation: Simulation, service = 'web'): string {
  const endpoints = endpointsOf(simulation, service)
  return `${endpoints.filter(text => text.includes(' TTF ')).length}/${endpoints.length}`
}

export function eventReasons({ storage }: Simulation): readonly string[] {
  return [...new Set(storage.list('events').map(({ reason }) => reason ?? ''))].toSorted()
}
