import type { Api } from '../api.ts'
import type { Json, KubeObject } from '../kube-types.ts'
import { POD_ANNOTATIONS, type PodFate } from '../stages.ts'

/** What the helpers let a test choose about a pod, alone or as the template of a workload. */
export type PodShape = {
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly fate?: PodFate
  /** Ports of its one container. */
  readonly ports?: readonly Json[]
  /** Goes over the helper's own spec, field by field. */
  readonly spec?: Json
}

export type PodOptions = PodShape & { readonly namespace: string; readonly name: string; readonly nodeName?: string }

export type PodStatus = {
  /** Addresses, the first one of the pod's primary family. */
  readonly ips?: readonly string[]
  readonly ready?: boolean
  /** Running unless said otherwise. */
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  /** Goes over the rest, field by field. */
  readonly status?: Json
}

/** metadata and spec of a pod, for workloads' templates too. */
export function podTemplate(shape: PodShape): Json {
  const { labels = {}, annotations = {}, fate, ports = [], spec = {} } = shape
  return {
    metadata: {
      labels,
      annotations: fate === undefined ? annotations : { ...annotations, [POD_ANNOTATIONS.fate]: fate },
    },
    spec: {
      terminationGracePeriodSeconds: 30,
      containers: [{ name: 'main', image: 'example.com/main:1', ports }],
      ...spec,
    },
  }
}

/** Makes a pod that no workload owns; with `nodeName` it is bound at once, else the scheduler binds it. */
export function makePod(api: Api, options: PodOptions): Promise<KubeObject> {
  const { namespace, name, nodeName } = options
  const spec = { ...options.spec, ...(nodeName === undefined ? {} : { nodeName }) }
  const { metadata, ...template } = podTemplate({ ...options, spec })
  return api.post(`/api/v1/namespaces/${namespace}/pods`, { metadata: { name, ...Object(metadata) }, ...template })
}

/** Writes the status of a pod on a node that is not simulated: what is written stays. */
export function setPodStatus(
  api: Api,
  pod: { namespace: string; name: string },
  wanted: PodStatus,
): Promise<KubeObject> {
  const { ips, ready, phase = 'Running', status = {} } = wanted
  const conditions =
    ready === undefined
      ? {}
      : { conditions: ['Initialized', 'ContainersReady', 'Ready'].map(type => condition(type, ready)) }
  const addresses = ips === undefined ? {} : { podIP: ips[0] ?? null, podIPs: ips.map(ip => ({ ip })) }
  const body = { status: { phase, ...addresses, ...conditions, ...status } }
  return api.patch(`/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/status`, body)
}

/** Sets or takes back (null) the fate of a simulated pod. */
export function setPodFate(
  api: Api,
  pod: { namespace: string; name: string },
  fate: PodFate | null,
): Promise<KubeObject> {
  return api.patch(`/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`, {
    metadata: { annotations: { [POD_ANNOTATIONS.fate]: fate } },
  })
}

function condition(type: string, holds: boolean): Json {
  const isMet = holds || type === 'Initialized'
  return {
    type,
    status: isMet ? 'True' : 'False',
    ...(isMet ? {} : { reason: 'ContainersNotReady' }),
    lastTransitionTime: new Date().toISOString(),
  }
}
