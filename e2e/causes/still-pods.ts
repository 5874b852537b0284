import { setTimeout } from 'node:timers/promises'
import { type Json, type KubeObject, makePod, setPodStatus, waitFor } from '@slicescope/control-plane'
import { SERVICE, type Site } from './cause.ts'

/** A probe as most pods have one. */
export const PROBE: Json = { httpGet: { path: '/healthz', port: 8080 } }

/** A container as most pods have one. */
export const CONTAINER: Json = {
  name: 'main',
  image: 'example.com/main:1',
  ports: [{ name: 'http', containerPort: 8080 }],
  readinessProbe: PROBE,
}

/** What a kubelet writes of a container that runs. */
export function running(name: string, change: Json = {}): Json {
  return {
    name,
    image: `example.com/${name}:1`,
    imageID: '',
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: new Date().toISOString() } },
    ...change,
  }
}

/** What a kubelet writes of a container that does not run. */
export function waiting(name: string, reason: string, change: Json = {}): Json {
  return running(name, { ready: false, started: false, state: { waiting: { reason } }, ...change })
}

export interface StillPod {
  /** `web-0` unless said otherwise. */
  readonly name?: string
  /** Site.still unless said otherwise. */
  readonly node?: string
  /** Of one family or both; an address belongs to one pod only, in all causes. */
  readonly ips: readonly string[]
  readonly ready?: boolean
  readonly labels?: Readonly<Record<string, string>>
  readonly metadata?: Json
  readonly spec?: Json
  readonly status?: Json
}

/** A pod of the Service on a Node that no kubelet serves, with the status that a kubelet would have written. */
export async function makeStillPod({ api, namespace, still }: Site, pod: StillPod): Promise<KubeObject> {
  const { name = 'web-0', node = still, ips, ready = true, labels = { app: SERVICE }, spec = {}, status = {} } = pod
  const made = await makePod(api, {
    namespace,
    name,
    labels,
    nodeName: node,
    spec: { containers: [CONTAINER], ...spec },
  })
  await setPodStatus(
    api,
    { namespace, name },
    {
      ips,
      ready,
      status: { containerStatuses: [running('main', { ready })], ...status },
    },
  )
  return made
}

/**
 * Longer than the EndpointSlice controller may look at a slice again that it wrote itself (a second), and nothing shows
 * whether it will: what changes after this changes under slices at rest.
 */
const SECOND_LOOK_MS = 3_000

/** Resolves when the slices of the Service list as many endpoints and the controller is done with them. */
export async function atRest(site: Site, endpoints: number): Promise<void> {
  await listed(site, endpoints)
  await setTimeout(SECOND_LOOK_MS)
}

interface Slices {
  readonly items: readonly {
    readonly metadata: { readonly name: string }
    readonly endpoints: readonly unknown[] | null
  }[]
}

/** Resolves when the slices of the Service list as many endpoints. */
export function listed({ api, namespace }: Site, endpoints: number): Promise<true> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`
  return waitFor(
    async () => {
      const { items } = await api.get<Slices>(path)
      return items.reduce((sum, slice) => sum + (slice.endpoints ?? []).length, 0) === endpoints
    },
    { what: `${endpoints} endpoints in ${namespace}` },
  )
}
