import { ClusterStore, type Resource, RESOURCES, type ResourceInfo, type ResourceWriter } from '@slicescope/model'
import type { ClusterView } from '../cluster-view.ts'
import { viewOfStore } from '../view-of-store.ts'
import type { Outcome } from '../outcome.ts'

type Raw = Readonly<Record<string, unknown>>
/** What a harness feeds. */
const FOLLOWED = ['services', 'endpointslices', 'nodes', 'pods', 'namespaces'] as const satisfies readonly Resource[]
type Followed = (typeof FOLLOWED)[number]
type Writers = { readonly [R in Followed]: ResourceWriter<R> }

/** 2026-01-01T03:00:00Z */
export const BEGIN = Date.UTC(2026, 0, 1, 3)

/** For tests: a ClusterView over a store that is fed as a reflector would feed it, with a clock that the test moves. */
export class ViewHarness {
  now = BEGIN
  readonly store = new ClusterStore<Outcome>(() => this.now)
  readonly writers: Writers = {
    services: this.store.writer('services', null),
    endpointslices: this.store.writer('endpointslices', null),
    nodes: this.store.writer('nodes', null),
    pods: this.store.writer('pods', null),
    namespaces: this.store.writer('namespaces', null),
  }
  readonly #view = this.another()

  constructor() {
    this.store.subscribe(batch => this.#view.apply(batch))
  }

  /** As of now: what time has changed and what was worked out comes first, as in the server. */
  get view(): ClusterView {
    this.store.noteSilence()
    if ((this.#view.nextChangeAt() ?? Infinity) <= this.now) this.store.noteTime()
    this.store.conclude(this.#view.outcomes())
    return this.#view
  }

  /** Nothing waits to be worked out any more. */
  settle(): void {
    while (this.view.diagnose(this.now, () => false)) this.store.conclude(this.#view.outcomes())
    this.store.conclude(this.#view.outcomes())
  }

  /** Built from scratch over the same store, following nothing. */
  another({
    clusterDomain = 'cluster.local',
    only = null,
  }: {
    readonly clusterDomain?: string
    readonly only?: ReadonlySet<string> | null
  } = {}): ClusterView {
    return viewOfStore(this.store, { startedAt: this.now, clusterDomain, only })
  }

  /** A first complete list of each is in and its watch is open. */
  synced(...resources: readonly Followed[]): void {
    for (const resource of resources.length === 0 ? FOLLOWED : resources) {
      this.writers[resource].setTimes({ heard: this.now, verified: this.now })
      this.writers[resource].setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
    }
  }

  /** Everything that is open has been heard now. */
  heard(): void {
    for (const resource of FOLLOWED) this.writers[resource].setTimes({ heard: this.now })
  }

  set(resource: Followed, ...objects: readonly Raw[]): void {
    this.#write(resource, 'set', objects)
  }

  delete(resource: Followed, ...objects: readonly Raw[]): void {
    this.#write(resource, 'delete', objects)
  }

  // R ties the writer to what is kept for it.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  #write<R extends Followed>(resource: R, type: 'set' | 'delete', objects: readonly Raw[]): void {
    this.store.conclude(this.#view.outcomes())
    const info: ResourceInfo<R> = RESOURCES[resource]
    const writer: ResourceWriter<R> = this.writers[resource]
    writer.apply(objects.map(raw => ({ type, object: info.keep(raw, this.store.interner) })))
  }
}

/** `shop/web` with the selector app=web and the port http. */
export function aService(spec: Raw = {}, metadata: Raw = {}): Raw {
  return {
    metadata: { name: 'web', namespace: 'shop', uid: 'service-web', ...metadata },
    spec: {
      clusterIP: '10.96.0.1',
      ipFamilies: ['IPv4'],
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      ...spec,
    },
  }
}

/** A slice of `shop/web`. */
export function aSlice(endpoints: readonly Raw[], change: Raw = {}): Raw {
  const { name = 'web-1', namespace = 'shop', service = 'web', ...rest } = change
  return {
    metadata: { name, namespace, uid: `slice-${String(name)}`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080 }],
    endpoints,
    ...rest,
  }
}

export const NOT_READY = { conditions: { ready: false, serving: false } }
export const FALLBACK = { conditions: { ready: false, serving: true, terminating: true } }
export const TERMINATING = { conditions: { ready: false, serving: false, terminating: true } }

/** Of pod web-n, ready. */
export function anEndpoint(n: number, change: Raw = {}): Raw {
  const targetRef = { kind: 'Pod', namespace: 'shop', name: `web-${n}`, uid: `pod-${n}` }
  return { addresses: [`10.0.0.${n}`], targetRef, ...change }
}

export function endpointsIn(zone: string, numbers: readonly number[], change: Raw = {}): readonly Raw[] {
  return numbers.map(n => anEndpoint(n, { zone, ...change }))
}

/** Pod web-n of `shop`, created in the n-th second unless told otherwise. */
export function aPod(n: number, metadata: Raw = {}): Raw {
  const creationTimestamp = `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`
  return {
    metadata: {
      name: `web-${n}`,
      namespace: 'shop',
      uid: `pod-${n}`,
      labels: { app: 'web' },
      creationTimestamp,
      ...metadata,
    },
    spec: { containers: [] },
    status: { phase: 'Running', podIPs: [{ ip: `10.0.0.${n}` }], conditions: [{ type: 'Ready', status: 'True' }] },
  }
}

export function aNode(name: string, zone: string): Raw {
  return { metadata: { name, uid: `node-${name}`, labels: { 'topology.kubernetes.io/zone': zone } } }
}
