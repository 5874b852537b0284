import type { Api } from '../api.ts'
import type { Json, KubeObject } from '../kube-types.ts'
import { type PodShape, podTemplate } from './pods.ts'

export type WorkloadOptions = {
  readonly namespace: string
  readonly name: string
  /** The pods; without labels of their own they carry `app: <name>`. */
  readonly pods?: PodShape
  /** Goes over the helper's own spec, field by field. */
  readonly spec?: Json
}

export type ReplicatedOptions = WorkloadOptions & { readonly replicas: number }

/** Makes a Deployment whose pods carry `app: <name>`. */
export function makeDeployment(api: Api, options: ReplicatedOptions): Promise<KubeObject> {
  return make(api, 'deployments', options, { replicas: options.replicas })
}

/** Makes a StatefulSet behind the headless Service of its own name, whose pods are made all at once. */
export function makeStatefulSet(api: Api, options: ReplicatedOptions): Promise<KubeObject> {
  return make(api, 'statefulsets', options, {
    replicas: options.replicas,
    serviceName: options.name,
    podManagementPolicy: 'Parallel',
  })
}

/** Makes a DaemonSet: a pod on every node that its template's spec allows. */
export function makeDaemonSet(api: Api, options: WorkloadOptions): Promise<KubeObject> {
  return make(api, 'daemonsets', options, {})
}

export type ScaleTarget = {
  readonly plural?: 'deployments' | 'statefulsets' | 'replicasets'
  readonly namespace: string
  readonly name: string
}

export function scale(
  api: Api,
  { plural = 'deployments', namespace, name }: ScaleTarget,
  replicas: number,
): Promise<KubeObject> {
  return api.patch(`/apis/apps/v1/namespaces/${namespace}/${plural}/${name}/scale`, { spec: { replicas } })
}

function make(api: Api, plural: string, options: WorkloadOptions, own: Json): Promise<KubeObject> {
  const { namespace, name, pods = {}, spec = {} } = options
  const labels = pods.labels ?? { app: name }
  return api.post(`/apis/apps/v1/namespaces/${namespace}/${plural}`, {
    metadata: { name, labels },
    spec: { selector: { matchLabels: labels }, template: podTemplate({ ...pods, labels }), ...own, ...spec },
  })
}
