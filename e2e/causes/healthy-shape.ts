import { type Api, type Json, type KubeObject, makeDeployment, makeService } from '@slicescope/control-plane'

/** Where a shape is made: a namespace that the other shapes share with it, once or several times. */
export interface Place {
  readonly api: Api
  readonly namespace: string
  /** Different in each namespace. */
  readonly number: number
  /** A Node that no kubelet serves: the status that is written to a pod there stays. */
  readonly still: string
  /** Names of some Nodes. */
  readonly nodes: readonly string[]
}

/** A way in which charts, operators and people make Services that are well; the names of its Services begin with its own. */
export interface HealthyShape {
  readonly name: string
  readonly make: (place: Place) => Promise<unknown>
}

export type Labels = Readonly<Record<string, string>>

export const HTTP: Json = { name: 'http', port: 80, targetPort: 8080 }

/** A Service as the chart has it; one port, http, unless told otherwise. */
export function service(
  { api, namespace }: Place,
  name: string,
  change: {
    readonly selector?: Labels | null
    readonly headless?: boolean
    readonly ports?: readonly Json[]
    readonly labels?: Labels
    readonly spec?: Json
  } = {},
): Promise<KubeObject> {
  return makeService(api, { namespace, name, ...change })
}

/** A Deployment with one ready pod that declares 8080, unless told otherwise. */
export function deployment(
  { api, namespace }: Place,
  name: string,
  {
    labels = { app: name },
    ports = [{ name: 'web', containerPort: 8080 }],
    replicas = 1,
  }: {
    readonly labels?: Labels
    readonly ports?: readonly Json[]
    readonly replicas?: number
  } = {},
): Promise<KubeObject> {
  return makeDeployment(api, { namespace, name, replicas, pods: { labels, ports } })
}

/** The Endpoints object that someone else than Kubernetes writes for a Service without selector. */
export function endpoints(
  { api, namespace }: Place,
  name: string,
  addresses: readonly Json[],
  {
    labels = {},
    annotations = {},
    port = HTTP_PORT,
  }: { readonly labels?: Labels; readonly annotations?: Labels; readonly port?: Json } = {},
): Promise<KubeObject> {
  const subsets = addresses.length === 0 ? [] : [{ addresses, ports: [port] }]
  return api.post(`/api/v1/namespaces/${namespace}/endpoints`, { metadata: { name, labels, annotations }, subsets })
}

const HTTP_PORT: Json = { name: 'http', port: 8080 }
