import {
  ClusterStore,
  type Entry,
  type Resource,
  RESOURCE_NAMES,
  RESOURCES,
  type ResourceDelta,
} from '@slicescope/model'
import type { Coverage, CoverageOf, Moment } from '../inputs.ts'
import { buildServiceGraph, type ServiceGraph } from '../service-graph.ts'

type Raw = Readonly<Record<string, unknown>>

/** The time of all tests that move none. */
export const NOW = Date.parse('2026-01-01T12:00:00Z')

/** For tests: a cluster's store, fed with objects as the API would send them. Everything counts as listed unless said otherwise. */
export class TestCluster {
  readonly store = new ClusterStore<never>(() => 0)
  readonly coverages = new Map<string, Coverage>()
  /** A test may move it. */
  now = NOW
  readonly #coverage: CoverageOf = (resource, namespace) =>
    this.coverages.get(`${resource}/${namespace}`) ?? this.coverages.get(resource) ?? 'known'
  readonly #writers = Object.fromEntries(RESOURCE_NAMES.map(resource => [resource, createSetter(this.store, resource)]))

  get inputs(): Moment {
    return { listers: this.store.listers, coverage: this.#coverage, now: this.now }
  }

  /** Adds or replaces. */
  set(resource: Resource, ...objects: readonly Raw[]): void {
    this.#writers[resource]?.('set', objects)
  }

  delete(resource: Resource, ...objects: readonly Raw[]): void {
    this.#writers[resource]?.('delete', objects)
  }

  onDeltas(listener: (deltas: readonly ResourceDelta[]) => void): void {
    this.store.subscribe(batch => listener(deltasOf(batch)))
  }

  /** Built from scratch. */
  graph(key: string): ServiceGraph {
    const service = this.store.listers.services.get(key)
    if (service === undefined) throw new Error(`the test made no Service ${key}`)
    return buildServiceGraph(service, this.inputs)
  }
}

function createSetter(store: ClusterStore, resource: Resource) {
  const writer = store.writer(resource, null)
  return (type: 'set' | 'delete', objects: readonly Raw[]) =>
    writer.apply(objects.map(raw => ({ type, object: RESOURCES[resource].keep(raw, store.interner) })))
}

function deltasOf(batch: readonly Entry[]): readonly ResourceDelta[] {
  return batch.flatMap(entry => (entry.type === 'delta' ? [entry.delta] : []))
}

/** `shop/web` with the selector app=web and one port, http. */
export function aService(spec: Raw = {}, metadata: Raw = {}): Raw {
  return {
    metadata: { name: 'web', namespace: 'shop', uid: 'service-web', ...metadata },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      ipFamilies: ['IPv4'],
      selector: { app: 'web' },
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
      ...spec,
    },
  }
}

/** A slice of `shop/web` with the port http, unless told otherwise. */
export function aSlice(endpoints: readonly Raw[] | null, change: Raw = {}): Raw {
  const { name = 'web-1', namespace = 'shop', service = 'web', labels = {}, ...rest } = change
  return {
    metadata: {
      name,
      namespace,
      uid: `slice-${String(name)}`,
      labels: { 'kubernetes.io/service-name': service, ...Object(labels) },
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
    endpoints,
    ...rest,
  }
}

/** Number n at 10.0.0.n, named after pod web-n, without conditions: ready by the nil rules. */
export function anEndpoint(n: number, change: Raw = {}): Raw {
  const targetRef = { kind: 'Pod', namespace: 'shop', name: `web-${n}`, uid: `pod-${n}` }
  return { addresses: [`10.0.0.${n}`], targetRef, ...change }
}

export const READY = { ready: true, serving: true, terminating: false }
export const NOT_READY = { ready: false, serving: false, terminating: false }
export const FALLBACK = { ready: false, serving: true, terminating: true }
export const TERMINATING = { ready: false, serving: false, terminating: true }

/** Pod web-n of `shop`, running, with the label app=web. */
export function aPod(n: number, change: Raw = {}): Raw {
  const { metadata = {}, spec = {}, status = {} } = change
  return {
    metadata: { name: `web-${n}`, namespace: 'shop', uid: `pod-${n}`, labels: { app: 'web' }, ...Object(metadata) },
    spec: { containers: [{ name: 'main' }], ...Object(spec) },
    status: {
      phase: 'Running',
      podIP: `10.0.0.${n}`,
      podIPs: [{ ip: `10.0.0.${n}` }],
      conditions: [{ type: 'Ready', status: 'True' }],
      ...Object(status),
    },
  }
}

export function aNode(name: string, zone: string | null, ready = true): Raw {
  const labels = zone === null ? {} : { 'topology.kubernetes.io/zone': zone }
  return {
    metadata: { name, uid: `node-${name}`, labels },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] },
  }
}
